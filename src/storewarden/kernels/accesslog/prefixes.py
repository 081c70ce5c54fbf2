"""Finds where a line of an access log really starts: behind a stamp of syslog, or at its host."""

from typing import Final

import numpy as np
import numpy.typing as npt

from storewarden.kernels.accesslog.fields import digit, word_end
from storewarden.kernels.machine.compiling import part
from storewarden.kernels.machine.words import byte, whole, word4

Sample = npt.NDArray[np.uint8]

_QUOTE: Final = 0x22
_PERCENT: Final = 0x25
_COMMA: Final = 0x2C
_DASH: Final = 0x2D
_DOT: Final = 0x2E
_ZERO: Final = 0x30
_ONE: Final = 0x31
_COLON: Final = 0x3A
_LESS: Final = 0x3C
_MORE: Final = 0x3E
_OPEN: Final = 0x5B
_BACKSLASH: Final = 0x5C
_CLOSE: Final = 0x5D
_A: Final = 0x61
_F: Final = 0x66
_Z: Final = 0x7A
_CASE: Final = 0x20
_SPACE: Final = 0x20
_MARK: Final = np.frombuffer(b"\xef\xbb\xbf", np.uint8)
_NOBODY: Final = int.from_bytes(b" - -", "little")
_LONGEST_ADDRESS: Final = 64
_LONGEST_LEVEL: Final = 3
_OLD: Final = np.frombuffer(b"Aaa 90 00:00:00 ", np.uint8)
_ISO: Final = np.frombuffer(b"0000-00-00T0", np.uint8)
_HEADERS: Final = 5
_GROUPS: Final = 7
_DOTS: Final = 3


@part
def is_address(base: int, at: int, end: int) -> bool:
    """Tell whether a word is an address of IPv4 or IPv6 (``fe80::1%eth0``), and no time of day."""
    dots, colons, letters, double, first = 0, 0, 0, False, at
    if at >= end or end - at > _LONGEST_ADDRESS:
        return False
    while at < end and byte(base + at) != _PERCENT:
        here = byte(base + at)
        if here == _COLON:
            double = double or (at > first and byte(base + at - 1) == _COLON)
            colons += 1
        elif _A <= here | _CASE <= _F:
            letters += 1
        elif here == _DOT:
            dots += 1
        elif digit(here) < 0:
            return False
        at += 1
    if colons > 0 or at < end:
        return double or colons == _GROUPS
    ends = digit(byte(base + first)) >= 0 and digit(byte(base + end - 1)) >= 0
    return dots == _DOTS and letters == 0 and ends


@part
def _looks(base: int, at: int, end: int, sample: Sample) -> bool:
    """Compare with a sample: 0 is any digit, 9 a digit or a space, A and a are letters."""
    if end - at < sample.size:
        return False
    for place in range(sample.size):
        here, wanted = whole(byte(base + at + place)), whole(sample[place])
        if wanted | _CASE == _A:
            same = here ^ wanted < _CASE and _A <= here | _CASE <= _Z
        elif digit(wanted) >= 0:
            same = digit(here) >= 0 or (wanted != _ZERO and here == _SPACE)
        else:
            same = here == wanted
        if not same:
            return False
    return True


@part
def _stamp_end(base: int, at: int, end: int) -> int:
    """Return where what follows ``Sep  5 16:13:46`` or ``2026-09-05T16:13:46Z`` starts, or -1."""
    if _looks(base, at, end, _OLD):
        return at + _OLD.size
    if _looks(base, at, end, _ISO):
        return word_end(base, at, end) + 1 or -1
    return -1


@part
def _origin_end(base: int, at: int, end: int) -> int:
    """Return where what follows ``host program[1]:`` or ``program:`` starts; ``at`` if neither."""
    space = at - 1
    for _ in range(2):
        start = space + 1
        space = word_end(base, start, end)
        if space <= start:
            return at
        if byte(base + space - 1) == _COLON:
            return space + 1
    return at


@part
def _group_end(base: int, at: int, end: int) -> int:
    """Return where ``[id name="value"]`` ends, -1 when it does not."""
    quoted = False
    while at < end:
        here = byte(base + at)
        if here == _QUOTE:
            quoted = not quoted
        if quoted and here == _BACKSLASH:
            at += 1
        elif here == _CLOSE and not quoted:
            return at + 1
        at += 1
    return -1


@part
def _modern_end(base: int, at: int, end: int) -> int:
    """Return where the message of RFC 5424 starts, -1 when it is none."""
    for _ in range(_HEADERS):
        at = word_end(base, at, end) + 1
        if at <= 0:
            return -1
    if at < end and byte(base + at) == _DASH:
        at += 1
    elif at >= end or byte(base + at) != _OPEN:
        return -1
    while at < end and byte(base + at) == _OPEN:
        at = _group_end(base, at, end)
        if at < 0:
            return -1
    if at >= end or byte(base + at) != _SPACE:
        return -1
    at += 1
    return at + _MARK.size if _looks(base, at, end, _MARK) else at


@part
def _level_end(base: int, at: int, end: int) -> int:
    """Return where what follows ``<190>`` starts; ``at`` if there is none."""
    stop = at + 1
    if byte(base + at) != _LESS:
        return at
    while stop < end and digit(byte(base + stop)) >= 0 and stop - at <= _LONGEST_LEVEL:
        stop += 1
    return stop + 1 if stop > at + 1 and stop < end and byte(base + stop) == _MORE else at


@part
def _stamped(base: int, start: int, end: int) -> int:
    """Return where what syslog was told starts, ``start`` when no syslog wrote the line."""
    at = _level_end(base, start, end)
    if at > start and at + 1 < end and byte(base + at) == _ONE and byte(base + at + 1) == _SPACE:
        told = _modern_end(base, at + 2, end)
        return told if told >= 0 else start
    stamp = _stamp_end(base, at, end)
    if stamp >= 0:
        return _origin_end(base, stamp, end)
    return _origin_end(base, at, end) if at > start else start


@part
def begin(base: int, start: int, end: int, vhost: bool) -> tuple[int, bool]:  # noqa: FBT001 - machine code takes plain arguments
    """Return where a line starts without the stamp of syslog, and whether a host comes first.

    The usual ``address - -`` is decided at once. A host comes first where the layout says so, or
    where the second word is an address and the first is none; nobody but the server writes these.
    """
    space = word_end(base, start, end)
    usual = space >= 0 and end - space > _DOTS and word4(base + space) == _NOBODY
    if space < 0 or (usual and byte(base + start) != _LESS):
        return start, vhost
    if is_address(base, start, space):
        return start, vhost
    start = _stamped(base, start, end)
    space = word_end(base, start, end)
    if vhost or space <= start or byte(base + space - 1) == _COMMA:
        return start, vhost
    second = word_end(base, space + 1, end)
    hosted = second >= 0 and is_address(base, space + 1, second)
    return start, hosted and not is_address(base, start, space)
