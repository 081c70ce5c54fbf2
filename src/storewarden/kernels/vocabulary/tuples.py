"""Rows of small numbers and their own numbers."""

from typing import Final

import numpy as np

from storewarden.kernels.vocabulary.probing import Numbers, number_rows, place_rows
from storewarden.kernels.vocabulary.words import process_key

_SMALLEST: Final = 1024
_LOAD: Final = 2


class Tuples:
    """Gives each distinct row of ``width`` numbers a number, which it keeps until `clear`.

    One thread at a time.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._key = process_key()
        self.clear()
        self._place()  # nothing yet: what was compiled before is loaded now and not amid a log

    def __len__(self) -> int:
        """How many rows are known."""
        return self._count

    @property
    def known(self) -> Numbers:
        """The rows that are known, by number."""
        return self._known[: self._count]

    def clear(self) -> None:
        """Forget all rows; numbers begin at 0 again."""
        self._count = 0
        self._slots = np.zeros(_SMALLEST, np.uint64)
        self._known = np.zeros((_SMALLEST // _LOAD, self._width), np.int32)

    def numbers(self, rows: Numbers) -> Numbers:
        """Return the number of each row of an array of rows, from -1 on."""
        found = np.empty(len(rows), np.int32)
        self._make_room(self._count + len(rows))
        self._count = number_rows(rows, self._key, self._slots, self._known, self._count, found)
        return found

    def _make_room(self, count: int) -> None:
        if count > len(self._known):
            longer = np.zeros((max(count, 2 * len(self._known)), self._width), np.int32)
            longer[: self._count] = self.known
            self._known = longer
        if count * _LOAD >= self._slots.size:
            self._slots = np.zeros(1 << (count * _LOAD).bit_length(), np.uint64)
            self._place()

    def _place(self) -> None:
        place_rows(self._known, self._count, self._key, self._slots)
