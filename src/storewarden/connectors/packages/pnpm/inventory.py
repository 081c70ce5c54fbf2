"""Tells the packages of ``pnpm-lock.yaml`` in its forms 5, 6 and 9.

Below ``packages:`` stand keys, read line by line: ``/name/1.0.0_peer`` (5), ``/name@1.0.0(peer)``
(6), ``name@1.0.0`` (9); an endless one has ``? `` before it. What comes from an address says its
name and version in lines of its own. Source: pnpm, "lockfile" (github.com/pnpm/spec).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from storewarden.connectors.manifests import text_of
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_KEY: Final = re.compile(r"""  (?:\? )?(?:'([^']+)'|"([^"]+)"|([^'"].*?))(?::(?: .*)?)?""")
_SAID: Final = re.compile(r"""    (name|version): ['"]?([^'"\s]+)['"]?\s*""")
_FORM: Final = re.compile(r"^(?:lockfile|shrinkwrap)Version:", re.MULTILINE)
_PACKAGE: Final = re.compile(r"(@[^/@]+/[^/@]+|[^/@]+)[/@]([^/_(]+).*")
_REGISTRY: Final = re.compile(r"[^/@]+\.[^/@]+/")
_OURS: Final = re.compile(r"/?(?:@?[^@]+@)?(?:file|link):")
_PLAIN: Final = re.compile(r"v?\d[^:]*")
_ELSEWHERE: Final = "comes from an address, and no version is written there"


def read(found: Found) -> Iterator[Component]:
    """Tell each package with each of its versions; those of the project itself are left out.

    Raises `Unreadable` for what is no such file.
    """
    inside, key, said = False, "", dict[str, str]()
    text = text_of(found.content())
    if not _FORM.search(text):
        raise Unreadable("is no lock file of pnpm: it does not say of which form it is")
    for line in text.splitlines():
        if line[:1] not in {"", " ", "#"}:
            inside = line.rstrip() == "packages:"
        elif inside and line[:2] == "  " and line[2:3] not in {"", " ", ":", "#"}:
            yield from _told(found, key, said)
            match = _KEY.fullmatch(line.rstrip())
            key, said = (match[1] or match[2] or match[3] if match else line.strip()), {}
        elif inside and (match := _SAID.fullmatch(line)):
            said[match[1]] = match[2]
    yield from _told(found, key, said)


def _told(found: Found, key: str, said: Mapping[str, str]) -> Iterator[Component]:
    if not key or _OURS.match(key):
        return
    own = key.removeprefix("/") if key.startswith("/") else _REGISTRY.sub("", key, count=1)
    match = _PACKAGE.fullmatch(own)
    name = said.get("name") or (match[1] if match else own)
    written = match[2].strip() if match and "name" not in said else ""
    version = said.get("version") or (written if _PLAIN.fullmatch(written) else "")
    because = "" if version else _ELSEWHERE
    yield Component(purl("npm", name), version, found.path, unreadable=because)


INVENTORY = InventoryReader(finds=("pnpm-lock.yaml",), read=read, of_projects=True)
