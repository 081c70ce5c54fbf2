"""Single rows of a batch as plain values: for the few that somebody is told of."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Rows = npt.NDArray[np.integer[Any]]


def picked(batch: pa.RecordBatch, names: Sequence[str], rows: Rows) -> list[tuple[Any, ...]]:
    """Return the values of some columns in some rows, a tuple each; None for null.

    Args:
        batch: events, live or stored.
        names: of the columns, in the order in which their values are wanted.
        rows: their numbers, in any order.
    """
    return list(zip(*(_values(batch.column(name), rows) for name in names), strict=True))


def _values(array: pa.Array, rows: Rows) -> list[Any]:
    if pa.types.is_dictionary(array.type):
        known = array.dictionary
        codes = _figures(array.indices, rows)
        texts = {code: None if code is None else known[code].as_py() for code in set(codes)}
        return [texts[code] for code in codes]
    if pa.types.is_integer(array.type):
        return _figures(array, rows)
    return [array[row].as_py() for row in rows.tolist()]


def _figures(array: pa.Array, rows: Rows) -> list[int | None]:
    if not array.null_count:
        plain: list[int | None] = np.asarray(array)[rows].tolist()
        return plain
    held = np.asarray(array.fill_null(0))[rows].tolist()
    missing = np.asarray(array.is_null())[rows].tolist()
    return [None if gone else value for gone, value in zip(missing, held, strict=True)]
