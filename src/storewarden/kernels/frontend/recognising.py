"""Recognises front-end libraries in what a site serves, or what lies in a tree. Pure."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from storewarden.kernels.frontend.signs import Library

HASH: Final = "hash"
CALLED: Final = "called"
_READ: Final = 5_000_000
"""Bytes of a file that are looked at; bundles are seldom larger, and banners stand in front."""

_HALF: Final = 32


@dataclass(frozen=True, slots=True)
class Seen:
    """A library that a file is or holds; ``by`` says how it was told.

    ``version`` is empty only when a file is called like the library and names no version: ``by``
    is then `CALLED`.
    """

    purl: str
    version: str
    by: str


def recognised(url: str, content: bytes, libraries: Iterable[Library]) -> tuple[Seen, ...]:
    """Say which libraries a served file is or holds, each version once; empty for none.

    ``url`` is where it was served, ``content`` its bytes as they came, unpacked. Raises
    `ValueError` for an address that nothing can have.
    """
    return recognised_file(urlsplit(url).path, content, libraries)


def recognised_file(path: str, content: bytes, libraries: Iterable[Library]) -> tuple[Seen, ...]:
    """Say the same of a file by its path, with ``/`` before each part.

    A whole file that is known by its hash is that and nothing else.
    """
    known = tuple(libraries)
    seen = _by_hash(content, known)
    if not seen:
        text = content[:_READ].decode("utf-8", "replace")
        seen = [told for one in known for told in _told(one, path, text)]
    first: dict[tuple[str, str], Seen] = {}
    for one in seen:
        first.setdefault((one.purl, one.version), one)
    return tuple(first.values())


def _by_hash(content: bytes, libraries: Iterable[Library]) -> list[Seen]:
    if not content:
        return []
    digests = (
        hashlib.sha1(content, usedforsecurity=False).hexdigest(),
        hashlib.sha256(content).hexdigest()[:_HALF],
    )
    return [
        Seen(one.purl, one.hashes[digest], HASH)
        for one in libraries
        for digest in digests
        if digest in one.hashes
    ]


def _told(one: Library, path: str, text: str) -> list[Seen]:
    told = [Seen(one.purl, version, by) for version, by in one.told(path, text)]
    if not told and one.is_called(path):
        return [Seen(one.purl, "", CALLED)]
    return told
