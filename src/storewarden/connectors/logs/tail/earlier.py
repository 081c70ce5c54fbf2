"""Finds what the rotation made of a file: moved, copied or compressed, in the same folder."""

import gzip
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from storewarden.connectors.logs.tail.opening import digest_of, opened
from storewarden.core.errors import Unreachable
from storewarden.core.river import Place

_BLOCK: Final = 1024 * 1024
_MOST: Final = 4 * 1024**3
_MODEST: Final = 64 * 1024**2
_DENSEST: Final = 300
_CANDIDATES: Final = 400
_ROTATED: Final = re.compile(r"[.-](?:\d[0-9A-Za-z:._-]{0,40}|old)")
_GONE: Final = "gone"


@dataclass(frozen=True, slots=True)
class Rotated:
    """A file that once had the log's name; ``skip`` bytes of it were read before."""

    path: Path
    device: int
    inode: int
    skip: int = 0

    def blocks(self) -> Iterator[bytes]:
        """What was not read before, unpacked when it is compressed, four gigabytes at the most."""
        return _packed(self.path, self.skip) if _gz(self.path) else _plain(self.path, self.skip)

    def start(self, most: int) -> bytes:
        """Its first bytes, unpacked."""
        begun = b""
        with suppress(OSError, Unreachable):
            for block in replace(self, skip=0).blocks():
                begun += block
                if len(begun) >= most:
                    break
        return begun[:most]

    def before(self, offset: int) -> bytes:
        """The last bytes before an offset, at most a block; nothing when it ends before."""
        last, at = b"", 0
        with suppress(OSError, Unreachable):
            for block in replace(self, skip=0).blocks():
                last, at = (last + block)[-2 * _BLOCK :], at + len(block)
                if at >= offset:
                    return last[: len(last) - (at - offset)]
        return b""


def left_over(path: Path, place: Place) -> list[Rotated] | None:
    """What was written after a place and then rotated away, the oldest file first.

    The first is the file in which the reading stood; those after it were never looked at: the
    reader was away over several rotations. None when no file of the folder is the first one.
    """
    found = _candidates(path)
    stood = next((one for one in found if _is_it(one, place)), None)
    if stood is None:
        return None
    begun = _age(stood.path)
    later = [one for one in found if _age(one.path) > begun]
    first = Rotated(stood.path, place.device, place.inode, place.offset)
    return [first, *sorted(later, key=lambda one: _age(one.path))]


def _candidates(path: Path) -> list[Rotated]:
    """``access.log.1``, ``access.log.2.gz``, ``access.log-20261122``; the newest first."""
    found = [_seen(entry) for entry in _entries(path.parent) if _is_rotated(entry.name, path.name)]
    known = [one for one in found if one is not None]
    return sorted(known, key=lambda one: _age(one.path), reverse=True)[:_CANDIDATES]


def _is_rotated(name: str, log: str) -> bool:
    return name.startswith(log) and _ROTATED.fullmatch(name.removeprefix(log)) is not None


def _entries(folder: Path) -> list[Path]:
    try:
        return [entry for entry in folder.iterdir() if not entry.is_symlink() and entry.is_file()]
    except OSError:
        return []


def _seen(path: Path) -> Rotated | None:
    try:
        about = path.stat()
    except OSError:
        return None
    return Rotated(path, about.st_dev, about.st_ino)


def _age(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _gz(path: Path) -> bool:
    return path.suffix == ".gz"


def _is_it(one: Rotated, place: Place) -> bool:
    """By its first bytes, and by its inode when nothing of it was read."""
    if place.head == 0:
        return (one.device, one.inode) == (place.device, place.inode)
    return _head(one, place.head) == place.digest


def _head(one: Rotated, head: int) -> str:
    return digest_of(one.start(head)) or _GONE


def _plain(path: Path, offset: int) -> Iterator[bytes]:
    file = opened(path, link=False)
    if file is None:
        return
    try:
        while block := file.read(_BLOCK, offset):
            yield block
            offset += len(block)
    finally:
        file.close()


def _packed(path: Path, skip: int) -> Iterator[bytes]:
    """Unpack piece by piece; a torn or forged file ends where it can no longer be read.

    Raises `Unreachable` when it unpacks to far more than a log does.
    """
    file = opened(path, link=False)
    if file is None:
        return
    given, sane = 0, max(_MODEST, file.size() * _DENSEST)
    with os.fdopen(file.handle, "rb") as raw, gzip.GzipFile(fileobj=raw) as unpacked:
        while given < _MOST and (block := _next(unpacked)):
            if given > sane:
                raise Unreachable(
                    f"{path} unpacks to more than {_DENSEST} times its size: not a log; the rest"
                    " of it is not read"
                )
            begin = max(0, skip - given)
            given += len(block)
            if begin < len(block):
                yield block[begin:]


def _next(unpacked: gzip.GzipFile) -> bytes:
    try:
        return unpacked.read1(_BLOCK)
    except (EOFError, OSError, zlib.error):
        return b""
