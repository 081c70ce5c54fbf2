"""Rows that wait until nothing older can come any more, and their order."""

from typing import Final

import numpy as np

from storewarden.kernels.windows.behaviour import By, Distinct
from storewarden.kernels.windows.memory import Array, Rows

_TYPES: Final = (np.int64, np.int64, np.int32, np.int64, np.int32, np.int64)
_WIDTHS: Final = (0, 0, 0, 0, len(By), len(Distinct))


def none() -> Rows:
    """No rows."""
    return unpacked([b""] * len(_TYPES))


def joined(held: Rows, new: Rows) -> Rows:
    """Both, the held ones first."""
    if not len(held.time):
        return new
    return Rows(*(np.concatenate([one, two]) for one, two in zip(held, new, strict=True)))


def ordered(rows: Rows, rank: Array) -> Rows:
    """Sort by time, then by line, then by the rank of the source."""
    if len(rank) == 1 and (np.diff(rows.line) > 0).all():
        if (np.diff(rows.time) >= 0).all():
            return rows
        return _taken(rows, np.argsort(rows.time, kind="stable"))
    return _taken(rows, np.lexsort((rank[rows.source], rows.line, rows.time)))


def split(rows: Rows, before: int) -> tuple[Rows, Rows]:
    """Part sorted rows into those before a time and the rest."""
    place = int(np.searchsorted(rows.time, before, "left"))
    return _taken(rows, slice(place)), _taken(rows, slice(place, None))


def packed(rows: Rows) -> list[bytes]:
    """The rows as bytes."""
    columns: tuple[Array, ...] = rows
    return [column.tobytes() for column in columns]


def unpacked(parts: list[bytes]) -> Rows:
    """The rows of bytes that `packed` made."""
    columns: list[Array] = []
    for raw, kind, width in zip(parts, _TYPES, _WIDTHS, strict=True):
        column: Array = np.frombuffer(raw, kind).copy()
        columns.append(column.reshape(-1, width) if width else column)
    return Rows(*columns)


def _taken(rows: Rows, chosen: Array | slice) -> Rows:
    columns: tuple[Array, ...] = rows
    return Rows(*(column[chosen] for column in columns))
