"""Tells Magento, Adobe Commerce and Mage-OS, and modules that lie in ``app/code``.

What Composer locked or installed is told by the reader of lock files; this one reads what lies in
the folders: ``vendor/magento/*/composer.json`` with exact versions, patches (``-p5``) included.
Source: Adobe Commerce, PHP development guide, "Versioning" and "Register your component".
"""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from storewarden.connectors.manifests import LARGEST, Named, attribute, decoded, markup, named
from storewarden.connectors.php_code import code, keyed
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_COMMUNITY: Final = "magento/product-community-edition"
_ENTERPRISE: Final = "magento/product-enterprise-edition"
_EDITIONS: Final = {
    "magento/magento2-base": _COMMUNITY,
    "magento/magento2ce": _COMMUNITY,
    "magento/magento2-ee-base": _ENTERPRISE,
    "magento/magento2ee": _ENTERPRISE,
    "mage-os/magento2-base": "mage-os/product-community-edition",
}
"""Packages that carry the version of the whole product."""

_PRODUCTS: Final = (_ENTERPRISE, _COMMUNITY, "mage-os/product-community-edition")
_VENDORS: Final = frozenset({"magento", "mage-os"})
_WORDS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_OPENMAGE: Final = re.compile(r"function\s+getOpenMageVersionInfo\b(.*)", re.DOTALL)
_LINE: Final = re.compile(r"function\s+getOpenMageMajorVersion\b[^{]*\{\s*return\s+(\d+)\s*;")
_EXACT: Final = re.compile(r"v?\d+\.\d+\.\d+(?:-p\d+)?")


class _Project(msgspec.Struct, frozen=True):
    name: str = ""
    version: str = ""
    require: dict[str, str] = {}


def read(found: Found) -> Iterator[Component]:
    """Tell what a mark stands for."""
    match found.name.casefold():
        case "mage.php":
            yield from _first_generation(found)
        case "module.xml":
            yield from _module(found)
        case "theme.xml":
            yield from _theme(found)
        case _ if _vendor(found) in _VENDORS:
            yield from _installed(found)
        case _ if "/vendor/" not in f"/{found.path}" and "/node_modules/" not in f"/{found.path}":
            yield from _project(found)


def _vendor(found: Found) -> str:
    """The name of the folder above the package's own, where that lies in ``vendor``."""
    *_, place, vendor, _ = ["", "", *found.folder.split("/")]
    return vendor if place == "vendor" else ""


def _installed(found: Found) -> Iterator[Component]:
    try:
        package = named(found.tree.read(found.path, LARGEST))
    except Unreadable as gone:
        name = purl("composer", _vendor(found), found.parent)
        yield Component(name, "", found.path, unreadable=str(gone))
        return
    if package.name:
        yield _package(package, found.path)
    if package.name in _EDITIONS:
        yield _package(Named(_EDITIONS[package.name], package.version), found.path)


def _project(found: Found) -> Iterator[Component]:
    """A shop's own ``composer.json``, where Composer left nothing more exact behind."""
    left = ("composer.lock", "vendor/composer/installed.json")
    if any(found.tree.has(found.beside(name)) for name in left):
        return
    project = decoded(found.tree.read(found.path, LARGEST), _Project)
    if project.name in _EDITIONS:
        yield _package(Named(_EDITIONS[project.name], project.version), found.path)
    for product in _PRODUCTS:
        if wanted := project.require.get(product, ""):
            exact = wanted if _EXACT.fullmatch(wanted) else ""
            because = "" if exact else f"composer.json asks for {wanted[:60]}; nothing is locked"
            yield Component(purl("composer", product), exact, found.path, unreadable=because)


def _module(found: Found) -> Iterator[Component]:
    """A module in ``app/code``: its ``composer.json`` names its version, ``module.xml`` does not.

    ``setup_version`` counts changes of its tables; a module may stand still there for years.
    """
    home = found.folder.rpartition("/")[0]
    try:
        package = named(found.tree.read(f"{home}/composer.json", LARGEST))
    except Unreadable:
        package = Named("", "")
    if package.name and package.version:
        yield _package(package, f"{home}/composer.json")
        return
    try:
        text = markup(found.tree.read(found.path, LARGEST))
    except Unreadable as gone:
        text, because = "", str(gone)
    else:
        tables = attribute(text, "module", "setup_version")
        of_tables = f"; {tables[:40]} is that of its tables" if tables else ""
        because = f"names no version{of_tables}"
    name = package.name or _composer_name(home)
    yield Component(purl("composer", name), "", found.path, unreadable=because)


def _composer_name(home: str) -> str:
    """``Acme/GiftWrap`` is by custom ``acme/module-gift-wrap``."""
    vendor, module = home.split("/")[-2:]
    return f"{vendor}/module-{_WORDS.sub('-', module)}"


def _theme(found: Found) -> Iterator[Component]:
    """A theme in ``app/design``: as with modules, only its ``composer.json`` names a version."""
    area, vendor, name = found.folder.split("/")[-3:]
    try:
        package = named(found.tree.read(found.beside("composer.json"), LARGEST))
    except Unreadable:
        package = Named("", "")
    whose = package.name or f"{vendor}/theme-{area}-{name}"
    place = found.beside("composer.json") if package.version else found.path
    yield _package(Named(whose, package.version), place)


def _first_generation(found: Found) -> Iterator[Component]:
    """Magento 1, or OpenMage, which goes on where it ended."""
    text = code(found.tree, found.path)
    if openmage := _OPENMAGE.search(text):
        version = _openmage(text, openmage[1])
        yield Component("pkg:composer/openmage/magento-lts", version, found.path)
        return
    parts = [keyed(text, key) for key in ("major", "minor", "revision", "patch")]
    version = ".".join(filter(None, parts)) if all(parts[:3]) else ""
    yield Component("pkg:composer/magento/magento1ce", version, found.path)


def _openmage(text: str, info: str) -> str:
    """OpenMage has the versions of two lines in one file; another function says which counts."""
    line = _LINE.search(text)
    tables = re.split(r"\breturn\b", info)
    own = next((one for one in tables if not line or keyed(one, "major") == line[1]), "")
    numbers = [keyed(own, key) for key in ("major", "minor", "patch")]
    unfinished = ".".join(filter(None, (keyed(own, "stability"), keyed(own, "number"))))
    if not all(numbers):
        return ""
    return ".".join(numbers) + (f"-{unfinished}" if unfinished else "")


def _package(package: Named, path: str) -> Component:
    because = "" if package.version else "its composer.json names no version"
    return Component(purl("composer", package.name), package.version, path, unreadable=because)


INVENTORY = InventoryReader(
    finds=(
        "app/mage.php",
        "app/code/*/*/etc/module.xml",
        "app/design/*/*/*/theme.xml",
        "composer.json",
    ),
    read=read,
)
