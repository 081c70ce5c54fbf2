"""Do notices of what cannot wait reach the people whom they are for?

*Why it matters.* Whoever is not told does not act. A mail server that refuses, a password that has
ended, an address with a slip in it: it looks exactly like a quiet week.

*How to put it right.* `storewarden notices` says why. Put the mail server, its password or the
person's `email` in `storewarden.toml` right, then try it: `storewarden notices --send`.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.reading import NoticeArrival


def judge(people: Sequence[NoticeArrival]) -> Iterator[Verdict]:
    """Say for each person who was written to whether it arrived."""
    for one in people:
        if one.lost:
            count = "1 notice" if one.lost == 1 else f"{one.lost} notices"
            yield bad(one.person, f"{count} did not reach {one.person}: {one.trouble}")
        else:
            yield good(one.person, f"what {one.person} was told was taken by the mail server")


CHECK = Check(asks=NoticeArrival, severity=Severity.HIGH, judge=judge)
