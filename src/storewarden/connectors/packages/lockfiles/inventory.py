"""Tells the components that lock files pin."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from storewarden.connectors.packages.lockfiles.formats import parsed, parser_for
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_TYPES: Final = {"PyPI": "pypi", "npm": "npm", "Packagist": "composer"}


def read(found: Found) -> Iterator[Component]:
    """Tell each pin; a broken file raises `ValueError` with the reason."""
    parse = parser_for(PurePosixPath(found.path))
    for pin in parsed(parse, found.content()) if parse else ():
        yield Component(
            purl(_TYPES[pin.ecosystem], pin.name),
            pin.version,
            found.path,
            unreadable=pin.unreadable,
        )


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
