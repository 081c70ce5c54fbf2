"""Remembers distinct values in which nothing was found, so that each is looked at once."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from storewarden.kernels.machine.compiling import part, undisturbed
from storewarden.kernels.machine.strings import Strings, address, start_of, strings
from storewarden.kernels.machine.texts import hash_of, same
from storewarden.kernels.machine.words import (
    byte,
    fetch,
    position,
    whole,
    word,
    word8,
    write8,
    write_byte,
    write_position,
)

Numbers = npt.NDArray[np.int32]

LONGEST: Final = 512
"""Bytes of the longest value that is remembered."""

_MOST: Final = 131_072
_ROOM: Final = 8 * 1024 * 1024
_HALF: Final = 2**63
_HIGH: Final = word(0xFFFFFFFF00000000)
_LOW: Final = word(0x00000000FFFFFFFF)


class _Table(NamedTuple):
    """Where the values are, in addresses and numbers.

    Attributes:
        slots: of a hash table, 8 bytes each: the high half of a value's hash, its number from 1.
        mask: how many slots there are, minus 1.
        starts: where in the text each value starts and the last ends; 4 bytes each.
        text: the values one behind the other: a byte for the field, then the value itself.
        room: how many bytes there is room for.
        counted: how many values there are; 4 bytes.
        key: keys the hash.
    """

    slots: int
    mask: int
    starts: int
    text: int
    room: int
    counted: int
    key: int


class Clean:
    """Values in which nothing was found, by field; exact, and bounded in memory.

    A value is known when every byte of it is: a hash only tells where to look, and it is keyed, so
    that nobody can make the search long. When there is no more room, all are forgotten. Any number
    of threads may call it.

    Args:
        most: how many values are remembered at most; a power of two.
        room: their bytes.
    """

    def __init__(self, most: int = _MOST, room: int = _ROOM) -> None:
        self._slots = np.zeros(2 * most, np.uint64)
        self._starts = np.zeros(most + 1, np.int32)
        self._text = np.empty(room, np.uint8)
        self._count = np.zeros(1, np.int32)
        self._table = _Table(
            address(self._slots),
            2 * most - 1,
            address(self._starts),
            address(self._text),
            room,
            address(self._count),
            hash("clean values") % _HALF,  # Python draws a key for its own at each start
        )

    def unknown(self, values: pa.StringArray, field: int) -> Numbers:
        """Return the numbers of the values that are not known to be clean.

        Args:
            values: plain strings without nulls.
            field: the number of the field in which they stand.
        """
        found = np.empty(len(values), np.int32)
        return found[: _unknown(strings(values), field, self._table, found)]

    def remember(self, values: pa.StringArray, field: int, numbers: Numbers) -> None:
        """Remember values, by their numbers, in which nothing was found.

        Those of more than `LONGEST` bytes are not remembered.
        """
        _remember(strings(values), field, self._table, numbers)


@part
def _hashed(at: int, length: int, field: int, table: _Table) -> int:
    return hash_of(at, length, word(table.key) ^ word(field))


@part
def _stands(slot: int, at: int, length: int, field: int, table: _Table) -> bool:
    """Whether the value that a slot of the table tells of is this one."""
    entry = table.starts + 4 * (whole(slot & _LOW) - 1)
    start, end = whole(position(entry)), whole(position(entry + 4))
    there = table.text + start
    return end - start - 1 == length and byte(there) == field and same(there + 1, at, length)


@part
def _place(at: int, length: int, field: int, hashed: int, table: _Table) -> int:
    """Return the free slot where a value belongs, -1 when it is known."""
    place = hashed & word(table.mask)
    slot = word8(table.slots + 8 * whole(place))
    while slot != 0:
        if slot & _HIGH == hashed & _HIGH and _stands(slot, at, length, field, table):
            return -1
        place = (place + word(1)) & word(table.mask)
        slot = word8(table.slots + 8 * whole(place))
    return whole(place)


@undisturbed
def _unknown(texts: Strings, field: int, table: _Table, found: Numbers) -> int:
    """Write down the numbers of the values that are not known; returns how many.

    All are hashed first, so that the machine can fetch many slots at once.
    """
    hashes = np.empty(texts.size, np.uint64)
    for number in range(texts.size):
        start = start_of(texts, number)
        length = start_of(texts, number + 1) - start
        hashed = _hashed(texts.base + start, length, field, table) if length <= LONGEST else word(0)
        fetch(table.slots + 8 * whole(hashed & word(table.mask)))
        hashes[number] = hashed
    count = 0
    for number in range(texts.size):
        start = start_of(texts, number)
        length, at = start_of(texts, number + 1) - start, texts.base + start
        if length > LONGEST or _place(at, length, field, hashes[number], table) >= 0:
            found[count] = number
            count += 1
    return count


@part
def _forget(table: _Table) -> None:
    for place in range(table.mask + 1):
        write8(table.slots + 8 * place, word(0))
    write_position(table.counted, 0)


@part
def _copy(source: int, length: int, target: int) -> None:
    place = 0
    while place + 8 <= length:
        write8(target + place, word8(source + place))
        place += 8
    while place < length:
        write_byte(target + place, byte(source + place))
        place += 1


@part
def _add(at: int, length: int, field: int, table: _Table) -> None:
    hashed = _hashed(at, length, field, table)
    place = _place(at, length, field, hashed, table)
    if place < 0:
        return
    number = whole(position(table.counted))
    start = whole(position(table.starts + 4 * number))
    write_byte(table.text + start, field)
    _copy(at, length, table.text + start + 1)
    write_position(table.starts + 4 * (number + 1), start + 1 + length)
    write8(table.slots + 8 * place, (hashed & _HIGH) | word(number + 1))
    write_position(table.counted, number + 1)


@undisturbed
def _remember(texts: Strings, field: int, table: _Table, numbers: Numbers) -> None:
    """Add values; when there is no room for one, all others are forgotten."""
    for place in range(numbers.size):
        start = start_of(texts, numbers[place])
        length = start_of(texts, numbers[place] + 1) - start
        count = whole(position(table.counted))
        used = whole(position(table.starts + 4 * count))
        if 2 * (count + 1) > table.mask + 1 or used + length + 1 > table.room:
            _forget(table)
        if length <= LONGEST and length < table.room:
            _add(texts.base + start, length, field, table)
