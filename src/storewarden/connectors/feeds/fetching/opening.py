"""Opens what lies on the disk as documents: plain, gzip, zip, or a folder of these."""

import gzip
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Final, cast

from storewarden.connectors.feeds.fetching.bounded import MOST_BYTES, Bounded, Budget
from storewarden.core.errors import Unreachable
from storewarden.core.feeds import Document

_MOST_FILES: Final = 1_000_000
_LONGEST_NAME: Final = 300
_NAMES: Final = (".json", ".ndjson", ".jsonl", ".csv", ".yaml", ".yml", ".gz", ".zip")
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_NO_ZIP_YET: Final = b"PK\x05\x06"


def files_below(home: Path) -> Sequence[Path]:
    """The files that a list consists of: the file itself, or those in a folder that can be read.

    Links that lead out of the folder are left out. Raises `Unreachable`.
    """
    if not home.exists():
        raise Unreachable(f"{home.name} is not there: no such file or folder")
    if home.is_file():
        return [home]
    if not home.is_dir():
        raise Unreachable(f"{home.name} is no plain file: it might never end")
    found = [path for path in sorted(home.rglob("*")) if path.suffix.lower() in _NAMES]
    if len(found) > _MOST_FILES:
        raise Unreachable(f"{home.name} has more than {_MOST_FILES} files")
    return [path for path in found if path.is_file() and not path.is_symlink()]


def documents_in(paths: Iterable[tuple[str, Path]]) -> Iterator[Document]:
    """Open each (name, file): an archive gives a document for each of its members.

    A document that was given by an earlier file is not given again by a later one. Each must be
    read before the next is asked for.
    """
    given: set[str] = set()
    for name, path in paths:
        for document in _opened(name, path):
            if document.name not in given:
                given.add(document.name)
                yield document


def _opened(name: str, path: Path) -> Iterator[Document]:
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise Unreachable(f"{name} is larger than {MOST_BYTES} bytes")
    with path.open("rb") as begun:
        mark = begun.read(4)
    if mark in {_ZIP, _NO_ZIP_YET}:
        yield from _members(name, path, size)
    elif mark.startswith(_GZIP):
        yield Document(name, lambda: _unpacking(name, path, size))
    else:
        yield Document(name, lambda: _plain(name, path))


def _plain(name: str, path: Path) -> BinaryIO:
    return _buffered(path.open("rb"), name, Budget(MOST_BYTES, name))


def _unpacking(name: str, path: Path, size: int) -> BinaryIO:
    return _buffered(cast("BinaryIO", gzip.open(path)), name, Budget(size, name))


def _members(name: str, path: Path, size: int) -> Iterator[Document]:
    budget = Budget(size, name)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, NotImplementedError) as broken:
        raise Unreachable(f"{name} is broken or cut off ({type(broken).__name__})") from broken
    with archive:
        inside = [member for member in archive.infolist() if not member.is_dir()]
        if sum(member.file_size for member in inside) > budget.most:
            raise Unreachable(f"{name} unpacks to more than {budget.most} bytes: not a list")
        for member in inside:
            if member.filename.lower().endswith(_NAMES[:-1]):
                yield _member(archive, member, budget)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> Document:
    name = member.filename
    if len(name) > _LONGEST_NAME or not name.isprintable():
        raise Unreachable(f"{budget.what} holds a file with a name that is none: not a list")

    def opened() -> BinaryIO:
        try:
            inner = cast("BinaryIO", archive.open(member))
            if member.filename.endswith(".gz"):
                inner = cast("BinaryIO", gzip.GzipFile(fileobj=inner))
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as broken:
            raise Unreachable(f"{name} in {budget.what} cannot be unpacked") from broken
        return _buffered(inner, name, budget)

    return Document(name, opened)


def _buffered(opened: BinaryIO, name: str, budget: Budget) -> BinaryIO:
    return cast("BinaryIO", BufferedReader(Bounded(opened, name, budget), 1024**2))
