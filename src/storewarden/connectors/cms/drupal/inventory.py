"""Tells Drupal itself and its contributed modules and themes.

Drupal's packaging adds ``version`` and ``project`` to every ``.info.yml`` (before 8: ``.info``).
Source: drupal.org, "Let Drupal know about your module with an .info.yml file", and the mapping of
old version numbers by packages.drupal.org: ``8.x-3.1`` is Composer's ``3.1.0``.
"""

import re
from collections.abc import Iterator
from typing import Final

from storewarden.connectors.manifests import line
from storewarden.connectors.php_code import code, defined, plain
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_CORE: Final = "pkg:composer/drupal/core"
_MOST: Final = 65_536
_EIGHT: Final = re.compile(r"(?:8|9)\.x-(\d+)\.(\d+)(-[a-z]+\d*)?")
_SEVEN: Final = re.compile(r"[4-7]\.x-.*")
_LISTS: Final = ("composer.lock", "vendor/composer/installed.json")


def read(found: Found) -> Iterator[Component]:
    """Tell core by its constant, all else by its info file."""
    match found.name.casefold():
        case "drupal.php":
            version = defined(code(found.tree, found.path), "VERSION")
            yield Component(_CORE, version, found.path)
        case "bootstrap.inc":
            yield from _before_eight(found)
        case _:
            yield from _extension(found)


def _before_eight(found: Found) -> Iterator[Component]:
    """Other software has such a file, too: Drupal's defines the version and has system.module."""
    top = found.folder.rpartition("/")[0]
    if found.tree.has(f"{top}/modules/system/system.module".lstrip("/")):
        yield Component(_CORE, defined(code(found.tree, found.path), "VERSION"), found.path)


def _extension(found: Found) -> Iterator[Component]:
    own = found.name.partition(".")[0]
    try:
        text = plain(found.tree.head(found.path, _MOST))
    except Unreadable as gone:
        if _is_contributed(found, own):
            yield Component(purl("composer", "drupal", own), "", found.path, unreadable=str(gone))
        return
    project, version = line(text, "project"), line(text, "version")
    if found.name.casefold().endswith(".info") and not line(text, "core"):
        return  # an info file of something else
    if project == "drupal":
        if version and version != "VERSION":
            yield Component(_CORE, version, found.path)
        return
    if project or _is_contributed(found, own):
        yield _told(purl("composer", "drupal", project or own), version, found.path)


def _told(package: str, version: str, path: str) -> Component:
    if eight := _EIGHT.fullmatch(version):
        version = f"{eight[1]}.{eight[2]}.0{eight[3] or ''}"
    elif _SEVEN.fullmatch(version):
        because = f"{version} counts as Drupal 7 did, and no list does any more"
        return Component(package, "", path, unreadable=because)
    because = "" if version else "its info file names no version"
    return Component(package, version, path, unreadable=because)


def _is_contributed(found: Found, own: str) -> bool:
    """A module's main file in a folder ``contrib``, of which Composer has not written a list."""
    if found.parent != own or "/contrib/" not in f"/{found.path}":
        return False
    above = found.folder.split("/")
    tops = ("/".join(above[:depth]) for depth in range(len(above)))
    return not any(found.tree.has(f"{top}/{name}".lstrip("/")) for top in tops for name in _LISTS)


INVENTORY = InventoryReader(
    finds=("core/lib/drupal.php", "includes/bootstrap.inc", "*.info.yml", "*.info"), read=read
)
