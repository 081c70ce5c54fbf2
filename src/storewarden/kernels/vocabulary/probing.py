"""Open hash tables in flat arrays, in compiled code; the caller sees to it that there is room."""

import numpy as np
from numpy.typing import NDArray

from storewarden.kernels.machine.compiling import compiled, part
from storewarden.kernels.machine.texts import hash_of, same
from storewarden.kernels.machine.words import byte, folded, whole, word, write_byte

Numbers = NDArray[np.int32]
Places = NDArray[np.int64]
Slots = NDArray[np.uint64]
_HIGH = word(0xFFFFFFFF00000000)
_LOW = word(0x00000000FFFFFFFF)
_PRIME = word(0xA0761D6478BD642F)


@part
def _copied(source: int, target: int, length: int) -> None:
    for place in range(length):
        write_byte(target + place, byte(source + place))


@compiled
def number_texts(  # noqa: PLR0913, PLR0917 - machine code takes plain arguments
    base: int,
    bounds: Numbers,
    key: int,
    slots: Slots,
    held: int,
    begins: Places,
    count: int,
    found: Numbers,
) -> int:
    """Number texts, new ones from ``count`` on; returns how many there are then.

    Args:
        base: the address of the bytes of the texts.
        bounds: where each text begins, and where the last ends.
        key: keys the hash.
        slots: the table; more than twice as long as there are texts.
        held: the address where the bytes of known texts are kept, with room for all these.
        begins: where each known text begins there, and where the last ends, with room for these.
        count: how many texts are known.
        found: receives the number of each text.
    """
    mask = word(slots.size - 1)
    for at in range(found.size):
        start, length = base + whole(bounds[at]), whole(bounds[at + 1]) - whole(bounds[at])
        hashed = hash_of(start, length, key)
        place = hashed & mask
        number = -1
        while number < 0 and slots[place] != 0:
            if slots[place] & _HIGH == hashed & _HIGH:
                known = whole(slots[place] & _LOW) - 1
                there = whole(begins[known])
                if begins[known + 1] - there == length and same(held + there, start, length):
                    number = known
            place = (place + word(1)) & mask
        if number < 0:
            number = count
            slots[place] = (hashed & _HIGH) | word(count + 1)
            _copied(start, held + whole(begins[count]), length)
            count += 1
            begins[count] = begins[count - 1] + length
        found[at] = number
    return count


@compiled
def place_texts(base: int, begins: Places, count: int, key: int, slots: Slots) -> None:
    """Put known texts into a new table."""
    mask = word(slots.size - 1)
    for number in range(count):
        start = whole(begins[number])
        hashed = hash_of(base + start, whole(begins[number + 1]) - start, key)
        place = hashed & mask
        while slots[place] != 0:
            place = (place + word(1)) & mask
        slots[place] = (hashed & _HIGH) | word(number + 1)


@part
def _mixed(rows: Numbers, at: int, key: int) -> int:
    state = key ^ _PRIME
    for column in range(rows.shape[1]):
        state = folded(state ^ word(rows[at, column]), _PRIME ^ word(column + 1))
    return folded(state ^ _PRIME, key)


@part
def _alike(one: Numbers, first: int, other: Numbers, second: int) -> bool:
    for column in range(one.shape[1]):  # noqa: SIM110 - compiled
        if one[first, column] != other[second, column]:
            return False
    return True


@compiled
def number_rows(
    rows: Numbers, key: int, slots: Slots, known: Numbers, count: int, found: Numbers
) -> int:
    """Number rows of numbers, new ones from ``count`` on; returns how many there are then.

    Args:
        rows: a row each, of numbers from -1 on.
        key: keys the hash.
        slots: the table; more than twice as long as there are rows.
        known: the rows that are known, with room for all these.
        count: how many are known.
        found: receives the number of each row.
    """
    mask = word(slots.size - 1)
    for at in range(rows.shape[0]):
        if at > 0 and _alike(rows, at, rows, at - 1):
            found[at] = found[at - 1]
            continue
        hashed = _mixed(rows, at, key)
        place = hashed & mask
        number = -1
        while number < 0 and slots[place] != 0:
            if slots[place] & _HIGH == hashed & _HIGH:
                held = whole(slots[place] & _LOW) - 1
                if _alike(known, held, rows, at):
                    number = held
            place = (place + word(1)) & mask
        if number < 0:
            number = count
            slots[place] = (hashed & _HIGH) | word(count + 1)
            for column in range(rows.shape[1]):
                known[count, column] = rows[at, column]
            count += 1
        found[at] = number
    return count


@compiled
def place_rows(known: Numbers, count: int, key: int, slots: Slots) -> None:
    """Put known rows into a new table."""
    mask = word(slots.size - 1)
    for number in range(count):
        hashed = _mixed(known, number, key)
        place = hashed & mask
        while slots[place] != 0:
            place = (place + word(1)) & mask
        slots[place] = (hashed & _HIGH) | word(number + 1)
