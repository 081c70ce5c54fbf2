"""Opens a log file, packed by gzip or not, and knows when a packed one is damaged or a bomb."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, cast

from storewarden.core.errors import Unreachable

_MAGIC: Final = b"\x1f\x8b"
_MODEST: Final = 64 << 20
"""Bytes that any packed file may unpack to."""

_DENSEST: Final = 300
"""Beyond that, so many times its own size; logs pack to a tenth or a thirtieth."""


class Log:
    """A log file that is read from its start; ``packed`` says whether it is gzip."""

    def __init__(self, raw: BinaryIO, size: int) -> None:
        self.size = size
        self.packed = raw.read(2) == _MAGIC
        raw.seek(0)
        self._raw = raw
        self._plain = cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if self.packed else raw
        self._given = 0

    def read(self, most: int) -> bytes:
        """The next bytes; empty at the end.

        Raises `Unreachable` for what cannot be unpacked, or unpacks to far too much.
        """
        try:
            content = self._plain.read(most)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise Unreachable("it is damaged: it could not be unpacked to its end") from None
        self._given += len(content)
        if self.packed and self._given > max(_MODEST, self.size * _DENSEST):
            raise Unreachable(f"it unpacks to more than {_DENSEST} times its size: not a log")
        return content

    def skip(self, offset: int) -> bytes:
        """Step over the beginning; returns the last bytes of it, at most a block.

        Nothing when the file ends before ``offset``.
        """
        if not self.packed:
            start = max(0, offset - _BLOCK)
            self._raw.seek(start)
            last = self._raw.read(offset - start)
            return last if self.size >= offset else b""
        last = b""
        while offset > 0 and (content := self.read(min(offset, 1 << 20))):
            offset -= len(content)
            last = (last + content)[-_BLOCK:]
        return b"" if offset else last

    @property
    def done(self) -> int:
        """Bytes of the file, packed as it is, that were read."""
        return self._raw.tell()


_BLOCK: Final = 4096


@contextmanager
def opened(path: Path) -> Iterator[Log]:
    """Open a log file; raises OSError."""
    with path.open("rb") as raw:
        yield Log(cast("BinaryIO", raw), path.stat().st_size)
