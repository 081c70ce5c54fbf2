"""Cuts a stream of bytes into chunks of whole lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from storewarden.core.river import LONGEST
from storewarden.streams.history.unpacking import Log

BLOCK: Final = 8 << 20
"""Bytes that are read at once."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some whole lines.

    Attributes:
        data: the lines; what was cut from overlong ones is not in it.
        first_line: number of the first one, from 1.
        lines: how many.
        end: bytes of the unpacked file up to the end of the chunk.
        cut: lines that were longer than `LONGEST` bytes and are kept up to there.
        whole: False for a last line without its newline.
    """

    data: bytes
    first_line: int
    lines: int
    end: int
    cut: int = 0
    whole: bool = True


def chunks(log: Log, offset: int, lines: int) -> Iterator[Chunk]:
    """Yield what follows the first ``offset`` bytes, which held ``lines`` lines.

    Memory is bounded by the block, however long a line is. Raises `Unreachable` and OSError.
    """
    left, dropping = b"", False
    while block := log.read(BLOCK):
        end = block.rfind(b"\n") + 1
        if not end:
            left, dropping = _longer(left, block, dropping=dropping)
            offset += len(block)
            continue
        data, cut = _modest(left + block[:end])
        count = data.count(b"\n")
        yield Chunk(data, lines + 1, count, offset + end, cut + dropping)
        left, dropping, lines, offset = block[end:], False, lines + count, offset + len(block)
    if left:
        yield Chunk(left[:LONGEST], lines + 1, 1, offset, int(dropping), whole=False)


def _longer(left: bytes, block: bytes, *, dropping: bool) -> tuple[bytes, bool]:
    """A line that a whole block does not end: its beginning is kept, the rest dropped."""
    room = max(0, LONGEST - len(left))
    return left + block[:room], dropping or len(block) > room


def _modest(data: bytes) -> tuple[bytes, int]:
    """Cut overlong lines; returns how many there were."""
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n"))
    longest = np.diff(ends, prepend=-1).max(initial=0)
    if longest <= LONGEST + 1:
        return data, 0
    rows = data.split(b"\n")
    return b"\n".join(row[:LONGEST] for row in rows), sum(len(row) > LONGEST for row in rows)
