"""Tells OpenCart itself and its extensions, of version 4 and of the OCMOD kind before.

Source: OpenCart developer documentation, "Extensions" (install.json) and "OCMOD" (install.xml).
"""

from collections.abc import Iterator
from typing import Final

from storewarden.connectors.manifests import LARGEST, markup, named, tag
from storewarden.connectors.php_code import code, defined
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_CORE: Final = "pkg:composer/opencart/opencart"
_OWN: Final = "opencart"
"""The extension that comes with OpenCart 4; it has the version of OpenCart."""


def read(found: Found) -> Iterator[Component]:
    """Tell what a mark stands for."""
    name = found.name.casefold()
    if name == "startup.php":
        yield from _core(found)
    elif name == "install.json":
        yield from _extension(found)
    else:
        yield from _change(found)


def _core(found: Found) -> Iterator[Component]:
    """Other software has a ``system/startup.php``, too: OpenCart's has a catalogue beside it."""
    top = found.folder.rpartition("/")[0]
    above = f"{top}/" if top else ""
    if found.tree.has(f"{above}catalog/controller"):
        version = defined(code(found.tree, f"{above}index.php"), "VERSION")
        yield Component(_CORE, version, f"{above}index.php")


def _extension(found: Found) -> Iterator[Component]:
    if found.parent == _OWN:
        return
    whose = purl("generic", "opencart", found.parent)
    try:
        version = named(found.tree.read(found.path, LARGEST)).version
    except Unreadable as gone:
        yield Component(whose, "", found.path, unreadable=str(gone))
        return
    because = "" if version else "its install.json names no version"
    yield Component(whose, version, found.path, unreadable=because)


def _change(found: Found) -> Iterator[Component]:
    """A file of changes to OpenCart's code: OCMOD, or vQmod before it."""
    text = markup(found.tree.read(found.path, LARGEST))
    if "<modification" not in text:
        return
    stem = found.name.casefold().removesuffix(".xml").removesuffix(".ocmod")
    name = tag(text, "code") or tag(text, "id") or stem
    version = tag(text, "version")
    because = "" if version else "its file of changes names no version"
    yield Component(
        purl("generic", "opencart", _slug(name)), version, found.path, unreadable=because
    )


def _slug(name: str) -> str:
    return "-".join(name.replace("/", " ").split())


INVENTORY = InventoryReader(
    finds=(
        "system/startup.php",
        "extension/*/install.json",
        "*.ocmod.xml",
        "install.xml",
        "vqmod/xml/*.xml",
    ),
    read=read,
)
