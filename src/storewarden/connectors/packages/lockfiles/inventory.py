"""Tells the components that lock files pin."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Final

from storewarden.connectors.manifests import text_of
from storewarden.connectors.packages.lockfiles.formats import Parser, parsed, parser_for
from storewarden.connectors.packages.lockfiles.pins import Pin
from storewarden.connectors.packages.lockfiles.requirements import requirements
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader, Tree
from storewarden.kernels.purls.purl import purl

_OTHER: Final = re.compile(r"^[ \t]*(?:-r|--requirement)[ \t=]+([^\s#]+)", re.MULTILINE)
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
    waiting = [found.path] if parse else []
    known = set(waiting)
    while waiting and parse:
        path = waiting.pop()
        content = found.tree.read(path)
        yield from _told(parse, content, path)
        if parse is requirements:
            others = [one for one in _others(found.tree, path, content) if one not in known]
            known.update(others)
            waiting.extend(others)


def _told(parse: Parser, content: bytes, path: str) -> Iterator[Component]:
    try:
        pins = parsed(parse, content)
    except ValueError as broken:
        raise Unreadable(str(broken)) from broken
    for pin in pins:
        yield Component(_purl(pin), pin.version, path, unreadable=pin.unreadable)


def _others(tree: Tree, path: str, content: bytes) -> Iterator[str]:
    """Files that a requirements file names and that nobody would look for by their own name."""
    for match in _OTHER.finditer(text_of(content)):
        other = normpath(f"{PurePosixPath(path).parent}/{match[1]}")
        if not parser_for(PurePosixPath(other)) and not other.startswith("..") and tree.has(other):
            yield other


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
