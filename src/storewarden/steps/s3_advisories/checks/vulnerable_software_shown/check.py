"""Does a site show software that a published advisory names?

*Why it matters.* Whoever looks for shops to rob asks each of them for its front page and reads the
versions there. What your pages show of old software puts you on that list the same day.

*How to put it right.* Raise the software to the version named as fixed, and clear what caches and
delivery networks still hand out. Where only a range shows, look in the code which version it is:
name the code tree of the site in `storewarden.toml`, then it is judged exactly. Hiding the version
alone helps little: thieves try the weakness anyway.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.matched import Named
from storewarden.core.verdicts import Severity, Verdict, bad, good, unknown
from storewarden.facts.advisories import ShownSoftware
from storewarden.kernels.purls.purl import title
from storewarden.steps.s3_advisories.weaknesses import counted, line, remedy

_ALL = "what shows"

Shown = Sequence[ShownSoftware]


def judge(shown: Shown) -> Iterator[Verdict]:
    """Name each software that an advisory names, then say whether the rest could be judged."""
    here = [one for one in shown if not one.held_by]
    for purl in dict.fromkeys(one.purl for one in here if one.named):
        yield _vulnerable(purl, [one for one in here if one.purl == purl and one.named])
    yield from _the_rest(here, len(shown) - len(here))


def _vulnerable(purl: str, found: Shown) -> Verdict:
    named = {one.id: one for software in found for one in software.named}
    told: tuple[Named, ...] = tuple(named.values())
    versions = " and ".join(dict.fromkeys(map(_span, found)))
    grades = [one.severity for one in told if one.severity is not None]
    all_of_it = ", whichever of these it is" if any(one.newest for one in found) else ""
    return bad(
        title(purl),
        f"the site shows {title(purl)} {versions}{all_of_it}, named by {counted(told)};"
        f" {remedy(purl, told)}",
        *dict.fromkeys(f"shown at {one.shown_at}" for one in found),
        *map(line, told),
        severity=max(grades, default=None),
        named=told,
    )


def _the_rest(here: Shown, elsewhere: int) -> Iterator[Verdict]:
    doubtful = [one for one in here if not one.named and (one.unknown or one.newest)]
    if doubtful:
        said = f"{len(doubtful)} of the {len(here)} programs that show could not be judged"
        yield unknown(_ALL, f"{said}, {title(doubtful[0].purl)} for one: {_doubt(doubtful[0])}")
    elif here:
        yield good(_ALL, f"the lists were asked about all {len(here)} programs that show")
    elif elsewhere:
        yield good(_ALL, f"the code of the site holds all {elsewhere} programs that show")


def _doubt(one: ShownSoftware) -> str:
    """A range is never cleared: signs from outside can be of a cache, or of a part."""
    if not one.newest:
        return one.unknown
    because = one.unknown or "no list names any of these, but only the code says which it is"
    return f"it shows only as {_span(one)} and may be affected: {because}"


def _span(one: ShownSoftware) -> str:
    return f"{one.version} to {one.newest}" if one.newest else one.version or "of unknown version"


CHECK = Check(
    asks=ShownSoftware,
    severity=Severity.HIGH,
    judge=judge,
    standards=("PCI DSS 4.0.1 6.3.1", "PCI DSS 4.0.1 6.3.3"),
)
