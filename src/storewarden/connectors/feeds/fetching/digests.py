"""Checksums that publishers give: in the answer's head, or in a file beside the list.

Sources: RFC 9530 (Content-Digest, Repr-Digest), RFC 1864 (Content-MD5), Google Cloud Storage
(``x-goog-hash``), CSAF 2.0 section 7.1.18 (a ``.sha256`` or ``.sha512`` file beside each document).
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from storewarden.core.errors import Unreachable

_PIECE: Final = 1024**2
_STRUCTURED: Final = re.compile(r"(sha-256|sha-512)=:([A-Za-z0-9+/=]+):")
_GOOGLE: Final = re.compile(r"\bmd5=([A-Za-z0-9+/=]+)")
_IN_FILE: Final = re.compile(r"\b([0-9a-f]{128}|[0-9a-f]{64})\b", re.IGNORECASE)
_KINDS: Final = {"sha-256": "sha256", "sha-512": "sha512", 64: "sha256", 128: "sha512"}


def checksum_of(path: Path, kind: str = "sha256") -> str:
    """The checksum of a file, hexadecimal."""
    digest = hashlib.new(kind, usedforsecurity=False)
    with path.open("rb") as opened:
        while piece := opened.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def check(path: Path, headers: Mapping[str, str], beside: str, feed: str) -> None:
    """Compare a file with every checksum that came with it; raises `Unreachable` for a wrong one.

    ``beside`` is the text of the checksum file, empty when there is none.
    """
    for kind, expected in (*_from_headers(headers), *_from_text(beside, feed)):
        if checksum_of(path, kind) != expected:
            raise Unreachable(
                f"{feed} does not fit its publisher's {kind} checksum: not taken over"
            )


def _from_headers(headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in ("content-digest", "repr-digest"):
        for kind, value in _STRUCTURED.findall(headers.get(name, "")):
            yield _KINDS[kind], _hex(value)
    stored = headers.get("x-goog-stored-content-encoding", "identity")
    if stored == headers.get("content-encoding", "identity"):
        for value in _GOOGLE.findall(headers.get("x-goog-hash", "")):
            yield "md5", _hex(value)
    if headers.get("content-md5"):
        yield "md5", _hex(headers["content-md5"])


def _from_text(text: str, feed: str) -> Iterator[tuple[str, str]]:
    if not text:
        return
    found = _IN_FILE.search(text[:10_000])
    if found is None:
        raise Unreachable(f"the checksum file of {feed} holds no checksum: not taken over")
    yield _KINDS[len(found[1])], found[1].lower()


def _hex(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).hex()
    except (binascii.Error, ValueError):
        return "unreadable"
