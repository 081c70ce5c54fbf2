"""Tells the front-end libraries of a front page: by banner, by hash of content, by file name.

What a file says of itself counts before what it is called: files are replaced, names stay. Files
on others' hosts are not fetched; of them only the address speaks.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from storewarden.connectors.page_marks import scripts
from storewarden.connectors.scanners.libraries.fingerprints import LIBRARIES
from storewarden.connectors.scanners.libraries.hashes import HASHES
from storewarden.core.inventory import Component
from storewarden.core.outside import OutsideReader, Visit
from storewarden.kernels.purls.purl import purl

_LARGEST: Final = 2_000_000


def read(visit: Visit) -> Iterator[Component]:
    """Tell each library once a file; bundles may hold several."""
    for address in scripts(visit.page):
        path = _path(address)
        answer = visit.file(address)
        body = answer.body[:_LARGEST] if answer else b""
        known = HASHES.get(sha256(body).hexdigest()[:32]) if body else None
        if known:
            yield Component(purl("npm", known[0]), known[1], address)
            continue
        yield from _told(address, path, body.decode("utf-8", "replace"))


def _told(address: str, path: str, text: str) -> Iterator[Component]:
    for library in LIBRARIES:
        called = library.is_called(path)
        version = library.in_banner(text) or (library.in_code(text) if called else "")
        if version := version or library.in_address(path):
            yield Component(purl("npm", library.npm), version, address)
        elif called:
            because = "neither its address nor its text names a version"
            yield Component(purl("npm", library.npm), "", address, unreadable=because)


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


OUTSIDE = OutsideReader(read=read)
