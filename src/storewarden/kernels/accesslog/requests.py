# ruff: noqa: PLR2004 - the length of http
"""Takes request lines apart: ``GET http://shop.example/a?b HTTP/1.1``."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from storewarden.kernels.accesslog.fields import host_end
from storewarden.kernels.accesslog.interning import Column
from storewarden.kernels.machine.compiling import compiled, part
from storewarden.kernels.machine.words import byte, fetch, whole, word4, write_position

Table = npt.NDArray[np.int32]

METHOD: Final = 0
PATH: Final = 1
QUERY: Final = 2
PROTOCOL: Final = 3
HOST: Final = 4
PARTS: Final = 5

_AHEAD: Final = 16
_SPACE: Final = 0x20
_DASH: Final = 0x2D
_SLASH: Final = 0x2F
_COLON: Final = 0x3A
_ASKED: Final = 0x3F
_UNDERSCORE: Final = 0x5F
_HTTP: Final = int.from_bytes(b"http", "little")
_CASES: Final = 0x20202020
_CASE: Final = 0x20
_LONGEST_METHOD: Final = 32
_A: Final = 0x61
_Z: Final = 0x7A


class Parts(NamedTuple):
    """Addresses of where the first part of a request goes; the others are ``room`` places apart."""

    starts: int
    ends: int
    room: int


@part
def _method_end(base: int, at: int, end: int) -> int:
    """Return where a method ends that a space follows, -1 when there is none."""
    first = at
    while at < end and at - first <= _LONGEST_METHOD:
        here = byte(base + at)
        if here == _SPACE:
            return at if at > first else -1
        if not (_A <= here | _CASE <= _Z or here in (_DASH, _UNDERSCORE)):
            return -1
        at += 1
    return -1


@part
def _is_http(base: int, at: int, end: int) -> bool:
    if end - at < 5:
        return False
    return word4(base + at) | _CASES == _HTTP


@part
def _protocol(base: int, start: int, end: int) -> int:
    """Return where the space before ``HTTP/...`` is, ``end`` when no protocol is said."""
    at = end - 1
    while at >= start:
        if byte(base + at) == _SPACE:
            said = _is_http(base, at + 1, end) and byte(base + at + 5) == _SLASH
            return at if said else end
        at -= 1
    return end


@part
def _authority(base: int, start: int, end: int) -> int:
    """Return where the host of ``http://host/path`` starts, -1 when the target has none."""
    if not _is_http(base, start, end):
        return -1
    at = start + 4 + ((byte(base + start + 4) | _CASE) == 0x73)
    if end - at >= 3 and byte(base + at) == _COLON and byte(base + at + 1) == _SLASH:
        return at + 3 if byte(base + at + 2) == _SLASH else -1
    return -1


@part
def _first(base: int, at: int, end: int, one: int, other: int) -> int:
    """Return where the first of two bytes is, ``end`` when neither is there."""
    while at < end and byte(base + at) != one and byte(base + at) != other:
        at += 1
    return at


@part
def _put(parts: Parts, part: int, start: int, end: int) -> None:
    write_position(parts.starts + 4 * part * parts.room, start)
    write_position(parts.ends + 4 * part * parts.room, end)


@part
def _split(base: int, start: int, end: int, parts: Parts) -> None:
    """Write down the parts of one request; what is no request at all is a path."""
    space = _method_end(base, start, end)
    stop = _protocol(base, max(space, start), end)
    said = stop < end
    _put(parts, PROTOCOL, stop + 1 if said else -1, end)
    _put(parts, METHOD, start if space >= 0 else -1, space)
    at = min(space + 1, stop) if space >= 0 else start
    host = _authority(base, at, stop)
    if host >= 0:
        at = _first(base, host, stop, _SLASH, _ASKED)
        _put(parts, HOST, host, host_end(base, host, at))
    else:
        _put(parts, HOST, -1, -1)
    asked = _first(base, at, stop, _ASKED, _ASKED)
    _put(parts, PATH, at, asked)
    _put(parts, QUERY, asked + 1 if asked < stop else -1, stop)


@compiled
def split(base: int, requests: Column, starts: Table, ends: Table) -> None:
    """Take each request apart; ``starts`` and ``ends`` receive a row for each of `PARTS`."""
    count = requests.starts.size
    for row in range(count):
        if row + _AHEAD < count:
            fetch(base + whole(requests.starts[row + _AHEAD]))
        first, last = whole(requests.starts[row]), whole(requests.ends[row])
        at = 4 * row
        _split(base, first, last, Parts(starts.ctypes.data + at, ends.ctypes.data + at, count))
