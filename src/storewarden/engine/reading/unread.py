"""Which findings cannot wait, which are unread, and which line of the trail opened them. Pure."""

from collections.abc import Sequence
from typing import Final

from storewarden.core.findings import Action, AuditEntry, Finding, State
from storewarden.core.verdicts import Severity

_UNREAD: Final = frozenset({State.NEW, State.REGRESSED})
_OPENS: Final = frozenset(
    {Action.RAISED, Action.REGRESSED, Action.REOPENED, Action.ACCEPTANCE_ENDED}
)


def is_unread(finding: Finding) -> bool:
    """Tell whether nobody has said yet that he has read it."""
    return finding.state in _UNREAD


def cannot_wait(finding: Finding, bar: Severity) -> bool:
    """Tell whether somebody is told at once: what is grave enough, and what thieves use."""
    return finding.severity >= bar or any(
        one.danger.exploited or one.danger.exploitation == "active" for one in finding.named
    )


def opening(history: Sequence[AuditEntry]) -> int:
    """Find the line of the trail that opened the finding last; 0 when there is none."""
    numbers = (entry.number for entry in history if entry.action in _OPENS)
    return max(numbers, default=0)
