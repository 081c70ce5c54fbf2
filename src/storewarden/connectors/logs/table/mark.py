"""Remembers up to where a table was read, and which of its newest rows were seen already.

A row with a smaller number may become visible after one with a larger number, for its transaction
took longer. So the newest rows are read again for a minute, and those that were seen are known.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

OVERLAP: Final = 60
"""Seconds for which a row may come late."""

MOST: Final = 1_000
"""Rows that are remembered, apart from those that share the lowest order."""

Order = str | float


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One row as it was seen.

    Attributes:
        order: its value in the form's order column.
        print: its count, or a fingerprint of its state.
        at: when it was first seen so, in seconds since 1970.
    """

    order: Order
    print: int
    at: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the reading of a table stands: rows at or above ``low`` are looked at again."""

    low: Order | None = None
    rows: Mapping[str, SeenRow] = field(default_factory=dict)

    def written(self) -> str:
        """The mark as text."""
        rows = [[name, row.order, row.print, row.at] for name, row in self.rows.items()]
        return json.dumps([self.low, rows], separators=(",", ":"))

    def settled(self, now: int, *, remember: bool) -> "Mark":
        """Give up what is old enough; ``remember`` keeps rows that may still change."""
        newest = sorted(self.rows.items(), key=_age, reverse=True)
        if not newest:
            return self
        old = [row.order for _, row in newest if row.at <= now - OVERLAP]
        last = newest[min(MOST, len(newest)) - 1][1].order if len(newest) > MOST else None
        lows = [one for one in (self.low, *old[:1], last) if one is not None]
        low = max(lows, key=_sortable) if lows else None
        kept = [
            (name, row)
            for place, (name, row) in enumerate(newest)
            if (low is not None and _sortable(row.order) >= _sortable(low))
            or low is None
            or (remember and place < MOST)
        ]
        return Mark(low, dict(kept))


def read(text: str) -> Mark:
    """Read a mark; one that cannot be read is an empty one."""
    try:
        low, rows = json.loads(text)
        return Mark(low, {name: SeenRow(order, mark, at) for name, order, mark, at in rows})
    except (ValueError, TypeError):
        return Mark()


def _age(item: tuple[str, SeenRow]) -> tuple[bool, float, str]:
    return _sortable(item[1].order)


def _sortable(order: Order) -> tuple[bool, float, str]:
    """Numbers before texts, so that a column that holds both can be sorted at all."""
    return (True, 0.0, order) if isinstance(order, str) else (False, float(order), "")
