"""Tells the libraries in Java archives, and in archives in archives, three deep.

A jar, war or ear is opened where it lies; a plain zip only for the Java archives in it. What is too
deep, too large or broken is told as a component that cannot be read, so that it is never clean.
"""

import zipfile
from collections.abc import Iterator
from typing import Final

from storewarden.connectors.packages.archives.bounds import (
    DEEPEST,
    LARGEST_INSIDE,
    Allowance,
    opened,
)
from storewarden.connectors.packages.archives.java import NEED_LOOKUP, libraries
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_JAVA: Final = (".jar", ".war", ".ear", ".aar", ".rar", ".jmod", ".hpi")
_ARCHIVES: Final = (*_JAVA, ".zip")
_WHOLE: Final = (".jar", ".aar")


def read(found: Found) -> Iterator[Component]:
    """Tell every library in one archive on the disk; raises `Unreadable` when it is none."""
    allowance = Allowance()
    with found.tree.open(found.path) as file, opened(file) as archive:
        yield from _inside(archive, found.path, allowance, 0)


def _inside(
    archive: zipfile.ZipFile, where: str, allowance: Allowance, depth: int
) -> Iterator[Component]:
    name = _name(where)
    if name.lower().endswith(_WHOLE):
        for one in libraries(archive, name, allowance):
            yield Component(
                purl("maven", one.group, one.artifact),
                one.version,
                where,
                unreadable=one.unreadable,
                mitigated=one.mitigated,
                mitigates=NEED_LOOKUP if one.mitigated else (),
            )
    for entry in archive.infolist():
        if entry.filename.lower().endswith(_ARCHIVES) and not entry.is_dir():
            yield from _deeper(archive, entry, f"{where}!{entry.filename}", allowance, depth + 1)


def _deeper(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    where: str,
    allowance: Allowance,
    depth: int,
) -> Iterator[Component]:
    if depth > DEEPEST:
        yield _unread(where, f"lies more than {DEEPEST} archives deep")
        return
    try:
        content = allowance.unpacked(archive, entry, LARGEST_INSIDE)
        inner = opened(content)
    except Unreadable as gone:
        yield _unread(where, str(gone))
        return
    with inner:
        yield from _inside(inner, where, allowance, depth)


def _unread(where: str, because: str) -> Component:
    return Component(purl("generic", _name(where)), "", where, unreadable=because)


def _name(where: str) -> str:
    """The own name of what lies at ``shop.war!WEB-INF/lib/lamp.jar``."""
    return where.rpartition("!")[2].rpartition("/")[2] or where


INVENTORY = InventoryReader(
    finds=("*.jar", "*.war", "*.ear", "*.aar", "*.rar", "*.hpi", "*.zip"), read=read
)
