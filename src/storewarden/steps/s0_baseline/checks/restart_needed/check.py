"""Does the machine run the kernel that is installed on it?

*Why it matters.* A mended kernel that waits for a restart mends nothing: the old one, with its
published holes, is what thieves meet.

*How to put it right.* Restart the machine at a quiet hour. Where that is hard, look at live
patching (`kpatch`, Canonical Livepatch), and write the window for restarts into the calendar.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.hosts import Restart

_SUBJECT: Final = "restart"


def judge(restarts: Sequence[Restart]) -> Iterator[Verdict]:
    """Say whether the machine waits for a restart."""
    for one in restarts:
        if one.needed:
            yield bad(
                _SUBJECT, "the machine must be restarted to run what was installed", *one.because
            )
        else:
            yield good(_SUBJECT, "nothing that is installed waits for a restart")


CHECK = Check(
    asks=Restart, severity=Severity.MEDIUM, judge=judge, standards=("PCI DSS 4.0.1 6.3.3",)
)
