"""Do programs still run on libraries that an update has replaced?

*Why it matters.* An update replaces the file on the disk; a program that was started before keeps
the old code in memory, holes included, for as long as it runs. Web servers run for months.

*How to put it right.* Restart the services named (`needrestart` or `checkrestart` name the units),
or the machine. On Debian and Ubuntu `needrestart` does it after every update.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good, unknown
from storewarden.facts.hosts import OldLibraries

_SUBJECT: Final = "running programs"
_SHOWN: Final = 20


def judge(told: Sequence[OldLibraries]) -> Iterator[Verdict]:
    """Name the programs; what could not be looked at is not called clean."""
    for one in told:
        yield _verdict(one)


def _verdict(one: OldLibraries) -> Verdict:
    if one.found:
        programs = sorted({each.program for each in one.found})
        some = ", ".join(programs[:3]) + (" and others" if len(programs) > 3 else "")  # noqa: PLR2004 - three names are enough for a sentence
        lines = [f"{each.program}: {each.library}" for each in one.found]
        return bad(_SUBJECT, f"{some} still run on replaced libraries", *lines[:_SHOWN])
    if one.unread:
        return unknown(
            _SUBJECT, f"{one.unread} of {one.seen + one.unread} processes could not be looked at"
        )
    return good(_SUBJECT, f"none of {one.seen} processes runs on a replaced library")


CHECK = Check(
    asks=OldLibraries, severity=Severity.MEDIUM, judge=judge, standards=("PCI DSS 4.0.1 6.3.3",)
)
