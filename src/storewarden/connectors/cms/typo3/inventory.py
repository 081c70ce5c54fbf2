"""Tells TYPO3 itself and its extensions.

Every extension has an ``ext_emconf.php``; those of TYPO3's own lie in ``typo3/sysext``.
Source: TYPO3 Explained, "ext_emconf.php" and "composer.json".
"""

import re
from collections.abc import Iterator
from typing import Final

from storewarden.connectors.manifests import LARGEST, named
from storewarden.connectors.php_code import code, defined, keyed
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_CORE: Final = "pkg:composer/typo3/cms-core"
_TRIALS: Final = re.compile(r"/tests?/|/fixtures?/", re.IGNORECASE)


def read(found: Found) -> Iterator[Component]:
    """Tell core by its class, all else by its ``ext_emconf.php``."""
    if _TRIALS.search(f"/{found.path}"):
        return
    if found.name.casefold() == "typo3version.php":
        yield Component(_CORE, defined(code(found.tree, found.path), "VERSION"), found.path)
        return
    try:
        version = keyed(code(found.tree, found.path), "version")
    except Unreadable as gone:
        yield Component(_package(found), "", found.path, unreadable=str(gone))
        return
    because = "" if version else "its ext_emconf.php names no version"
    yield Component(_package(found), version, found.path, unreadable=because)


def _package(found: Found) -> str:
    """Composer's name; without one, that of the extension repository's own packages."""
    key = found.parent.casefold().replace("_", "-")
    if found.folder.casefold().endswith(f"sysext/{found.parent.casefold()}"):
        return purl("composer", "typo3", f"cms-{key}")
    try:
        name = named(found.tree.read(found.beside("composer.json"), LARGEST)).name
    except Unreadable:
        name = ""
    return purl("composer", name) if "/" in name else purl("composer", "typo3-ter", key)


INVENTORY = InventoryReader(
    finds=("ext_emconf.php", "classes/information/typo3version.php"), read=read
)
