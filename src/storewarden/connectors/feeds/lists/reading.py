"""Opens a list where the estate says it lies, and hands out its JSON documents, within bounds."""

import gzip
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from storewarden.core.errors import Unreachable
from storewarden.core.estate import Feed
from storewarden.core.ports import Request, Web

MOST_BYTES: Final = 2 * 1024**3
_MOST_FILES: Final = 1_000_000
_OK: Final = 200
_NAMES: Final = (".json", ".ndjson", ".jsonl", ".gz", ".zip")
Opened = Iterator[tuple[str, bytes]]


def documents(feed: Feed, web: Callable[[Feed], Web]) -> Opened:
    """Yield (name, JSON text) of everything that a list consists of.

    Raises `Unreachable` when it cannot be fetched, opened or unpacked, or is larger than 2 GiB.
    """
    left = MOST_BYTES
    for name, content in _unpacked(feed, web):
        left -= len(content)
        if left < 0:
            raise Unreachable(f"{feed.id} unpacks to more than {MOST_BYTES} bytes")
        yield name, content


def lines_of(content: bytes) -> Iterator[bytes]:
    """Yield the lines of a text that holds one JSON document a line; empty ones are left out."""
    return (line for line in content.split(b"\n") if line.strip())


def complaint(name: str, content: bytes) -> str:
    """Say in a few words what stands there instead of a list."""
    if content.lstrip()[:1] == b"<":
        return f"{name} is a web page, not a list"
    if not content.strip():
        return f"{name} is empty"
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return f"{name} is broken: it is not JSON"
    return f"{name} is JSON, but not a list of that format"


def _unpacked(feed: Feed, web: Callable[[Feed], Web]) -> Opened:
    try:
        for name, content in _raw(feed, web):
            yield from _opened(name, content)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError) as broken:
        raise Unreachable(f"{feed.id} cannot be opened: {type(broken).__name__}") from broken
    except RuntimeError as locked:  # zipfile's word for an archive with a password
        raise Unreachable(f"{feed.id} cannot be unpacked") from locked


def _raw(feed: Feed, web: Callable[[Feed], Web]) -> Opened:
    if feed.path is not None:
        yield from ((path.name, path.read_bytes()) for path in _files(feed, feed.path))
    elif feed.url is not None:
        yield _fetched(feed, web(feed))
    else:
        raise Unreachable(f"{feed.id} has neither a path nor an address")


def _files(feed: Feed, home: Path) -> Iterator[Path]:
    if not home.exists():
        raise Unreachable(f"{feed.id} is not there: no such file or folder")
    if not home.is_dir():
        yield _bounded(feed, home)
        return
    inside = (path for path in sorted(home.rglob("*")) if path.suffix.lower() in _NAMES)
    for number, path in enumerate(inside):
        if number >= _MOST_FILES:
            raise Unreachable(f"{feed.id} has more than {_MOST_FILES} files")
        if path.is_file():
            yield _bounded(feed, path)


def _bounded(feed: Feed, path: Path) -> Path:
    if path.stat().st_size > MOST_BYTES:
        raise Unreachable(f"{feed.id} is larger than {MOST_BYTES} bytes")
    return path


def _fetched(feed: Feed, web: Web) -> tuple[str, bytes]:
    answer = web.send(Request(str(feed.url)))
    if answer.status != _OK:
        raise Unreachable(f"{feed.id} answered {answer.status} instead of a list")
    if answer.cut:
        raise Unreachable(f"{feed.id} is larger than what is fetched at once; mirror it to a file")
    return feed.id, answer.body


def _opened(name: str, content: bytes) -> Opened:
    """Unpack by what a file is, not by what it is called."""
    if content.startswith(b"PK\x03\x04"):
        yield from _members(content)
    elif content.startswith(b"\x1f\x8b"):
        with gzip.open(BytesIO(content)) as packed:
            yield name, packed.read(MOST_BYTES + 1)
    else:
        yield name, content


def _members(content: bytes) -> Opened:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        inside = [member for member in archive.infolist() if not member.is_dir()]
        if sum(member.file_size for member in inside) > MOST_BYTES:
            raise Unreachable(f"an archive unpacks to more than {MOST_BYTES} bytes")
        for member in inside:
            if member.filename.lower().endswith(_NAMES):
                yield Path(member.filename).name, archive.read(member)
