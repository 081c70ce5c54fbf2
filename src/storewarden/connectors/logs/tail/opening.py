"""Opens a log file, and only that: no link that nobody named, no pipe, no device."""

import errno
import os
import stat
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final

from storewarden.core.errors import Unreachable

HEAD: Final = 256
"""Bytes from the start by which a file is known again."""

_LAST: Final = 4096


@dataclass(frozen=True, slots=True)
class Opened:
    """An open log file and what it is."""

    handle: int
    device: int
    inode: int

    def size(self) -> int:
        """Bytes that it holds now."""
        return os.fstat(self.handle).st_size

    def read(self, most: int, offset: int) -> bytes:
        """At most so many bytes from there."""
        return os.pread(self.handle, most, offset)

    def before(self, offset: int) -> bytes:
        """The last 4096 bytes before an offset; nothing when it ends before."""
        if self.size() < offset:
            return b""
        start = max(0, offset - _LAST)
        return os.pread(self.handle, offset - start, start)

    def digest(self, head: int) -> str:
        """The digest of its first bytes."""
        return digest_of(os.pread(self.handle, head, 0))

    def close(self) -> None:
        """Let it go."""
        os.close(self.handle)


def digest_of(head: bytes) -> str:
    """The digest by which a file is known again; empty for no bytes."""
    return blake2b(head, digest_size=12).hexdigest() if head else ""


def opened(path: Path, *, link: bool) -> Opened | None:
    """Open a log file for reading; None when there is none.

    Args:
        path: the file.
        link: True when the estate says that it is a symbolic link on purpose.

    Raises:
        Unreachable: it is a link that nobody named, no plain file, or may not be read.
    """
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | (0 if link else os.O_NOFOLLOW)
    try:
        handle = os.open(path, flags)
    except FileNotFoundError:
        return None
    except OSError as refused:
        raise Unreachable(_why(path, refused, link=link)) from refused
    about = os.fstat(handle)
    if not stat.S_ISREG(about.st_mode):
        os.close(handle)
        raise Unreachable(f"{path} is no plain file; it is not read")
    return Opened(handle, about.st_dev, about.st_ino)


def identity(path: Path, *, link: bool) -> tuple[int, int] | None:
    """Device and inode of what the path names now; None when there is nothing."""
    try:
        about = path.stat() if link else path.lstat()
    except OSError:
        return None
    return about.st_dev, about.st_ino


def _why(path: Path, refused: OSError, *, link: bool) -> str:
    if refused.errno == errno.ELOOP and not link:
        return (
            f"{path} has become a symbolic link; it is not followed,"
            " unless the estate file says `link = true` for this log"
        )
    return f"{path} cannot be read: {refused.strerror}"
