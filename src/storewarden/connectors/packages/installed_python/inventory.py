"""Tells the Python distributions that are installed in a tree: Wagtail, django-oscar and all else.

What distutils installed has one file ``NAME-VERSION.egg-info`` in place of a folder.

Source: PyPA specifications, "Recording installed projects" and "Core metadata".
"""

import re
from collections.abc import Iterator
from typing import Final

from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_MOST: Final = 16_384
"""Bytes in which name and version stand; the description comes after them."""

_SYSTEM: Final = "/usr/lib/python3/dist-packages/"
"""Debian's own, told by dpkg: mended there without a new version of the project."""

_FOLDER: Final = re.compile(r"(.+?)(?:-[^-]*)?\.(?:dist|egg)-info", re.IGNORECASE)


def read(found: Found) -> Iterator[Component]:
    """Read the head of the metadata; the folder's name serves where that cannot be read."""
    if _SYSTEM in f"/{found.path}":
        return
    try:
        text = found.tree.head(found.path, _MOST).decode("utf-8", "replace")
    except Unreadable as gone:
        yield Component(_by_folder(found), "", found.path, unreadable=str(gone))
        return
    head = text.replace("\r\n", "\n").partition("\n\n")[0]
    name, version = _field(head, "Name"), _field(head, "Version")
    because = "" if version else "its metadata names no version"
    whose = purl("pypi", name) if name else _by_folder(found)
    yield Component(whose, version, found.path, unreadable=because)


def _field(head: str, name: str) -> str:
    found = re.search(rf"^{name}:(.*)$", head, re.IGNORECASE | re.MULTILINE)
    return found[1].strip() if found else ""


def _by_folder(found: Found) -> str:
    own = found.name if found.name.casefold().endswith(".egg-info") else found.parent
    folder = _FOLDER.fullmatch(own)
    return purl("pypi", folder[1] if folder else own)


INVENTORY = InventoryReader(
    finds=("*.dist-info/metadata", "*.egg-info/pkg-info", "*-*.egg-info"), read=read
)
