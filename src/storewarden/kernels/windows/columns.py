"""Reads the columns of a batch as codes and distinct values, whatever their encoding."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Column:
    """A text column: the code of each row, -1 for null, and the value of each code."""

    codes: Codes
    values: pa.Array

    @property
    def empty(self) -> bool:
        """Whether it holds no value at all."""
        return len(self.values) == 0

    def spread(self, of_value: npt.NDArray[Any], none: int = 0) -> npt.NDArray[Any]:
        """Give each row what belongs to its value; ``none`` to rows without one."""
        if self.empty:
            return np.full(len(self.codes), none, of_value.dtype)
        return np.append(of_value, of_value.dtype.type(none)).take(self.codes, mode="wrap")

    def among(self, rows: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        """The codes that stand in these rows, each once."""
        seen = np.zeros(len(self.values) + 1, bool)
        seen[self.codes[rows]] = True
        return np.flatnonzero(seen[:-1])


def text(batch: pa.RecordBatch, name: str) -> Column:
    """Read a text column."""
    array = batch.column(name)
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    codes = array.indices
    if codes.null_count:
        codes = codes.fill_null(-1)
    return Column(np.asarray(codes).astype(np.int32, copy=False), array.dictionary)


def numbers(batch: pa.RecordBatch, name: str, none: int) -> npt.NDArray[np.int64]:
    """Read a column of integers; ``none`` where it is null."""
    array = batch.column(name)
    if array.null_count:
        array = array.fill_null(none)
    return np.asarray(array).astype(np.int64, copy=False)
