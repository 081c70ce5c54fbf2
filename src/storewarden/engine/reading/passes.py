"""May a signed link still be used? Whether it is genuine was asked before. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from storewarden.core.findings import Action, AuditEntry, Change, Finding, State
from storewarden.core.notices import Pass
from storewarden.engine.actions import By, acknowledge
from storewarden.engine.reading.unread import is_unread, opening

_ENDED: Final = {
    State.FIXED: "what it is about is fixed",
    State.ACCEPTED: "what it is about was accepted",
    State.FALSE_ALARM: "what it is about was called a false alarm",
}


def refusal(
    way: Pass, finding: Finding | None, history: Sequence[AuditEntry], now: datetime
) -> str:
    """Say why the link cannot be used any more; empty when it can."""
    if finding is None:
        return "the finding is not in the ledger"
    used = next((entry for entry in history if _used(entry, way)), None)
    if used is not None:
        return f"it was used on {used.at:%Y-%m-%d at %H:%M} UTC"
    if now >= way.until:
        return f"it ended on {way.until:%Y-%m-%d at %H:%M} UTC"
    if opening(history) != way.opening:
        return "something new was said since; the newer mail has the link that counts"
    if finding.state is State.ACKNOWLEDGED:
        return "somebody acknowledged it already"
    return "" if is_unread(finding) else _ENDED[finding.state]


def acknowledged(way: Pass, finding: Finding, now: datetime) -> Change:
    """Acknowledge as the person of the link; raises `NotAllowed`."""
    change = acknowledge({finding.id: finding}, finding.id, By(way.person, now))
    return Change(change.action, change.after, change.actor, change.at, _note(way))


def _used(entry: AuditEntry, way: Pass) -> bool:
    return entry.action == Action.ACKNOWLEDGED and entry.note == _note(way)


def _note(way: Pass) -> str:
    return f"by the signed link of notice {way.letter}"
