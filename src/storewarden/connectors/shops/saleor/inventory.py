"""Tells Saleor by its own tree; it is no package that anybody installs."""

import re
from collections.abc import Iterator

from storewarden.connectors.manifests import LARGEST, line
from storewarden.core.inventory import Component, Found, InventoryReader


def read(found: Found) -> Iterator[Component]:
    """Its ``pyproject.toml`` names it, beside the folder with its code."""
    text = found.tree.read(found.path, LARGEST).decode("utf-8", "replace")
    if re.search(r'^name\s*=\s*"saleor"\s*$', text, re.MULTILINE) and found.tree.has(
        found.beside("saleor")
    ):
        yield Component("pkg:pypi/saleor", line(text, "version"), found.path)


INVENTORY = InventoryReader(finds=("pyproject.toml",), read=read)
