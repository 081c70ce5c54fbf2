"""Frames a log: any chunks of bytes become blocks that end where a line ends."""

from collections.abc import Iterable, Iterator
from typing import Final

LONGEST: Final = 64 * 1024


def whole_lines(chunks: Iterable[bytes], longest: int = LONGEST) -> Iterator[bytes]:
    """Yield blocks of whole lines, in order, each about as large as a chunk.

    Of a line that does not end within a chunk only ``longest`` bytes are carried on. The last
    line counts although no newline follows it yet.
    """
    carried = b""
    for chunk in chunks:
        head, newline, tail = chunk.rpartition(b"\n")
        if newline:
            yield carried + head + newline
            carried = tail[:longest]
        else:
            carried = (carried + tail)[:longest]
    if carried:
        yield carried
