# ruff: noqa: PLR2004 - the codes of letters
"""Makes Arrow dictionaries of distinct texts: the log's escapes undone, invalid UTF-8 replaced."""

from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from storewarden.kernels.accesslog.interning import Column
from storewarden.kernels.machine.compiling import compiled, part
from storewarden.kernels.machine.words import byte, fetch, whole, word, word8, write8, write_byte

Bytes = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.int32]

KEPT: Final = -1
"""The escapes of a text that was never escaped: the text of a line that did not parse."""

_BACKSLASH: Final = 0x5C
_QUOTE: Final = 0x22
_X: Final = 0x78
_HIGH: Final = word(0x8080808080808080)
_SEVEN: Final = word(0x7F7F7F7F7F7F7F7F)
_BACKSLASHES: Final = word(0x5C5C5C5C5C5C5C5C)
_AHEAD: Final = 16
_ODD: Final = 1
_ESCAPED: Final = 2
_LETTERS: Final = np.frombuffer(b'"\\bfnrtv', np.uint8)
_MEANT: Final = np.frombuffer(b'"\\\b\f\n\r\t\v', np.uint8)


@part
def _kinds(word: int) -> int:
    """Tell what eight bytes hold: 1 a byte beyond ASCII, 2 a backslash, 3 both."""
    other = word ^ _BACKSLASHES
    slash = ~(((other & _SEVEN) + _SEVEN) | other | _SEVEN)
    return (_ODD if word & _HIGH != 0 else 0) | (_ESCAPED if slash != 0 else 0)


@part
def _copy(source: int, length: int, target: int) -> int:
    """Copy a text; returns what kinds of bytes it holds.

    Of eight bytes and more, the last eight are copied once more: they may overlap.
    """
    at, kinds = 0, 0
    if length >= 8:
        while at + 8 < length:
            held = word8(source + at)
            kinds |= _kinds(held)
            write8(target + at, held)
            at += 8
        held = word8(source + length - 8)
        write8(target + length - 8, held)
        return kinds | _kinds(held)
    while at < length:
        here = byte(source + at)
        write_byte(target + at, here)
        kinds |= (_ODD if here >= 0x80 else 0) | (_ESCAPED if here == _BACKSLASH else 0)
        at += 1
    return kinds


@part
def _hex(here: int) -> int:
    if 0x30 <= here <= 0x39:
        return here - 0x30
    low = here | 0x20
    return low - 0x57 if 0x61 <= low <= 0x66 else -1


@part
def _unescaped(out: Bytes, at: int, end: int, escapes: int) -> tuple[int, int]:
    """Read one escape at a backslash; returns the byte meant and how long it is written."""
    after = out[at + 1] if at + 1 < end else 0
    if escapes != 0:
        return (_QUOTE, 2) if after == _QUOTE else (_BACKSLASH, 1)
    if after == _X and at + 3 < end and _hex(out[at + 2]) >= 0 and _hex(out[at + 3]) >= 0:
        return _hex(out[at + 2]) * 16 + _hex(out[at + 3]), 4
    for place in range(_LETTERS.size):
        if after == _LETTERS[place]:
            return whole(_MEANT[place]), 2
    return _BACKSLASH, 1


@part
def _unescape(out: Bytes, start: int, end: int, escapes: int) -> tuple[int, int]:
    """Undo the escapes of a text in its place; returns its new end and its kinds."""
    at, to, kinds = start, start, _ESCAPED
    while at < end:
        here, written = whole(out[at]), 1
        if here == _BACKSLASH:
            here, written = _unescaped(out, at, end, escapes)
        kinds |= _ODD if here >= 0x80 else 0
        out[to] = here
        at, to = at + written, to + 1
    return to, kinds


@compiled
def lay_out(
    base: int, texts: Column, escapes: int, out: Bytes, offsets: Positions, kinds: Bytes
) -> int:
    """Copy distinct texts one behind the other; returns all kinds together."""
    to, every = 0, 0
    for row in range(texts.starts.size):
        if row + _AHEAD < texts.starts.size:
            fetch(base + whole(texts.starts[row + _AHEAD]))
        start, length = whole(texts.starts[row]), whole(texts.ends[row] - texts.starts[row])
        held = _copy(base + start, length, out.ctypes.data + to)
        end = to + length
        if held & _ESCAPED and escapes >= 0:
            end, held = _unescape(out, to, end, escapes)
        kinds[row] = held
        every |= held
        to = end
        offsets[row + 1] = to
    return every


def dictionary(base: int, texts: Column, escapes: int) -> tuple[pa.StringArray, Positions | None]:
    """Make the dictionary of a column; each value stands in it once.

    Returns it and, where texts that were written differently turned out equal, the new number of
    each of them.
    """
    count = texts.starts.size
    out = np.empty(int((texts.ends - texts.starts).sum(dtype=np.int64)), np.uint8)
    offsets, kinds = np.zeros(count + 1, np.int32), np.empty(count, np.uint8)
    every = lay_out(base, texts, escapes, out, offsets, kinds)
    if every & _ODD:
        out, offsets = _mended(out, offsets, np.flatnonzero(kinds & _ODD))
    values = pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(out))
    if not every & (_ODD | _ESCAPED):
        return values, None
    once = values.dictionary_encode()
    if len(once.dictionary) == count:
        return values, None
    return once.dictionary, once.indices.to_numpy()


def _mended(out: Bytes, offsets: Positions, odd: npt.NDArray[np.intp]) -> tuple[Bytes, Positions]:
    """Replace what is no UTF-8 by U+FFFD, as Python's decoder does."""
    pieces, lengths, done = [], np.diff(offsets), 0
    for row in odd:
        start, end = offsets[row], offsets[row + 1]
        text = out[start:end].tobytes().decode("utf-8", "replace").encode()
        pieces += [out[done:start].tobytes(), text]
        lengths[row], done = len(text), end
    pieces.append(out[done : offsets[-1]].tobytes())
    ends = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int32)
    return np.frombuffer(b"".join(pieces), np.uint8), ends
