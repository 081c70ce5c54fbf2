"""Parses npm's package-lock.json in its three forms."""

from collections.abc import Iterator
from typing import Final

import msgspec

from storewarden.connectors.packages.lockfiles.pins import Pin

_ECOSYSTEM: Final = "npm"
_FOLDER: Final = "node_modules/"


class _Nested(msgspec.Struct):
    version: object = None
    dependencies: "dict[str, _Nested] | None" = None


class _Placed(msgspec.Struct):
    """One entry; whatever stands in it, the others are read."""

    version: object = None
    name: object = None
    link: object = None


class _Lock(msgspec.Struct):
    packages: dict[str, _Placed] | None = None
    dependencies: dict[str, _Nested] | None = None


def package_lock(content: bytes) -> Iterator[Pin]:
    """Yield a pin for each installed package; the project itself and links to it are left out."""
    lock = msgspec.json.decode(content, type=_Lock)
    if lock.packages is None:
        yield from _nested(lock.dependencies or {})
        return
    for place, entry in lock.packages.items():
        _, inside, name = place.rpartition(_FOLDER)
        if inside and not entry.link:
            yield _pin(_text(entry.name) or name, _text(entry.version))


def _nested(dependencies: dict[str, _Nested]) -> Iterator[Pin]:
    for name, entry in dependencies.items():
        yield _pin(name, _text(entry.version))
        yield from _nested(entry.dependencies or {})


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _pin(name: str, version: str) -> Pin:
    alias = version.removeprefix("npm:")
    if alias != version:
        name, _, version = alias.rpartition("@")
    return Pin(_ECOSYSTEM, name, version, "" if version else "has no version in the lock file")
