"""Carries lists to where there is no network: one file, with a checksum for everything in it."""

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from storewarden.connectors.feeds.fetching.bounded import MOST_BYTES
from storewarden.connectors.feeds.fetching.digests import checksum_of
from storewarden.connectors.feeds.fetching.shelf import Shelf
from storewarden.core.errors import Unreachable
from storewarden.core.feeds import FeedState, Fetched

_MANIFEST: Final = "manifest.json"
_VERSION: Final = 1
_LARGEST_MANIFEST: Final = 100_000_000
_PIECE: Final = 1024**2
_PACKED: Final = (".gz", ".zip")
_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")
_LAYERS: Final = 999_999


class _File(msgspec.Struct):
    name: str
    sha256: str
    bytes: int


class Listed(msgspec.Struct):
    """What a bundle says of one list."""

    format: str
    source: str
    fetched: datetime
    files: list[_File]


class _Manifest(msgspec.Struct):
    version: int
    feeds: dict[str, Listed]


def export(feeds: Iterable[tuple[FeedState, Shelf]], into: Path) -> Sequence[str]:
    """Write the kept content of lists into one new file; returns the ids of those in it.

    A list that was never fetched, or lies in a file of ours, has nothing kept and is left out.
    Raises OSError, FileExistsError among them.
    """
    unfinished = into.with_name(f".{into.name}.unfinished")
    if into.exists():
        raise FileExistsError(f"{into} is there already; nothing was written")
    told: dict[str, Listed] = {}
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            for state, shelf in feeds:
                if state.fetched is not None and shelf.layers():
                    files = [_packed(archive, state.feed, *pair) for pair in _files(shelf)]
                    told[state.feed] = Listed(state.format, shelf.source(), state.fetched, files)
            manifest = msgspec.json.encode(_Manifest(_VERSION, told))
            archive.writestr(_MANIFEST, msgspec.json.format(manifest))
        unfinished.replace(into)
    finally:
        unfinished.unlink(missing_ok=True)
    return list(told)


def read(bundle: Path) -> dict[str, Listed]:
    """Read what a bundle says is in it; raises `Unreachable` when it is none."""
    try:
        with zipfile.ZipFile(bundle) as archive:
            entry = archive.getinfo(_MANIFEST)
            if entry.file_size > _LARGEST_MANIFEST:
                raise Unreachable(f"{bundle.name} is not a bundle of lists: nothing was taken over")
            manifest = msgspec.json.decode(archive.read(entry), type=_Manifest)
    except (zipfile.BadZipFile, KeyError, OSError, msgspec.MsgspecError, RuntimeError) as odd:
        raise Unreachable(
            f"{bundle.name} is not a bundle of lists, or is cut off: nothing was taken over"
        ) from odd
    if manifest.version != _VERSION:
        raise Unreachable(f"{bundle.name} was made by another version: nothing was taken over")
    return manifest.feeds


def carried(bundle: Path, feed: str, told: Listed, shelf: Shelf) -> Fetched:
    """Unpack one list of a bundle and check it; raises `Unreachable` when a checksum is wrong."""
    coming = shelf.begin()
    try:
        with zipfile.ZipFile(bundle) as archive:
            for file in told.files:
                _unpacked(archive, feed, file, coming)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError) as odd:
        shelf.drop()
        raise Unreachable(f"{feed} in {bundle.name} is broken: not taken over") from odd
    except Unreachable:
        shelf.drop()
        raise
    source = told.source
    return Fetched(
        shelf.coming,
        as_of=told.fetched,
        keep=lambda: shelf.keep(source, part=False),
        drop=shelf.drop,
    )


def _files(shelf: Shelf) -> Iterable[tuple[str, Path]]:
    """(name in the bundle, file), so that the newest layer sorts first when it is read again."""
    for layer in shelf.layers():
        for file in sorted(layer.iterdir()):
            yield f"{_LAYERS - int(layer.name):06}-{file.name}", file


def _packed(archive: zipfile.ZipFile, feed: str, name: str, path: Path) -> _File:
    how = zipfile.ZIP_STORED if path.name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
    archive.write(path, f"{feed}/{name}", compress_type=how)
    return _File(name, checksum_of(path), path.stat().st_size)


def _unpacked(archive: zipfile.ZipFile, feed: str, file: _File, coming: Path) -> None:
    if not _NAME.fullmatch(file.name) or not 0 <= file.bytes <= MOST_BYTES:
        raise Unreachable(f"{feed} in the bundle has a file with a name or size that is none")
    digest, size = sha256(), 0
    with archive.open(f"{feed}/{file.name}") as packed, (coming / file.name).open("wb") as out:
        while piece := packed.read(_PIECE):
            size += len(piece)
            if size > file.bytes:
                break
            digest.update(piece)
            out.write(piece)
    if size != file.bytes or digest.hexdigest() != file.sha256.lower():
        raise Unreachable(f"{feed} in the bundle does not fit its checksum: not taken over")
