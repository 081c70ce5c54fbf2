"""Does a published advisory name a component that we run?

*Why it matters.* Most break-ins use a weakness that was published, and mended, months before. The
advisory that names your version is the burglar's shopping list as much as it is your warning.

*How to put it right.* Raise the component to the version named as fixed, install, test, release.
If there is no fixed version yet, turn the weak function off or replace the component, and accept
the finding with a date until which you will look again.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from storewarden.core.checks import Check
from storewarden.core.matched import Named
from storewarden.core.verdicts import Severity, Verdict, bad, good, unknown
from storewarden.facts.advisories import ComponentExposure
from storewarden.kernels.purls.purl import title
from storewarden.steps.s3_advisories.weaknesses import counted, line, remedy

Exposures = Sequence[ComponentExposure]


def judge(components: Exposures) -> Iterator[Verdict]:
    """Say for each file which of its components are named, and whether the rest is clean."""
    by_file = attrgetter("found_in")
    for file, found in groupby(sorted(components, key=by_file), key=by_file):
        inside = list(found)
        named = [component for component in inside if component.named]
        yield from _named(file, named)
        yield _rest(file, inside, named)


def _named(file: str, components: Exposures) -> Iterator[Verdict]:
    versions: dict[str, list[ComponentExposure]] = {}
    for component in components:
        versions.setdefault(component.purl, []).append(component)
    for purl, found in versions.items():
        yield _vulnerable(file, purl, found)


def _vulnerable(file: str, purl: str, found: Exposures) -> Verdict:
    told = tuple(_each_once(found).values())
    fix = remedy(purl, (one for component in found for one in component.named))
    versions = " and ".join(component.version or "of unknown version" for component in found)
    grades = [one.severity for one in told if one.severity is not None]
    return bad(
        f"{file}: {title(purl)}",
        f"{title(purl)} {versions} in {file} is named by {counted(told)}; {fix}",
        *map(line, told),
        severity=max(grades, default=None),
        named=told,
    )


def _each_once(found: Exposures) -> Mapping[str, Named]:
    return {one.id: one for component in found for one in component.named}


def _rest(file: str, inside: Exposures, named: Exposures) -> Verdict:
    unread = [component for component in inside if component.unknown]
    if unread:
        first = unread[0]
        said = f"{len(unread)} of {len(inside)} components could not be judged"
        return unknown(file, f"{said}, {title(first.purl)} for one: {first.unknown}")
    if named:
        return good(file, f"the lists were asked about all {len(inside)} components of {file}")
    return good(file, f"no advisory names any of the {len(inside)} components of {file}")


CHECK = Check(
    asks=ComponentExposure,
    severity=Severity.HIGH,
    judge=judge,
    standards=("PCI DSS 4.0.1 6.3.1", "PCI DSS 4.0.1 6.3.3"),
)
