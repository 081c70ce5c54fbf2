"""Tells the packages of ``bun.lock``; the binary ``bun.lockb`` is told as a gap.

``bun.lock`` is JSON with commas before closing brackets. Below ``packages`` stands for each place
a list that begins with ``name@version``. Source: Bun, "Lockfile" (bun.com/docs/install/lockfile).
"""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from storewarden.connectors.manifests import text_of
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_LOOSE: Final = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[\]}])')
_OURS: Final = ("workspace:", "link:", "file:", "root:")


class _Lock(msgspec.Struct):
    packages: dict[str, object] = {}


def read(found: Found) -> Iterator[Component]:
    """Tell each package; those of the project itself are left out."""
    if found.name.lower() == "bun.lockb":
        raise Unreadable(
            "is Bun's binary form; `bun install --save-text-lockfile` writes the other"
        )
    text = _LOOSE.sub(lambda match: match[1] or "", text_of(found.content()))
    for place, entry in msgspec.json.decode(text, type=_Lock).packages.items():
        yield from _told(found, place, entry[0] if isinstance(entry, list) and entry else None)


def _told(found: Found, place: str, named: object) -> Iterator[Component]:
    if not isinstance(named, str) or "@" not in named[1:]:
        because = "its entry does not begin with a name and a version"
        yield Component(purl("npm", place or "nameless"), "", found.path, unreadable=because)
        return
    at = named.index("@", 1)
    name, version = named[:at], named[at + 1 :]
    if not version.startswith(_OURS):
        yield Component(purl("npm", name), version, found.path)


INVENTORY = InventoryReader(finds=("bun.lock", "bun.lockb"), read=read, of_projects=True)
