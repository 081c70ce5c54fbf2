"""Rows of numbers from several columns: which are alike, found without looking at each row whole.

Column after column the rows are told apart further; a table says which number comes with which.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from storewarden.kernels.machine.compiling import compiled
from storewarden.kernels.vocabulary.probing import Numbers

_LARGEST: Final = 1 << 20
"""Places of a table that is still worth its while."""


class Spread(NamedTuple):
    """A column of small numbers, each by the code of its row.

    Attributes:
        of: the number of each code, and at last that of the code -1; none is negative.
        codes: of each row.
    """

    of: Numbers
    codes: Numbers


def alike(columns: Iterable[Spread], rows: int) -> tuple[Numbers, Numbers]:
    """Give rows that are alike in all columns one number, from 0 on.

    Args:
        columns: as many as wanted.
        rows: how many rows each of them has.

    Returns:
        The number of each row, and for each number a row that has it.
    """
    numbers, firsts = np.zeros(rows, np.int32), np.zeros(min(rows, 1), np.int32)
    for column in columns:
        width = int(column.of.max()) + 1
        if width > 1 and rows:
            numbers, firsts = _further(numbers, len(firsts), column, width)
    return numbers, firsts


def _further(
    numbers: Numbers, count: int, column: Spread, width: int
) -> tuple[Numbers, NDArray[np.int32]]:
    if count * width > _LARGEST:
        both = numbers * np.int64(width) + column.of.take(column.codes, mode="wrap")
        _, firsts, found = np.unique(both, return_index=True, return_inverse=True)
        return found.astype(np.int32), firsts.astype(np.int32)
    table, firsts = np.zeros(count * width, np.int32), np.empty(len(numbers), np.int32)
    found = np.empty(len(numbers), np.int32)
    told = _tell_apart(numbers, column.of, column.codes, width, table, found, firsts)
    return found, firsts[:told]


@compiled
def _tell_apart(
    numbers: Numbers,
    of: Numbers,
    codes: Numbers,
    width: int,
    table: Numbers,
    found: Numbers,
    firsts: Numbers,
) -> int:
    told, none = 0, of.size - 1
    for row in range(numbers.size):
        code = codes[row]
        place = numbers[row] * width + of[none if code < 0 else code]
        if table[place] == 0:
            firsts[told] = row
            told += 1
            table[place] = told
        found[row] = table[place] - 1
    return told
