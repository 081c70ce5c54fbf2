"""Is every list of vulnerabilities that we follow read, and fresh?

*Why it matters.* A list that stopped coming looks exactly like a quiet week. Everything published
since then is missed, and every component looks clean.

*How to put it right.* Look why the list no longer arrives: its address may have moved, a mirror
job may have stopped, a proxy may answer with a web page. If its publisher gave it up, follow
another list and take this one out of `storewarden.toml`.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.advisories import ListFreshness


def judge(lists: Sequence[ListFreshness]) -> Iterator[Verdict]:
    """Say for each list whether it was read and is no older than the estate lets it become."""
    for one in lists:
        if one.published is None:
            yield bad(one.feed, f"the list {one.feed} could not be read: {one.because}")
            continue
        days = (one.as_of - one.published).days
        day = f"{one.published:%Y-%m-%d}"
        if days > one.max_age_days:
            said = f"the list {one.feed} is of {day}"
            yield bad(one.feed, f"{said}; it may be {one.max_age_days} days old and is {days}")
        else:
            yield good(one.feed, f"the list {one.feed} is of {day}")


CHECK = Check(asks=ListFreshness, severity=Severity.MEDIUM, judge=judge)
