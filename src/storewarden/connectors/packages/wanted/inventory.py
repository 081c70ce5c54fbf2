"""Tells platforms that a project asks for, where no lock file and no installed copy says more.

A range is no version: such a component is there, and its version unknown. Only platforms are
told; whatever else a project asks for is the lock file's business.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from storewarden.connectors.manifests import LARGEST, decoded
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_EXACT: Final = re.compile(r"[=v ]*(\d+(?:\.\d+)+(?:-[\w.]+)?)")
_COMPOSER: Final = (
    "drupal/core",
    "drupal/core-recommended",
    "joomla/joomla-cms",
    "prestashop/prestashop",
    "shopware/core",
    "shopware/platform",
    "shopware/shopware",
    "typo3/cms-core",
)
_NPM: Final = ("@medusajs/medusa", "@strapi/strapi", "@vendure/core", "ghost", "strapi")
_SAME: Final = {
    "drupal/core-recommended": "drupal/core",
    "shopware/platform": "shopware/core",
}
_LEFT: Final = {
    "composer.json": ("composer.lock", "vendor/composer/installed.json"),
    "package.json": (
        "package-lock.json",
        "npm-shrinkwrap.json",
        "yarn.lock",
        "pnpm-lock.yaml",
        "bun.lock",
        "node_modules",
    ),
}
"""What package tools leave behind, which says more."""


class _Composer(msgspec.Struct, frozen=True):
    require: dict[str, str] = {}
    name: str = ""
    version: str = ""


class _Npm(msgspec.Struct, frozen=True):
    dependencies: dict[str, str] = {}
    name: str = ""
    version: str = ""


def read(found: Found) -> Iterator[Component]:
    """Tell each platform that is asked for, or that this project is itself."""
    kind = found.name.casefold()
    if any(found.tree.has(found.beside(name)) for name in _LEFT[kind]):
        return
    content = found.tree.read(found.path, LARGEST)
    if kind == "composer.json":
        php = decoded(content, _Composer)
        yield from _told(found, "composer", _COMPOSER, {**php.require, php.name: php.version})
    else:
        node = decoded(content, _Npm)
        yield from _told(found, "npm", _NPM, {**node.dependencies, node.name: node.version})


def _told(
    found: Found, kind: str, known: tuple[str, ...], asked: Mapping[str, str]
) -> Iterator[Component]:
    for name in known:
        if name in asked:
            exact = _EXACT.fullmatch(asked[name])
            because = (
                "" if exact else f"{found.name} asks for {asked[name][:60]}; nothing is locked"
            )
            package = purl(kind, _SAME.get(name, name))
            version = exact[1] if exact else ""
            yield Component(package, version, found.path, unreadable=because)


INVENTORY = InventoryReader(finds=("composer.json", "package.json"), read=read, of_projects=True)
