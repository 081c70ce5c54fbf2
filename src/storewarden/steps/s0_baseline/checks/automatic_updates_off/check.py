"""Does the machine install security updates by itself?

*Why it matters.* Between the publication of a hole and the first attacks lie hours. Nobody of a
small shop is awake then; a machine that updates itself is.

*How to put it right.* Debian and Ubuntu: `apt-get install unattended-upgrades` and
`dpkg-reconfigure unattended-upgrades`. Fedora and its kin: `dnf install dnf-automatic` with
`apply_updates = yes`, and enable its timer. If updates come by another way (an image every night, a
configuration tool), accept the finding with that reason.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.hosts import AutomaticUpdates

_SUBJECT: Final = "automatic updates"


def judge(told: Sequence[AutomaticUpdates]) -> Iterator[Verdict]:
    """Say whether security updates install themselves, and how that is known."""
    for one in told:
        if one.on:
            yield good(_SUBJECT, f"security updates install themselves: {one.because}")
        else:
            yield bad(_SUBJECT, f"security updates wait for somebody: {one.because}")


CHECK = Check(
    asks=AutomaticUpdates,
    severity=Severity.MEDIUM,
    judge=judge,
    standards=("PCI DSS 4.0.1 6.3.3",),
)
