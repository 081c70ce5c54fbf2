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
from storewarden.kernels.versions.schemes import newest

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
    weaknesses = _each_once(found)
    versions = " and ".join(component.version or "of unknown version" for component in found)
    grades = [one.severity for one in weaknesses.values() if one.severity is not None]
    return bad(
        f"{file}: {title(purl)}",
        f"{title(purl)} {versions} in {file} is named by {_count(weaknesses)}; {_remedy(found)}",
        *(_line(one) for one in weaknesses.values()),
        severity=max(grades, default=None),
        named=tuple(weaknesses.values()),
    )


def _each_once(found: Exposures) -> Mapping[str, Named]:
    return {one.id: one for component in found for one in component.named}


def _count(weaknesses: Mapping[str, Named]) -> str:
    return "1 advisory" if len(weaknesses) == 1 else f"{len(weaknesses)} advisories"


def _remedy(found: Exposures) -> str:
    fixes = [one.fixed_in for component in found for one in component.named]
    known = [fix for fix in fixes if fix is not None]
    if not known:
        return "no fixed version is published yet"
    last = newest(found[0].purl, known)
    if len(known) < len(fixes):
        return f"{last} mends part of it, for the rest there is no fixed version yet"
    return f"fixed in {last}"


def _line(one: Named) -> str:
    cves = ", ".join(name for name in one.aliases if name.startswith("CVE-"))
    fix = f"fixed in {one.fixed_in}" if one.fixed_in else "no fixed version yet"
    why = f" ({one.why})" if one.why else ""
    return f"{one.id}{f' ({cves})' if cves else ''}: {one.summary or 'no summary'}; {fix}{why}"


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
