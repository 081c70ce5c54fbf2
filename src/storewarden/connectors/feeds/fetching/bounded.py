"""A stream that ends with an error when it is broken or gives more than it may."""

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO, Final

from storewarden.core.errors import Unreachable

MOST_BYTES: Final = 4 * 1024**3
"""Unpacked bytes of one list."""

_FREE: Final = 64 * 1024**2
_DENSEST: Final = 100
"""JSON and CSV pack to a tenth; a hundredth is a bomb."""

_PIECE: Final = 65_536
_BROKEN: Final = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError)


class Budget:
    """What a whole list may unpack to, shared by all its documents."""

    def __init__(self, packed: int, what: str) -> None:
        self.most = min(MOST_BYTES, max(_FREE, _DENSEST * packed))
        self.what = what
        self._left = self.most

    def spend(self, count: int) -> None:
        """Take so many bytes; raises `Unreachable` when there are not so many left."""
        self._left -= count
        if self._left < 0:
            raise Unreachable(f"{self.what} unpacks to more than {self.most} bytes: not a list")


class Bounded(io.RawIOBase):
    """Reads a stream on a budget; what breaks in it is `Unreachable`, with the document's name."""

    def __init__(self, opened: BinaryIO, name: str, budget: Budget) -> None:
        super().__init__()
        self._opened = opened
        self._name = name
        self._budget = budget

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Read at most as many bytes as the buffer holds."""
        view = memoryview(buffer)  # type: ignore[arg-type]  # any buffer, as the language has it
        piece = saved(self._name, lambda: self._opened.read(min(len(view), _PIECE * 16)))
        self._budget.spend(len(piece))
        view[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Let go of the stream."""
        self._opened.close()
        super().close()


def saved(name: str, deed: Callable[[], bytes]) -> bytes:
    """Do something with a packed document; raises `Unreachable` when it is broken."""
    try:
        return deed()
    except _BROKEN as broken:
        raise Unreachable(f"{name} is broken or cut off ({type(broken).__name__})") from broken
    except RuntimeError as locked:  # zipfile's word for a member with a password
        raise Unreachable(f"{name} cannot be unpacked") from locked
