"""Cuts a stream of bytes into chunks of whole lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from storewarden.core.known_files import HEAD
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
        tail: the last bytes of the file before ``end``, at most `HEAD`.
        cut: lines that were longer than `LONGEST` bytes and are kept up to there.
        whole: False for a last line without its newline.
    """

    data: bytes
    first_line: int
    lines: int
    end: int
    tail: bytes
    cut: int = 0
    whole: bool = True


def chunks(log: Log, offset: int, lines: int) -> Iterator[Chunk]:
    """Yield what follows the first ``offset`` bytes of a log, which held ``lines`` lines.

    Memory is bounded by the block, however long a line is. Raises `Unreachable` and OSError.
    """
    tail, left, dropping = log.skip(offset), b"", False
    while block := log.read(BLOCK):
        end = block.rfind(b"\n") + 1
        if not end:
            left, dropping = _longer(left, block, dropping=dropping)
            tail, offset = (tail + block)[-HEAD:], offset + len(block)
            continue
        start = block.find(b"\n") if dropping else 0
        data, count, cut = _modest(left + block[start:end])
        before = (tail + block[:end])[-HEAD:]
        yield Chunk(data, lines + 1, count, offset + end, before, cut + dropping)
        tail, offset, lines = (tail + block)[-HEAD:], offset + len(block), lines + count
        left, dropping = block[end:], False
    if left:
        cut = int(dropping or len(left) > LONGEST)
        yield Chunk(left[:LONGEST], lines + 1, 1, offset, tail, cut, whole=False)


def _longer(left: bytes, block: bytes, *, dropping: bool) -> tuple[bytes, bool]:
    """A line that a whole block does not end: its beginning is kept, the rest dropped."""
    return (left + block[:LONGEST])[:LONGEST], dropping or len(left) + len(block) > LONGEST


def _modest(data: bytes) -> tuple[bytes, int, int]:
    """Cut overlong lines; returns how many lines there are, and how many were cut."""
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n"))
    longest = np.diff(ends, prepend=-1).max(initial=0)
    if longest <= LONGEST + 1:
        return data, ends.size, 0
    rows = data.split(b"\n")
    kept = b"\n".join(row[:LONGEST] for row in rows)
    return kept, ends.size, sum(len(row) > LONGEST for row in rows)
