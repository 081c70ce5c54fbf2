"""Tells Joomla itself and the extensions that others wrote for it.

Source: Joomla manual, "Manifest files".
"""

from collections.abc import Iterator
from typing import Final

from storewarden.connectors.manifests import LARGEST, attribute, markup, tag
from storewarden.connectors.php_code import code, defined, number
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_CORE: Final = "pkg:composer/joomla/joomla-cms"
_OURS: Final = "joomla! project"
_PLACES: Final = (
    "administrator/components/*/*.xml",
    "administrator/manifests/libraries/*.xml",
    "administrator/manifests/packages/*.xml",
    "modules/mod_*/mod_*.xml",
    "plugins/*/*/*.xml",
    "templates/*/templatedetails.xml",
)


def read(found: Found) -> Iterator[Component]:
    """Tell core by its manifest, before it had one by its constants; extensions by theirs."""
    if found.name.casefold() == "version.php":
        yield from _constants(found)
        return
    try:
        text = markup(found.tree.read(found.path, LARGEST))
    except Unreadable as gone:
        if found.parent == found.name.removesuffix(".xml"):
            yield Component(_purl(found.parent), "", found.path, unreadable=str(gone))
        return
    if found.name.casefold() == "joomla.xml" and found.parent == "files":
        yield Component(_CORE, tag(text, "version"), found.path)
    elif element := _element(found, text):
        because = "" if tag(text, "version") else "its manifest names no version"
        yield Component(_purl(element), tag(text, "version"), found.path, unreadable=because)


def _constants(found: Found) -> Iterator[Component]:
    """Only where the manifest is missing: constants are of the code, the manifest of the update."""
    top = found.path.casefold().rpartition("libraries/")[0]
    if found.tree.has(found.path[: len(top)] + "administrator/manifests/files/joomla.xml"):
        return
    text = code(found.tree, found.path)
    parts = [number(text, f"{part}_VERSION") for part in ("MAJOR", "MINOR", "PATCH")]
    old = [defined(text, "RELEASE"), defined(text, "DEV_LEVEL")]
    said = next((".".join(known) for known in (parts, old) if all(known)), "")
    if said and (unfinished := defined(text, "EXTRA_VERSION")):
        said = f"{said}-{unfinished}"
    yield Component(_CORE, said, found.path)


def _element(found: Found, text: str) -> str:
    """Name an extension as Joomla does; empty for core's own, and for other XML files."""
    kind = attribute(text, "extension", "type") or attribute(text, "install", "type")
    if not kind or tag(text, "author").casefold() == _OURS:
        return ""
    stem = found.name.removesuffix(".xml")
    group = found.folder.rpartition("/")[0].rpartition("/")[2]
    names = {
        "component": found.parent,
        "module": stem if found.parent == stem else "",
        "plugin": f"plg_{group}_{found.parent}",
        "template": f"tpl_{found.parent}",
        "package": stem if stem.startswith("pkg_") else f"pkg_{stem}",
        "library": stem if stem.startswith("lib_") else f"lib_{stem}",
    }
    return names.get(kind, "")


def _purl(element: str) -> str:
    return purl("generic", "joomla", element)


INVENTORY = InventoryReader(
    finds=(
        "administrator/manifests/files/joomla.xml",
        "libraries/src/version.php",
        "libraries/cms/version/version.php",
        *_PLACES,
    ),
    read=read,
)
