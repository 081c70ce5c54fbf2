"""Does a published advisory name a component that we run?

*Why it matters.* Most break-ins use a weakness that was published, and mended, months before. The
advisory that names your version is the burglar's shopping list as much as it is your warning.

*How to put it right.* Raise the pinned version to the one named as fixed, install, test, release.
If there is no fixed version yet, turn the weak function off or replace the component, and accept
the finding with a date until which you will look again.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from storewarden.core.advisories import Advisory
from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good, unknown
from storewarden.facts.advisories import ComponentExposure
from storewarden.kernels.versions.order import newest

Exposures = Sequence[ComponentExposure]


def judge(components: Exposures) -> Iterator[Verdict]:
    """Say for each file which of its components are named, and whether the rest is clean."""
    by_file = attrgetter("found_in")
    for file, found in groupby(sorted(components, key=by_file), key=by_file):
        inside = list(found)
        named = [component for component in inside if component.advisories]
        yield from _named(file, named)
        yield _rest(file, inside, named)


def _named(file: str, components: Exposures) -> Iterator[Verdict]:
    versions: dict[str, list[ComponentExposure]] = {}
    for component in components:
        versions.setdefault(component.name, []).append(component)
    for name, found in versions.items():
        yield _vulnerable(file, name, found)


def _vulnerable(file: str, name: str, found: Exposures) -> Verdict:
    advisories = _each_once(found)
    versions = " and ".join(component.version for component in found)
    grades = [one.severity for one in advisories.values() if one.severity is not None]
    return bad(
        f"{file}: {name}",
        f"{name} {versions} in {file} is named by {_count(advisories)}; {_remedy(found)}",
        *(_line(advisory) for advisory in advisories.values()),
        severity=max(grades, default=None),
    )


def _each_once(found: Exposures) -> Mapping[str, Advisory]:
    return {advisory.id: advisory for component in found for advisory in component.advisories}


def _count(advisories: Mapping[str, Advisory]) -> str:
    return "1 advisory" if len(advisories) == 1 else f"{len(advisories)} advisories"


def _remedy(found: Exposures) -> str:
    fixes = [advisory.fixed_in for component in found for advisory in component.advisories]
    known = [fix for fix in fixes if fix is not None]
    if not known:
        return "no fixed version is published yet"
    last = newest(found[0].ecosystem, known)
    if len(known) < len(fixes):
        return f"{last} mends part of it, for the rest there is no fixed version yet"
    return f"fixed in {last}"


def _line(advisory: Advisory) -> str:
    cves = ", ".join(alias for alias in advisory.aliases if alias.startswith("CVE-"))
    fix = f"fixed in {advisory.fixed_in}" if advisory.fixed_in else "no fixed version yet"
    return f"{advisory.id}{f' ({cves})' if cves else ''}: {advisory.summary or 'no summary'}; {fix}"


def _rest(file: str, inside: Exposures, named: Exposures) -> Verdict:
    unread = [component for component in inside if component.unreadable]
    if unread:
        first = unread[0]
        said = f"{len(unread)} of {len(inside)} components could not be judged"
        return unknown(file, f"{said}, {first.name} for one: {first.unreadable}")
    if named:
        return good(file, f"the lists were asked about all {len(inside)} components of {file}")
    return good(file, f"no advisory names any of the {len(inside)} components of {file}")


CHECK = Check(
    asks=ComponentExposure,
    severity=Severity.HIGH,
    judge=judge,
    standards=("PCI DSS 4.0.1 6.3.1", "PCI DSS 4.0.1 6.3.3"),
)
