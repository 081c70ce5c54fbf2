"""Gives equal texts of a column one number, and tells where each distinct text stands first."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from storewarden.kernels.machine.compiling import compiled, part
from storewarden.kernels.machine.texts import hash_of, same
from storewarden.kernels.machine.words import byte, fetch, position, whole, word, word8, write8

Positions = npt.NDArray[np.int32]

_DASH: Final = 0x2D
_SMALLEST: Final = 1024
_AHEAD: Final = 16
_HIGH: Final = word(0xFFFFFFFF00000000)
_LOW: Final = word(0x00000000FFFFFFFF)


class Column(NamedTuple):
    """A column of texts: where each starts and where it ends in the chunk; start -1 is none."""

    starts: Positions
    ends: Positions


class Known(NamedTuple):
    """The texts that have a number, in addresses: a table costs an atomic count at each call.

    Attributes:
        base: of the chunk.
        first: of where each text starts, 4 bytes each.
        last: of where each ends.
        slots: of a hash table, 8 bytes each: the high half of a text's hash, its number from 1.
        mask: how many slots there are, minus 1.
    """

    base: int
    first: int
    last: int
    slots: int
    mask: int


@part
def _slot(slots: int, place: int) -> int:
    return word8(slots + 8 * whole(place))


@part
def _fill(slots: int, place: int, hashed: int, number: int) -> None:
    write8(slots + 8 * whole(place), (hashed & _HIGH) | word(number + 1))


@part
def _spread(hashes: int, count: int, slots: int, mask: int) -> None:
    """Put the hashes of known texts into a new table."""
    for number in range(count):
        hashed = word8(hashes + 8 * number)
        place = hashed & mask
        while _slot(slots, place) != 0:
            place = (place + word(1)) & mask
        _fill(slots, place, hashed, number)


@part
def _stands(known: Known, number: int, at: int, length: int) -> bool:
    """Whether the text of a number is this one."""
    there = whole(position(known.first + 4 * number))
    end = whole(position(known.last + 4 * number))
    return end - there == length and same(known.base + there, at, length)


@part
def _number(known: Known, at: int, length: int, hashed: int) -> int:
    """Find the number of a text; minus (the free slot + 1) when it is new."""
    place = hashed & known.mask
    slot = _slot(known.slots, place)
    while slot != 0:
        if slot & _HIGH == hashed & _HIGH:
            number = whole(slot & _LOW) - 1
            if _stands(known, number, at, length):
                return number
        place = (place + word(1)) & known.mask
        slot = _slot(known.slots, place)
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
    slots = np.zeros(_SMALLEST, np.uint64)  # alive as long as its size is asked for
    hashes = np.empty(starts.size, np.uint64)
    known = Known(
        base, first.ctypes.data, last.ctypes.data, slots.ctypes.data, word(slots.size - 1)
    )
    count = 0
    for row in range(starts.size):
        if row + _AHEAD < starts.size:
            ahead = base + whole(starts[row + _AHEAD])
            fetch(ahead)
            fetch(ahead + 64)
        start, end = whole(starts[row]), whole(ends[row])
        if start < 0 or (nothing != 0 and _blank(base, start, end)):
            numbers[row] = -1
            continue
        hashed = hash_of(base + start, end - start, key)
        number = _number(known, base + start, end - start, hashed)
        if number < 0:
            _fill(known.slots, -number - 1, hashed, count)
            hashes[count] = hashed
            first[count], last[count] = start, end
            number = count
            count += 1
        numbers[row] = number
        if 2 * count > slots.size:
            slots = np.zeros(4 * slots.size, np.uint64)
            mask = word(slots.size - 1)
            _spread(hashes.ctypes.data, count, slots.ctypes.data, mask)
            known = Known(base, known.first, known.last, slots.ctypes.data, mask)
    return count


@compiled
def renumber(numbers: Positions, of: Positions, renumbered: Positions) -> None:
    """Say which number stands for each in place of the one that it has; -1 stays none."""
    for row in range(numbers.size):
        number = whole(numbers[row])
        renumbered[row] = of[number] if number >= 0 else -1
