"""Tells PrestaShop itself and its modules.

Source: PrestaShop developer documentation, "Module file structure" (config.xml).
"""

import re
from collections.abc import Iterator
from typing import Final

from storewarden.connectors.manifests import LARGEST, markup, named, tag
from storewarden.connectors.php_code import code, defined
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_CORE: Final = "pkg:composer/prestashop/prestashop"
_PLACES: Final = (
    ("src/Core/Version.php", "VERSION"),
    ("app/AppKernel.php", "VERSION"),
    ("config/settings.inc.php", "_PS_VERSION_"),
    ("install/install_version.php", "_PS_INSTALL_VERSION_"),
)
"""Where it kept its version over the years; the first that tells counts."""

_SAYS_VERSION: Final = re.compile(r"\$this->version\s*=\s*(?:['\"]([^'\"]*)['\"]|\w+::(\w+))")
_HAS_VERSION: Final = re.compile(
    r"\b(?:public|protected|var)\s+(?:\??string\s+)?\$version\s*=\s*['\"]([^'\"]*)['\"]"
)
_CONFIGS: Final = re.compile(r"config(?:_[a-z]{2}(?:-[a-z]{2})?)?\.xml", re.IGNORECASE)


def read(found: Found) -> Iterator[Component]:
    """Tell core from its classes, modules from their folder."""
    if found.name.casefold() == "defines.inc.php":
        yield from _core(found)
    elif found.tree.has(found.beside("config/defines.inc.php")):
        for name in found.tree.folders(found.path):
            yield from _module(found, name)


def _core(found: Found) -> Iterator[Component]:
    top = found.folder.rpartition("/")[0]
    above = f"{top}/" if top else ""
    if not any(
        found.tree.has(above + own) for own in ("src/PrestaShopBundle", "classes/Product.php")
    ):
        return
    path, because = found.path, "none of the usual files names a version"
    for name, constant in _PLACES:
        try:
            version = defined(code(found.tree, above + name), constant)
        except Unreadable as gone:
            path, because = above + name, str(gone)
            continue
        if version:
            yield Component(_CORE, version, above + name)
            return
    yield Component(_CORE, "", path, unreadable=because)


def _module(found: Found, name: str) -> Iterator[Component]:
    """A folder is a module when its main file has the folder's name."""
    main = found.inside(f"{name}/{name}.php")
    try:
        files = found.tree.files(found.inside(name))
    except Unreadable:
        return
    if f"{name}.php" not in files:
        return
    copy = next(filter(_CONFIGS.fullmatch, files), "")
    config = found.inside(f"{name}/{copy}")
    try:
        text = markup(found.tree.read(config, LARGEST)) if copy else ""
        version = _in_code(found, main) or tag(text, "version")
    except Unreadable as gone:
        yield Component(_purl(found, name, ""), "", main, unreadable=str(gone))
        return
    because = "" if version else "neither its main file nor its config.xml names a version"
    whose = _purl(found, name, tag(text, "author"))
    yield Component(whose, version, config if text else main, unreadable=because)


def _in_code(found: Found, main: str) -> str:
    """The main file counts first: ``config.xml`` is a copy that PrestaShop writes later.

    It sets its version as it is made, by a constant of its class, or has it from the start.
    """
    text = code(found.tree, main)
    said = _SAYS_VERSION.search(text)
    if said and said[2]:
        return defined(text, said[2])
    said = said or _HAS_VERSION.search(text)
    return said[1].strip() if said else ""


def _purl(found: Found, name: str, author: str) -> str:
    """Composer's name; those of PrestaShop's own are known, those of others are not Composer's."""
    try:
        package = named(found.tree.read(found.inside(f"{name}/composer.json"), LARGEST)).name
    except Unreadable:
        package = ""
    if "/" in package:
        return purl("composer", package)
    own = author.casefold() == "prestashop" or name.startswith("ps_")
    return purl("composer" if own else "generic", "prestashop", name)


INVENTORY = InventoryReader(finds=("config/defines.inc.php", "modules/"), read=read)
