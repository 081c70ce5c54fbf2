"""Tells the Node packages that are installed in a tree: Strapi, Medusa, Vendure and all else.

Ghost lies outside ``node_modules``: its own program keeps each version in ``versions/5.75.0``.
"""

from collections.abc import Iterator

from storewarden.connectors.manifests import LARGEST, named
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl


def read(found: Found) -> Iterator[Component]:
    """A package's own ``package.json``; its folder's name serves where that cannot be read."""
    try:
        package = named(found.tree.read(found.path, LARGEST))
    except Unreadable as gone:
        yield Component(purl("npm", _by_folder(found)), "", found.path, unreadable=str(gone))
        return
    if _is_ghost(found) and package.name != "ghost":
        return
    if package.name or package.version:
        because = "" if package.version else "its package.json names no version"
        name = package.name or _by_folder(found)
        yield Component(purl("npm", name), package.version, found.path, unreadable=because)


def _by_folder(found: Found) -> str:
    scope = found.folder.rpartition("/")[0].rpartition("/")[2]
    return f"{scope}/{found.parent}" if scope.startswith("@") else found.parent


def _is_ghost(found: Found) -> bool:
    return found.folder.rpartition("/")[0].rpartition("/")[2] == "versions"


INVENTORY = InventoryReader(
    finds=(
        "node_modules/*/package.json",
        "node_modules/@*/*/package.json",
        "versions/*/package.json",
    ),
    read=read,
)
