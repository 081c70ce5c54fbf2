"""What the audit trail says of letters. Pure."""

from collections.abc import Sequence
from datetime import datetime

from storewarden.core.findings import Action, AuditEntry, Change, Finding
from storewarden.core.notices import Letter
from storewarden.engine.reconcile import STOREWARDEN


def note_of(letter: Letter) -> str:
    """Write the note by which a letter is known in the trail."""
    return f"mail to {letter.person}, notice {letter.id}"


def is_written(letter: Letter, history: Sequence[AuditEntry]) -> bool:
    """Tell whether the trail has this letter already: it may be handed over twice after a kill."""
    note = note_of(letter)
    return any(entry.note == note for entry in history)


def told(letter: Letter, finding: Finding, now: datetime) -> Change:
    """Write the line: somebody was told, or it went up the chain."""
    action = Action.ESCALATED if letter.rung else Action.TOLD
    return Change(action, finding, STOREWARDEN, now, note_of(letter))
