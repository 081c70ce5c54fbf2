"""What is true of a batch so far: of distinct texts of one column, or of rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np

from storewarden.kernels.sigma.live.texts import Flags, Rows, Texts

NONE: Final[Rows] = np.empty(0, np.int32)
"""No row."""


@dataclass(frozen=True, slots=True, eq=False)
class OnTexts:
    """True of the flagged texts of a column; the last flag stands for null."""

    texts: Texts
    flags: Flags

    def rows(self) -> Rows:
        """Return the rows that hold a flagged text, in order."""
        return self.texts.rows(self.flags)


Mask = OnTexts | Rows


def rows_of(mask: Mask) -> Rows:
    """Return the rows of which it is true, in order."""
    return mask.rows() if isinstance(mask, OnTexts) else mask


def invert(mask: Mask, count: int) -> Mask:
    """Not, in a batch of ``count`` rows."""
    if isinstance(mask, OnTexts):
        return OnTexts(mask.texts, ~mask.flags)
    flags = np.ones(count, np.bool_)
    flags[mask] = False
    return np.flatnonzero(flags).astype(np.int32)


def any_of(masks: Iterable[Mask], count: int) -> Mask:
    """Or, in a batch of ``count`` rows: on texts as long as only one column takes part."""
    columns, rows = _parted(masks, np.logical_or)
    rows = [part for part in rows if part.size]
    if len(columns) + len(rows) == 1:
        return columns[0] if columns else rows[0]
    if not columns and not rows:
        return NONE
    flags = np.zeros(count, np.bool_)
    for column in columns:
        flags |= column.flags[column.texts.numbers]
    for part in rows:
        flags[part] = True
    return np.flatnonzero(flags).astype(np.int32)


def all_of(masks: Iterable[Mask]) -> Mask:
    """And: given up as soon as nothing is left; rows are spread out from the rarest column."""
    columns, rows = _parted(_while_any(masks), np.logical_and)
    if any(not column.flags.any() for column in columns) or any(not part.size for part in rows):
        return NONE
    if len(columns) == 1 and not rows:
        return columns[0]
    columns.sort(key=lambda column: int(column.flags.sum()))
    left = reduce(_common, rows) if rows else columns.pop(0).rows()
    for column in columns:
        left = left[column.flags[column.texts.numbers[left]]]
    return left


def _common(one: Rows, other: Rows) -> Rows:
    return np.intersect1d(one, other, assume_unique=True)


def _while_any(masks: Iterable[Mask]) -> Iterable[Mask]:
    for mask in masks:
        yield mask
        if isinstance(mask, np.ndarray) and not mask.size:
            return


def _parted(
    masks: Iterable[Mask], join: Callable[[Flags, Flags], Flags]
) -> tuple[list[OnTexts], list[Rows]]:
    """Join what is about the same column while it is still about texts."""
    columns: dict[int, OnTexts] = {}
    rows = []
    for mask in masks:
        if isinstance(mask, OnTexts):
            before = columns.get(id(mask.texts))
            flags = mask.flags if before is None else join(before.flags, mask.flags)
            columns[id(mask.texts)] = OnTexts(mask.texts, flags)
        else:
            rows.append(mask)
    return list(columns.values()), rows
