"""Outside text as a page may show it: what would hide or turn itself round is written out."""

from dataclasses import replace
from typing import Any, TypeVar

from storewarden.core.findings import AuditEntry, Finding
from storewarden.core.plain import has_hidden, plain
from storewarden.core.scoreboard import Row, Scoreboard

T = TypeVar("T", Finding, AuditEntry)


def sentence(text: str) -> str:
    """Begin with a capital letter, unless the first word is a name: a column, a path, a price."""
    first = text.partition(" ")[0]
    return text[:1].upper() + text[1:] if first.isalpha() and first.islower() else text


def shown(value: T) -> T:
    """Return a finding or a line of the trail with all of its texts plain."""
    told = ((name, getattr(value, name)) for name in value.__slots__)
    new: dict[str, Any]  # fields by name, only those that change
    new = {name: plain(text) for name, text in told if type(text) is str and has_hidden(text)}
    if isinstance(value, Finding):
        new["said"] = sentence(plain(value.said))
        new["evidence"] = tuple(map(plain, value.evidence))
    return replace(value, **new) if new else value


def shown_board(board: Scoreboard) -> Scoreboard:
    """Return a scoreboard with all of its texts plain."""
    return replace(
        board,
        estate=plain(board.estate),
        rows=tuple(map(_shown_row, board.rows)),
        first=tuple(map(shown, board.first)),
    )


def _shown_row(row: Row) -> Row:
    return replace(
        row,
        worst=shown(row.worst) if row.worst else None,
        responsible=plain(row.responsible) if row.responsible else None,
        because=plain(row.because),
    )
