"""Parses what Python's package tools write: Poetry, uv, PDM, Pipenv and PEP 751."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from storewarden.connectors.packages.lockfiles.pins import Pin, read_alone
from storewarden.connectors.packages.lockfiles.requirements import named_by, pin

_OURS: Final = frozenset({"virtual", "editable", "directory", "workspace"})


class _Toml(msgspec.Struct):
    package: list[object] | None = None
    packages: list[object] | None = None


class _Held(msgspec.Struct):
    version: object = None
    path: object = None
    file: object = None


def toml_lock(content: bytes) -> Iterator[Pin]:
    """Yield the pins of poetry.lock, uv.lock, pdm.lock or pylock.toml.

    The project itself, and what lies in its folders, is left out.
    """
    lock = msgspec.convert(tomllib.loads(content.decode("utf-8")), _Toml)
    for number, entry in enumerate(lock.package or lock.packages or (), start=1):
        told = entry if isinstance(entry, dict) else {}
        if not _is_ours(told):
            yield pin(_text(told.get("name")) or f"entry {number}", _text(told.get("version")))


def _is_ours(entry: Mapping[str, object]) -> bool:
    """By a key of ``source`` (uv), by its type (Poetry), or in the entry itself (PDM, PEP 751)."""
    source = entry.get("source")
    said = {*source, _text(source.get("type"))} if isinstance(source, dict) else set()
    folder = entry.get("path") is not None and not named_by(_text(entry.get("path")))[0]
    return not _OURS.isdisjoint(said) or "directory" in entry or folder


def pipfile_lock(content: bytes) -> Iterator[Pin]:
    """Yield the pins of Pipfile.lock, of every group; what lies in own folders is left out."""
    for group, raw in msgspec.json.decode(content, type=dict[str, msgspec.Raw]).items():
        if group != "_meta":
            for name, one in read_alone(raw, dict[str, msgspec.Raw]).items():
                held = read_alone(one, _Held)
                if not held.path:
                    yield pin(name, _pinned(_text(held.version)) or named_by(_text(held.file))[1])


def _pinned(said: str) -> str:
    return said.lstrip("=").strip() if said.startswith("==") else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
