"""Tells Shopware 5 itself, and the plugins and apps of Shopware 5 and 6.

Shopware 6 itself is a Composer package and told by the reader of lock files.
Source: Shopware developer documentation, "Plugin base guide" and "App base guide"; for 5,
"Plugin system" (plugin.xml, plugin.json).
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from storewarden.connectors.manifests import LARGEST, decoded, markup, named, tag
from storewarden.connectors.php_code import code, defined, keyed
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_FIFTH: Final = "pkg:composer/shopware/shopware"


class _Old(msgspec.Struct, frozen=True):
    version: str = msgspec.field(name="currentVersion", default="")


def read(found: Found) -> Iterator[Component]:
    """Tell what a mark stands for."""
    match found.name.casefold():
        case "application.php":
            yield from _fifth(found)
        case "composer.json":
            yield from _composer(found)
        case _:
            yield from _manifest(found)


def _fifth(found: Found) -> Iterator[Component]:
    """Shopware 5 moved its version from one class to the other in 5.4."""
    kernel = code(found.tree, found.beside("Kernel.php"))
    version = keyed(kernel, "version") or defined(code(found.tree, found.path), "VERSION")
    unset = version.startswith("___")
    because = "was never stamped with its version" if unset else ""
    yield Component(_FIFTH, "" if unset else version, found.path, unreadable=because)


def _composer(found: Found) -> Iterator[Component]:
    try:
        package = named(found.tree.read(found.path, LARGEST))
    except Unreadable as gone:
        yield Component(_purl(found), "", found.path, unreadable=str(gone))
        return
    whose = purl("composer", package.name) if "/" in package.name else _purl(found)
    because = "" if package.version else "its composer.json names no version"
    yield Component(whose, package.version, found.path, unreadable=because)


def _manifest(found: Found) -> Iterator[Component]:
    """``manifest.xml`` of apps, ``plugin.xml`` and ``plugin.json`` of Shopware 5's plugins."""
    try:
        content = found.tree.read(found.path, LARGEST)
        xml = found.name.casefold().endswith(".xml")
        version = tag(markup(content), "version") if xml else decoded(content, _Old).version
    except Unreadable as gone:
        yield Component(_purl(found), "", found.path, unreadable=str(gone))
        return
    because = "" if version else f"its {found.name} names no version"
    yield Component(_purl(found), version, found.path, unreadable=because)


def _purl(found: Found) -> str:
    return purl("generic", "shopware", found.parent)


INVENTORY = InventoryReader(
    finds=(
        "engine/shopware/application.php",
        "custom/plugins/*/composer.json",
        "custom/static-plugins/*/composer.json",
        "custom/apps/*/manifest.xml",
        "custom/plugins/*/plugin.xml",
        "engine/shopware/plugins/*/*/*/plugin.json",
    ),
    read=read,
)
