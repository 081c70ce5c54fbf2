"""Tells the components that lock files pin."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from storewarden.connectors.packages.lockfiles.formats import parsed, parser_for
from storewarden.connectors.packages.lockfiles.pins import Pin
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_TYPES: Final = {"PyPI": "pypi", "npm": "npm", "Packagist": "composer"}

_MIRRORED: Final = {
    "wp-plugin": "plugin",
    "wp-theme": "theme",
    "wpackagist-plugin": "plugin",
    "wpackagist-theme": "theme",
}
_WORDPRESS: Final = (
    "johnpbloch/wordpress-core",
    "roots/wordpress-full",
    "roots/wordpress-no-content",
)
"""Packages that hold WordPress itself, with its version."""


def read(found: Found) -> Iterator[Component]:
    """Tell each pin; a broken file raises `Unreadable` with the reason."""
    parse = parser_for(PurePosixPath(found.path))
    try:
        pins = parsed(parse, found.content()) if parse else ()
    except ValueError as broken:
        raise Unreadable(str(broken)) from broken
    for pin in pins:
        yield Component(
            _purl(pin),
            pin.version,
            found.path,
            unreadable=pin.unreadable,
        )


def _purl(pin: Pin) -> str:
    """WordPress sites that are put together by Composer name its parts by a mirror's names."""
    group, _, name = pin.name.partition("/")
    if pin.ecosystem == "Packagist" and group in _MIRRORED:
        return purl("wordpress", _MIRRORED[group], name)
    if pin.ecosystem == "Packagist" and pin.name in _WORDPRESS:
        return "pkg:wordpress/core/wordpress"
    return purl(_TYPES[pin.ecosystem], pin.name)


INVENTORY = InventoryReader(
    finds=(
        "*requirements*.txt",
        "requirements/*.txt",
        "requirements*.lock",
        "poetry.lock",
        "uv.lock",
        "pdm.lock",
        "pylock.toml",
        "pylock.*.toml",
        "pipfile.lock",
        "package-lock.json",
        "npm-shrinkwrap.json",
        "composer.lock",
        "composer/installed.json",
    ),
    read=read,
    of_projects=True,
)
