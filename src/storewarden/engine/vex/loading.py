"""Reads the VEX documents that the estate names; one that cannot be read clears nothing."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from storewarden.core.plain import plain
from storewarden.core.vex import Statement
from storewarden.engine.vex import cyclonedx, openvex

LARGEST: Final = 50_000_000
"""Bytes of one document; a larger one is not read."""

_MOST: Final = 1_000
_READERS: Final = (openvex.statements, cyclonedx.statements)


def load(places: Iterable[Path], remark: Callable[[str], None]) -> tuple[Statement, ...]:
    """Read every statement below these files and folders; trouble is remarked upon.

    What cannot be read clears nothing: its findings stay as they are.
    """
    return tuple(_all(places, remark))


def _all(places: Iterable[Path], remark: Callable[[str], None]) -> Iterator[Statement]:
    for path in _files(places, remark):
        try:
            yield from _document(path)
        except (OSError, ValueError, msgspec.MsgspecError, RecursionError) as odd:
            why = getattr(odd, "strerror", None) or plain(str(odd))[:200]
            remark(f"the VEX document {path.name} cannot be read, so it clears nothing: {why}")


def _files(places: Iterable[Path], remark: Callable[[str], None]) -> Iterator[Path]:
    for place in places:
        if not place.is_dir():
            yield place
            continue
        files = sorted(place.glob("*.json"))
        if len(files) > _MOST:
            remark(
                f"the folder {place.name} holds more than {_MOST} VEX documents; the rest is left"
            )
        yield from files[:_MOST]


def _document(path: Path) -> list[Statement]:
    with path.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST:,} bytes")
    reader = _READERS[b'"bomFormat"' in content]
    return list(reader(content, path.name))
