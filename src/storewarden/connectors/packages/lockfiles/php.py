"""Parses what Composer writes: composer.lock and vendor/composer/installed.json."""

from collections.abc import Iterator
from typing import Final

import msgspec

from storewarden.connectors.packages.lockfiles.pins import Pin, read_alone

_ECOSYSTEM: Final = "Packagist"


class _Package(msgspec.Struct):
    """One entry; whatever stands in it, the others are read."""

    name: object = None
    version: object = None


class _Lock(msgspec.Struct):
    packages: list[msgspec.Raw]
    packages_dev: list[msgspec.Raw] | None = msgspec.field(name="packages-dev", default=None)


def composer_lock(content: bytes) -> Iterator[Pin]:
    """Yield the pins of composer.lock, those for development included."""
    lock = msgspec.json.decode(content, type=_Lock)
    return _pins([*lock.packages, *(lock.packages_dev or ())])


def installed_json(content: bytes) -> Iterator[Pin]:
    """Yield what Composer installed, in the form of Composer 2 or 1."""
    found = msgspec.json.decode(content, type=_Lock | list[msgspec.Raw])
    return _pins(found.packages if isinstance(found, _Lock) else found)


def _pins(packages: list[msgspec.Raw]) -> Iterator[Pin]:
    for number, raw in enumerate(packages, start=1):
        package = read_alone(raw, _Package)
        name = package.name if isinstance(package.name, str) and package.name else ""
        version = package.version if isinstance(package.version, str) else ""
        missing = "" if version else "has no version in the lock file"
        yield Pin(_ECOSYSTEM, name or f"entry {number}", version, missing)
