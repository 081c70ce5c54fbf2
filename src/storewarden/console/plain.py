"""Outside text as a page may show it: what would hide or turn itself round is written out."""

import re
from dataclasses import replace
from typing import Any, Final, TypeVar

from storewarden.core.findings import AuditEntry, Finding
from storewarden.core.scoreboard import Row, Scoreboard

_HIDDEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)

T = TypeVar("T", Finding, AuditEntry)


def plain(text: str) -> str:
    """Write out control, direction and invisible characters: ``U+202E`` becomes ``[U+202E]``.

    Templates escape markup themselves; this is for what no escaping touches.
    """
    return _HIDDEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def sentence(text: str) -> str:
    """Begin with a capital letter, unless the first word is a name: a column, a path, a price."""
    first = text.partition(" ")[0]
    return text[:1].upper() + text[1:] if first.isalpha() and first.islower() else text


def shown(value: T) -> T:
    """Return a finding or a line of the trail with all of its texts plain."""
    told = ((name, getattr(value, name)) for name in value.__slots__)
    new: dict[str, Any]  # fields by name, only those that change
    new = {name: plain(text) for name, text in told if type(text) is str and _HIDDEN.search(text)}
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
