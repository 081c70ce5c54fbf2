"""Tells the packages of ``yarn.lock``: Yarn 1's own form, and the YAML of Yarn 2 and later.

Both are read line by line: an entry begins at the margin with what was asked for, and says its
version in lines below that are indented by two. Yarn 2 names the package itself in ``resolution``;
Yarn 1 names another one behind an alias as ``alias@npm:real@range``.
"""

import re
from collections.abc import Iterator
from typing import Final

from storewarden.connectors.manifests import text_of
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_FORM: Final = re.compile(r"^# yarn lockfile v\d|^(?:[^\s#<].*)?:\s*$", re.MULTILINE)
_ASKED: Final = re.compile(r"""["']?(@?[^@"'\s]+)@([^"',]*)""")
_VERSION: Final = re.compile(r"""  version:? ["']?([^"'\s]+)["']?\s*""")
_RESOLUTION: Final = re.compile(r"""  resolution: ["']?(@?[^@"'\s]+)@([a-z]+):.*""")
_ALIAS: Final = re.compile(r"npm:(@?[^@\s]+)@")
_OURS: Final = ("workspace", "link", "portal", "soft")
_NONE: Final = "has no version in the lock file"


def read(found: Found) -> Iterator[Component]:
    """Tell each package once an entry; those of the project itself are left out.

    Raises `Unreadable` for what is no such file.
    """
    name, version, ours = "", "", False
    text = text_of(found.content())
    if text.strip() and not _FORM.search(text):
        raise Unreadable("is no lock file of Yarn: no entry begins in it")
    for line in text.splitlines():
        if line[:1] not in {"", " ", "#"}:
            yield from _told(found, name, version, ours=ours)
            name, version, ours = *_asked(line), False
        elif match := _VERSION.fullmatch(line):
            version = match[1]
        elif match := _RESOLUTION.fullmatch(line):
            name, ours = match[1], match[2] in _OURS
    yield from _told(found, name, version, ours=ours)


def _asked(line: str) -> tuple[str, str]:
    """The name that an entry is about and no version yet; nothing for ``__metadata``."""
    match = _ASKED.match(line)
    if match is None:
        return "", ""
    alias = _ALIAS.match(match[2])
    return (alias[1] if alias else match[1]), ""


def _told(found: Found, name: str, version: str, *, ours: bool) -> Iterator[Component]:
    if name and not ours:
        because = "" if version else _NONE
        yield Component(purl("npm", name), version, found.path, unreadable=because)


INVENTORY = InventoryReader(finds=("yarn.lock",), read=read, of_projects=True)
