"""Tells the packages of ``bun.lock``; the binary ``bun.lockb`` is told as a gap.

``bun.lock`` is JSON with commas before closing brackets. Below ``packages`` stands for each place
a list that begins with ``name@version``. Source: Bun, "Lockfile" (bun.com/docs/install/lockfile).
"""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_LOOSE: Final = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[\]}])')
_OURS: Final = ("workspace:", "link:", "file:", "root:")


class _Lock(msgspec.Struct):
    packages: dict[str, list[object]] = {}


def read(found: Found) -> Iterator[Component]:
    """Tell each package; those of the project itself are left out."""
    if found.name.lower() == "bun.lockb":
        raise Unreadable(
            "is Bun's binary form; `bun install --save-text-lockfile` writes the other"
        )
    text = _LOOSE.sub(lambda match: match[1] or "", found.content().decode("utf-8"))
    for entry in msgspec.json.decode(text, type=_Lock).packages.values():
        yield from _told(found, entry[0] if entry else None)


def _told(found: Found, named: object) -> Iterator[Component]:
    if not isinstance(named, str):
        raise ValueError("an entry does not begin with a name")  # noqa: TRY004 - broken content
    name, _, version = named.rpartition("@")
    if name and not version.startswith(_OURS):
        yield Component(purl("npm", name), version, found.path)


INVENTORY = InventoryReader(finds=("bun.lock", "bun.lockb"), read=read, of_projects=True)
