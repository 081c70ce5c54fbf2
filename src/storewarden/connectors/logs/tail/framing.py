"""Cuts the bytes of a growing file into whole lines; what is too long is cut, never carried."""

from typing import Final

from storewarden.core.river import LONGEST

_HALF: Final = LONGEST // 2


class Frame:
    """The line that has begun but not ended, of which at most `LONGEST` bytes are held."""

    def __init__(self) -> None:
        self._begun = b""
        self._skipped = 0

    @property
    def pending(self) -> int:
        """Bytes that were taken in but not given out: where the begun line started."""
        return len(self._begun) + self._skipped

    def feed(self, chunk: bytes) -> tuple[bytes, int]:
        """Take bytes in; return the whole lines there are now, and how many of them were cut."""
        end = chunk.rfind(b"\n") + 1
        if not end:
            self._hold(chunk)
            return b"", 0
        was_cut = self._skipped > 0
        block = chunk[:end]
        if self._begun:
            block = self._begun + (block[block.index(b"\n") :] if was_cut else block)
        self._begun, self._skipped = b"", 0
        self._hold(chunk[end:])
        block, cut = shortened(block)
        return block, cut + was_cut

    def rest(self) -> tuple[bytes, int]:
        """Give out the line that never ended, when there is one, and whether it was cut."""
        rest, cut = self._begun, int(self._skipped > 0)
        self._begun, self._skipped = b"", 0
        return rest, cut

    def _hold(self, tail: bytes) -> None:
        room = LONGEST - len(self._begun)
        self._begun += tail[:room]
        self._skipped += max(0, len(tail) - room)


def shortened(block: bytes) -> tuple[bytes, int]:
    """Cut every line that is longer than `LONGEST`; returns the block and how many there were."""
    if not _may_be_long(block):
        return block, 0
    lines = block.split(b"\n")
    cut = sum(len(line) > LONGEST for line in lines)
    return b"\n".join(line[:LONGEST] for line in lines), cut


def _may_be_long(block: bytes) -> bool:
    """A line that is too long leaves some aligned half of that length without a newline."""
    return any(
        block.find(b"\n", at, at + _HALF) < 0 for at in range(0, len(block) - _HALF + 1, _HALF)
    )
