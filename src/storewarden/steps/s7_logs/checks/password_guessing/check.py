"""Does anybody try one password after the other?

*Why it matters.* Lists of passwords stolen elsewhere are tried on every shop. One address that
fails dozens of times in minutes is a machine; if it gets in once, it is in somebody's account,
with addresses, orders and saved cards.

*How to put it right.* Limit tries for each account and each address, slow them down after five
failures, and ask staff for a second factor. If the machine was let in, close those accounts, end
their sessions and tell their owners.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.logs import LoginBurst, LoginTries

_MACHINE: Final = 10


def judge(logs: Sequence[LoginTries]) -> Iterator[Verdict]:
    """Name each address that failed ten times or more within the window."""
    for log in logs:
        machines = [burst for burst in log.bursts if burst.most >= _MACHINE]
        yield from (_guessing(burst, log.window_minutes) for burst in machines)
        if not machines:
            yield good("log-ins", f"no address stands out among {log.tries} log-in tries")


def _guessing(burst: LoginBurst, minutes: int) -> Verdict:
    said = f"{burst.address} failed to log in {burst.most} times within {minutes} minutes"
    let_in = f", and was let in {burst.passed} times" if burst.passed else ""
    return bad(
        burst.address,
        said + let_in,
        f"{burst.failures} failures, {burst.first:%Y-%m-%d %H:%M} to {burst.last:%Y-%m-%d %H:%M}",
        f"calls itself {burst.agent or 'nothing'}",
        severity=Severity.CRITICAL if burst.passed else None,
    )


CHECK = Check(
    asks=LoginTries,
    severity=Severity.HIGH,
    judge=judge,
    standards=("PCI DSS 4.0.1 8.3.4", "MITRE ATT&CK T1110"),
)
