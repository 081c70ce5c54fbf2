"""Tells Zen Cart itself and its encapsulated plugins.

Source: Zen Cart developer documentation, "Encapsulated plugins" (manifest.php).
"""

from collections.abc import Iterator
from typing import Final

from storewarden.connectors.php_code import code, defined, keyed
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_CORE: Final = "pkg:generic/zen-cart"


def read(found: Found) -> Iterator[Component]:
    """Tell core by its two halves of a version, plugins by their manifests."""
    if found.name.casefold() == "manifest.php":
        yield from _plugin(found)
        return
    text = code(found.tree, found.path)
    if defined(text, "PROJECT_VERSION_NAME") != "Zen Cart":
        return
    halves = [defined(text, f"PROJECT_VERSION_{half}") for half in ("MAJOR", "MINOR")]
    yield Component(_CORE, ".".join(halves) if all(halves) else "", found.path)


def _plugin(found: Found) -> Iterator[Component]:
    """Versions of one plugin lie side by side, each in a folder named for it."""
    name = found.folder.rpartition("/")[0].rpartition("/")[2]
    whose = purl("generic", "zen-cart", name)
    try:
        version = keyed(code(found.tree, found.path), "pluginVersion") or found.parent
    except Unreadable as gone:
        yield Component(whose, "", found.path, unreadable=str(gone))
        return
    yield Component(whose, version.removeprefix("v"), found.path)


INVENTORY = InventoryReader(
    finds=("includes/version.php", "zc_plugins/*/*/manifest.php"), read=read
)
