"""Reads the fields of one line: pure functions of positions, -1 where something is missing."""

from typing import Final

from storewarden.kernels.machine.compiling import part
from storewarden.kernels.machine.words import byte, lowest, whole, word, word8

_SPACE: Final = 0x20
_SPACES: Final = word(0x2020202020202020)
_ONES: Final = word(0x0101010101010101)
_HIGH: Final = word(0x8080808080808080)
_COMMA: Final = 0x2C
_DASH: Final = 0x2D
_DOT: Final = 0x2E
_ZERO: Final = 0x30
_NINE: Final = 9
_COLON: Final = 0x3A
_OPEN: Final = 0x5B
_CLOSE: Final = 0x5D
_FARTHEST: Final = 64
_USUAL: Final = 29
_LONGEST_SIZE: Final = 18
_LONGEST_STATUS: Final = 3
_LONGEST_TIME: Final = 12
_MICRO: Final = 6
_SECONDS: Final = 1


@part
def digit(here: int) -> int:
    """Return the digit that a byte is, -1 if it is none."""
    value = here - _ZERO
    return value if 0 <= value <= _NINE else -1


@part
def word_end(base: int, at: int, end: int) -> int:
    """Return where the next space is, -1 when there is none.

    Eight bytes at a time: the lowest byte of which this sum says that it is one is one for sure.
    """
    while at + 8 <= end:
        other = word8(base + at) ^ _SPACES
        here = (other - _ONES) & ~other & _HIGH
        if here != 0:
            return at + (lowest(here) >> 3)
        at += 8
    while at < end:
        if byte(base + at) == _SPACE:
            return at
        at += 1
    return -1


@part
def address_end(base: int, at: int, end: int) -> int:
    """Return where an address ends; ``1.1.1.1, 2.2.2.2`` (X-Forwarded-For) is one."""
    space = word_end(base, at, end)
    while space > at and byte(base + space - 1) == _COMMA:
        at = space + 1
        space = word_end(base, at, end)
    return space


@part
def host_end(base: int, start: int, end: int) -> int:
    """Return where a host ends without its port: ``shop.example:443``, ``[::1]:443``."""
    at = end - 1
    while at > start and digit(byte(base + at)) >= 0:
        at -= 1
    if at <= start or at == end - 1 or byte(base + at) != _COLON:
        return end
    if byte(base + at - 1) == _CLOSE:
        return at
    for place in range(start, at):
        if byte(base + place) == _COLON:
            return end
    return at


@part
def bracket(base: int, start: int, quote: int) -> int:
    """Return where the ``[`` of the time is that ends right before the request's quote.

    The usual time has 26 bytes; of another length it is what follows the last ``[``.
    """
    if quote - 2 <= start or byte(base + quote - 1) != _SPACE or byte(base + quote - 2) != _CLOSE:
        return -1
    at = quote - _USUAL
    if at > start and byte(base + at) == _OPEN and byte(base + at - 1) == _SPACE:
        return at
    at = quote - 3
    stop = max(start, quote - _FARTHEST)
    while at > stop:
        if byte(base + at) == _OPEN:
            return at if byte(base + at - 1) == _SPACE else -1
        at -= 1
    return -1


@part
def number(base: int, at: int, end: int, longest: int) -> tuple[int, int]:
    """Read digits, or a dash for none; returns the value (-1: none) and where it ends (or -1)."""
    if at < end and byte(base + at) == _DASH:
        return -1, at + 1
    value, first = 0, at
    while at < end and digit(byte(base + at)) >= 0:
        value = value * 10 + digit(byte(base + at))
        at += 1
        if at - first > longest:
            return -1, -1
    return value, at if at > first else -1


@part
def answer(base: int, at: int, end: int) -> tuple[int, int, int]:
    """Read `` status size`` after the request; returns both and where they end (or -1)."""
    if at >= end or byte(base + at) != _SPACE:
        return -1, -1, -1
    status, space = number(base, at + 1, end, _LONGEST_STATUS)
    if space < 0 or space >= end or byte(base + space) != _SPACE:
        return -1, -1, -1
    size, stop = number(base, space + 1, end, _LONGEST_SIZE)
    if stop >= 0 and stop < end and byte(base + stop) != _SPACE:
        return -1, -1, -1
    return status, size, stop


@part
def last_word(base: int, start: int, end: int) -> int:
    """Return where the last word starts."""
    at = end
    while at > start and byte(base + at - 1) != _SPACE:
        at -= 1
    return at


@part
def micros(base: int, at: int, end: int, unit: int) -> int:
    """Read a time taken, in microseconds: ``0.123`` seconds, or ``123``; -1 when it is none.

    More than 12 digits before the point are no time.
    """
    value, places, first = 0, -1, at
    if at >= end:
        return -1
    while at < end:
        here = byte(base + at)
        if here == _DOT and unit == _SECONDS and places < 0 and at > first:
            places = 0
        elif digit(here) < 0 or (places < 0 and at - first >= _LONGEST_TIME):
            return -1
        elif places < _MICRO:
            value = value * 10 + digit(here)
            places += places >= 0
        at += 1
    left = _MICRO - max(places, 0) if unit == _SECONDS else 0
    return value * whole(10**left)
