"""Parses npm's package-lock.json in its three forms."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from storewarden.connectors.packages.lockfiles.pins import Pin, read_alone

_ECOSYSTEM: Final = "npm"
_FOLDER: Final = "node_modules/"
_OWN: Final = ("file:", "link:")
"""How the first form names what lies in the project itself."""

_PACKED: Final = re.compile(r"^https?://.*-(\d+\.\d+\.\d+[^/?#]*)\.tgz(?:[?#]|$)")
"""An archive by its address; it is named for its version."""


class _Entry(msgspec.Struct):
    """One entry; whatever stands in it, the others are read."""

    version: object = None
    name: object = None
    link: object = None
    dependencies: object = None


class _Lock(msgspec.Struct):
    packages: dict[str, msgspec.Raw] | None = None
    dependencies: dict[str, msgspec.Raw] | None = None


class _Inner(msgspec.Struct):
    dependencies: dict[str, msgspec.Raw] = {}


def package_lock(content: bytes) -> Iterator[Pin]:
    """Yield a pin for each installed package; the project itself and links to it are left out."""
    lock = msgspec.json.decode(content, type=_Lock)
    if not lock.packages:
        yield from _nested(lock.dependencies or {})
        return
    for place, raw in lock.packages.items():
        _, inside, name = place.rpartition(_FOLDER)
        entry = read_alone(raw, _Entry)
        if inside and not entry.link:
            yield _pin(_text(entry.name) or name, _text(entry.version))


def _nested(dependencies: dict[str, msgspec.Raw]) -> Iterator[Pin]:
    for name, raw in dependencies.items():
        version = _text(read_alone(raw, _Entry).version)
        if not version.startswith(_OWN):
            yield _pin(name, version)
        yield from _nested(read_alone(raw, _Inner).dependencies)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _pin(name: str, version: str) -> Pin:
    alias = version.removeprefix("npm:")
    if alias != version:
        name, _, version = alias.rpartition("@")
    elif packed := _PACKED.search(version):
        version = packed[1]
    return Pin(_ECOSYSTEM, name, version, "" if version else "has no version in the lock file")
