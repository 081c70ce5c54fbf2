"""Gives equal texts of a column one number, and tells where each distinct text stands first."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from storewarden.kernels.machine.compiling import compiled, part
from storewarden.kernels.machine.texts import hash_of, same
from storewarden.kernels.machine.words import byte, whole, word

Positions = npt.NDArray[np.int32]
Slots = npt.NDArray[np.uint64]

_DASH: Final = 0x2D
_SMALLEST: Final = 1024
_HIGH: Final = word(0xFFFFFFFF00000000)
_LOW: Final = word(0x00000000FFFFFFFF)


class Column(NamedTuple):
    """A column of texts: where each starts and where it ends in the chunk; start -1 is none."""

    starts: Positions
    ends: Positions


@part
def _grown(hashes: Slots, count: int, size: int) -> Slots:
    slots = np.zeros(size, np.uint64)
    mask = word(size - 1)
    for number in range(count):
        place = hashes[number] & mask
        while slots[place] != 0:
            place = (place + word(1)) & mask
        slots[place] = (hashes[number] & _HIGH) | word(number + 1)
    return slots


@part
def _number(
    base: int, start: int, end: int, hashed: int, slots: Slots, first: Positions, last: Positions
) -> int:
    """Find the number of a text; minus (the free slot + 1) when it is new."""
    mask = word(slots.size - 1)
    place = hashed & mask
    while slots[place] != 0:
        if slots[place] & _HIGH == hashed & _HIGH:
            number = whole(slots[place] & _LOW) - 1
            there = whole(first[number])
            if last[number] - there == end - start and same(
                base + there, base + start, end - start
            ):
                return number
        place = (place + word(1)) & mask
    return -whole(place) - 1


@part
def _blank(base: int, start: int, end: int) -> bool:
    return start == end or (start + 1 == end and byte(base + start) == _DASH)


@compiled
def intern(  # noqa: PLR0913, PLR0917 - machine code takes plain arguments
    base: int,
    starts: Positions,
    ends: Positions,
    key: int,
    nothing: int,
    numbers: Positions,
    first: Positions,
    last: Positions,
) -> int:
    """Number the texts of a column by first appearance; returns how many are distinct.

    A hash that agrees proves nothing: the bytes are compared.

    Args:
        base: the address of the chunk.
        starts: where each text starts, -1 for none.
        ends: where it ends.
        key: keys the hash.
        nothing: unless 0, an empty text and ``-`` count as none.
        numbers: receives the number of each text, -1 for none.
        first: receives where each distinct text starts.
        last: receives where it ends.
    """
    slots = np.zeros(_SMALLEST, np.uint64)
    hashes = np.empty(starts.size, np.uint64)
    count = 0
    for row in range(starts.size):
        start, end = whole(starts[row]), whole(ends[row])
        if start < 0 or (nothing != 0 and _blank(base, start, end)):
            numbers[row] = -1
            continue
        hashed = hash_of(base + start, end - start, key)
        number = _number(base, start, end, hashed, slots, first, last)
        if number < 0:
            slots[-number - 1] = (hashed & _HIGH) | word(count + 1)
            hashes[count] = hashed
            first[count], last[count] = start, end
            number = count
            count += 1
            if 2 * count > slots.size:
                slots = _grown(hashes, count, 4 * slots.size)
        numbers[row] = number
    return count
