"""Tells the components that lock files pin."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote

from storewarden.connectors.packages.lockfiles.formats import parsed, parser_for
from storewarden.connectors.packages.lockfiles.pins import Pin
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.versions.order import same_name

_TYPES: Final = {"PyPI": "pypi", "npm": "npm", "Packagist": "composer"}


def read(found: Found) -> Iterator[Component]:
    """Tell each pin; a broken file raises `ValueError` with the reason."""
    parse = parser_for(PurePosixPath(found.path))
    for pin in parsed(parse, found.content()) if parse else ():
        yield Component(_purl(pin), pin.version, found.path, unreadable=pin.unreadable)


def _purl(pin: Pin) -> str:
    name = same_name(pin.ecosystem, pin.name)
    parts = "/".join(quote(part, safe="") for part in name.split("/"))
    return f"pkg:{_TYPES[pin.ecosystem]}/{parts}"


INVENTORY = InventoryReader(
    finds=(
        "requirements*.txt",
        "*requirements.txt",
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
