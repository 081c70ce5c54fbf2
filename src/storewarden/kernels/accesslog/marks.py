"""Finds every newline and every quote of a chunk, 64 bytes at a time."""

from typing import Final

import numpy as np
import numpy.typing as npt

from storewarden.kernels.machine.compiling import compiled, part
from storewarden.kernels.machine.words import byte, lowest, newlines, quotes, word, write_position

Positions = npt.NDArray[np.int32]

_BLOCK: Final = 64
_NEWLINE: Final = 0x0A
_QUOTE: Final = 0x22


@part
def _spread(bits: int, at: int, found: int, count: int) -> int:
    """Write down where bits are set; ``found`` is an address, a table would be counted."""
    while bits != 0:
        write_position(found + 4 * count, at + lowest(bits))
        count += 1
        bits &= bits - word(1)
    return count


@compiled
def mark(base: int, size: int, ends: Positions, quoted: Positions) -> tuple[int, int]:
    """Write down where newlines and quotes are; returns how many of each.

    Args:
        base: the address of the chunk.
        size: its length in bytes.
        ends: room for the newlines.
        quoted: room for the quotes; where either room might not do, both counts are -1.
    """
    lines, marks, at = 0, 0, 0
    while at + _BLOCK <= size:
        if lines + _BLOCK > ends.size or marks + _BLOCK > quoted.size:
            return -1, -1
        lines = _spread(newlines(base + at), at, ends.ctypes.data, lines)
        marks = _spread(quotes(base + at), at, quoted.ctypes.data, marks)
        at += _BLOCK
    while at < size and lines < ends.size and marks < quoted.size:
        here = byte(base + at)
        if here == _NEWLINE:
            ends[lines] = at
            lines += 1
        if here == _QUOTE:
            quoted[marks] = at
            marks += 1
        at += 1
    return (lines, marks) if at >= size else (-1, -1)
