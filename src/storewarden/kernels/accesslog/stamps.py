# ruff: noqa: PLR2004 - the figures of the calendar and the clock
"""Reads ``22/Nov/2026:10:19:10 +0100``; lines of the same second share the work."""

from typing import Final

import numpy as np
import numpy.typing as npt

from storewarden.kernels.machine.compiling import compiled, part
from storewarden.kernels.machine.words import byte, whole, word8

Positions = npt.NDArray[np.int32]

NEVER: Final = -(2**63)
"""Stands for a time that cannot be read."""

_MONTHS: Final = np.frombuffer(b"janfebmaraprmayjunjulaugsepoctnovdec", np.uint8)
_DAYS: Final = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_LONG: Final = 26
_DOT: Final = 0x2E
_SLASH: Final = 0x2F
_COLON: Final = 0x3A
_SPACE: Final = 0x20
_PLUS: Final = 0x2B
_MINUS: Final = 0x2D
_CASE: Final = 0x20
_SECOND: Final = 1_000_000
_PLACES: Final = 6


@part
def _digits(at: int, count: int) -> int:
    """Read so many digits; very negative when one is none."""
    value = 0
    for place in range(count):
        here = byte(at + place) - 48
        if here < 0 or here > 9:
            return -1_000_000
        value = value * 10 + here
    return value


@part
def _month(at: int) -> int:
    """Return the number of a month from 1, or 0."""
    for month in range(12):
        same = True
        for place in range(3):
            same = same and (byte(at + place) | _CASE) == _MONTHS[3 * month + place]
        if same:
            return month + 1
    return 0


@part
def _day_number(year: int, month: int, day: int) -> int:
    """Return days since 1970; NEVER for a day that does not exist (Hinnant's calendar)."""
    if month == 0 or year < 1 or day < 1:
        return NEVER
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if day > _DAYS[month - 1] + leap:
        return NEVER
    shifted = year - (month <= 2)
    era = shifted // 400
    of_era = shifted - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


@part
def _zone(at: int) -> int:
    """Read `` +0100`` as seconds east of UTC; NEVER when it is none."""
    sign = byte(at + 1)
    hours, minutes = _digits(at + 2, 2), _digits(at + 4, 2)
    if byte(at) != _SPACE or (sign not in (_PLUS, _MINUS)):
        return NEVER
    if hours < 0 or hours > 23 or minutes < 0 or minutes > 59:
        return NEVER
    east = hours * 3600 + minutes * 60
    return -east if sign == _MINUS else east


@part
def _clock(at: int) -> int:
    """Read ``10:19:10`` as seconds of the day (a leap second counts); NEVER when it is none."""
    hour, minute, second = _digits(at, 2), _digits(at + 3, 2), _digits(at + 6, 2)
    if byte(at + 2) != _COLON or byte(at + 5) != _COLON or hour < 0 or minute < 0 or second < 0:
        return NEVER
    if hour > 23 or minute > 59 or second > 60:
        return NEVER
    return hour * 3600 + minute * 60 + second


@part
def _fraction(at: int, length: int) -> int:
    """Read ``.123`` as microseconds; NEVER when it is none."""
    if length == 0:
        return 0
    if length < 2 or length > _PLACES + 1 or byte(at) != _DOT:
        return NEVER
    return max(_digits(at + 1, length - 1), -1) * whole(10 ** (_PLACES + 1 - length))


@part
def stamp(at: int, length: int) -> int:
    """Read one time as microseconds since 1970, UTC; NEVER when it is none."""
    if length < _LONG or byte(at + 2) != _SLASH or byte(at + 6) != _SLASH:
        return NEVER
    if byte(at + 11) != _COLON:
        return NEVER
    days = _day_number(_digits(at + 7, 4), _month(at + 3), _digits(at, 2))
    seconds, micros = _clock(at + 12), _fraction(at + 20, length - _LONG)
    zone = _zone(at + length - 6)
    if NEVER in (days, seconds, zone) or micros < 0:
        return NEVER
    return (days * 86400 + seconds - zone) * _SECOND + micros


@part
def _alike(one: int, other: int) -> bool:
    """Compare two times of the usual 26 bytes."""
    if word8(one) != word8(other) or word8(one + 8) != word8(other + 8):
        return False
    return bool(word8(one + 16) == word8(other + 16) and word8(one + 18) == word8(other + 18))


@compiled
def stamps(base: int, starts: Positions, ends: Positions, times: npt.NDArray[np.int64]) -> int:
    """Read the times of a column; returns how many could not be read."""
    before, value, missing = whole(-1), NEVER, 0
    for row in range(starts.size):
        start = whole(starts[row])
        length = whole(ends[row]) - start
        if start < 0:
            value, before = NEVER, whole(-1)
        elif length != _LONG or before < 0 or not _alike(base + start, base + before):
            value = stamp(base + start, length)
            before = start if length == _LONG else whole(-1)
        times[row] = value
        missing += value == NEVER
    return missing
