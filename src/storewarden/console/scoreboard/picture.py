"""The small picture of one row: a bar of good, bad and unknown."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 120
_LEAST: Final = 4
_GAP: Final = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the bar; ``kind`` is ``good``, ``bad`` or ``unknown``."""

    kind: str
    x: int
    width: int


def pieces(good: int, bad: int, unknown: int) -> Iterator[Piece]:
    """Share the bar's width out; whatever is there at all is wide enough to be seen."""
    counts = [(k, n) for k, n in (("bad", bad), ("unknown", unknown), ("good", good)) if n]
    room = WIDTH - _GAP * (len(counts) - 1) - _LEAST * len(counts)
    total = good + bad + unknown
    x = 0
    for place, (kind, count) in enumerate(counts, 1):
        width = WIDTH - x if place == len(counts) else _LEAST + room * count // total
        yield Piece(kind, x, width)
        x += width + _GAP
