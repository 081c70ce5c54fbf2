"""Reads the files of a tree within bounds: nothing outside it, no pipe, no device."""

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from storewarden.core.errors import Unreadable


class DiskTree:
    """A folder on this machine; see `core.inventory.Tree`."""

    def __init__(self, root: Path) -> None:
        self.root = os.path.realpath(root)
        self._inside = self.root.rstrip(os.sep) + os.sep

    @property
    def name(self) -> str:
        """Its own name."""
        return Path(self.root).name

    def folders(self, folder: str) -> Sequence[str]:
        """Names of folders, and of links to folders, sorted."""
        return sorted(entry.name for entry in self._entries(folder) if _is_folder(entry))

    def files(self, folder: str) -> Sequence[str]:
        """Names of all else, sorted."""
        return sorted(entry.name for entry in self._entries(folder) if not _is_folder(entry))

    def has(self, path: str) -> bool:
        """Is it there, and inside the tree?"""
        try:
            return Path(self._real(path)).exists()
        except (Unreadable, OSError):
            return False

    def head(self, path: str, most: int = 8_192) -> bytes:
        """The first bytes of a file."""
        with _told(), self._opened(path) as file:
            return file.read(most)

    def read(self, path: str, most: int = 32 * 1024**2) -> bytes:
        """A whole file, if it is no larger than that."""
        with _told(), self._opened(path) as file:
            content = file.read(most + 1)
        if len(content) > most:
            raise Unreadable(f"is larger than {most:,} bytes")
        return content

    def open(self, path: str) -> BinaryIO:
        """A plain file, to be closed by whoever asked."""
        with _told():
            return self._opened(path)

    def _entries(self, folder: str) -> "list[os.DirEntry[str]]":
        try:
            with _told(), os.scandir(self._real(folder)) as entries:
                return list(entries)
        except _Missing:
            return []

    def _opened(self, path: str) -> BinaryIO:
        number = os.open(self._real(path), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        if not stat.S_ISREG(os.fstat(number).st_mode):
            os.close(number)
            raise Unreadable("is no plain file")
        return os.fdopen(number, "rb")

    def _real(self, path: str) -> str:
        if "\0" in path:
            raise Unreadable("has a name that no file can have")
        real = os.path.realpath(f"{self.root}/{path}")
        if real != self.root and not real.startswith(self._inside):
            raise Unreadable("is a link out of the tree, so it was not read")
        return real


class _Missing(Unreadable):
    """It is not there."""


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as gone:
        raise _Missing("is not there, or is a link to nothing") from gone
    except OSError as wrong:
        raise Unreadable(f"cannot be read: {os.strerror(wrong.errno or 0)}") from wrong
