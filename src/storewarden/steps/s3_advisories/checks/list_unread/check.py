"""Does somebody look at every list of vulnerabilities that we follow?

*Why it matters.* A list that a program fetches and nobody reads protects nobody: what it says of
your kind of shop, and not of an exact version, no program can match. If nobody is responsible for
knowing, there is a vulnerability right there.

*How to put it right.* Look through what the list has brought since the last time, and say so:
`storewarden feeds read LIST`, or acknowledge this finding. Give the list an `owner` in
`storewarden.toml`. How often somebody has to look stands there too: `read_every_days`.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.reading import ListLook


def judge(looks: Sequence[ListLook]) -> Iterator[Verdict]:
    """Say for each list whether somebody looked at it within the estate's days."""
    for one in looks:
        day, every = f"{one.at:%Y-%m-%d}", one.every_days
        if (one.as_of - one.at).days > every:
            yield bad(
                one.feed, f"nobody has looked at the list {one.feed} since {day}; {_must(every)}"
            )
        elif one.person:
            yield good(one.feed, f"{one.person} looked at the list {one.feed} on {day}")
        else:
            yield good(one.feed, f"the list {one.feed} is followed since {day}; {_must(every)}")


def _must(days: int) -> str:
    return "somebody must every day" if days == 1 else f"somebody must every {days} days"


CHECK = Check(
    asks=ListLook,
    severity=Severity.MEDIUM,
    judge=judge,
    standards=("PCI DSS 4.0.1 6.3.1",),
)
