"""Recognises front-end libraries in what a site serves, by fingerprints that others publish. Pure.

Source of the fingerprints' form: retire.js, "jsrepository" (github.com/RetireJS/retire.js): regular
expressions in which ``§§version§§`` stands for a version.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import re2

_VERSION_MARK: Final = "§§version§§"
_VERSION: Final = r"[0-9][0-9a-z._\-]*"
_LONGEST_PATTERN: Final = 2_000
_LONGEST_VERSION: Final = 64
_READ: Final = 5_000_000
"""Bytes of a file that are looked at; bundles are seldom larger, and banners stand in front."""


@dataclass(frozen=True, slots=True)
class Library:
    """A front-end library and what gives it away.

    Attributes:
        purl: its package URL without version.
        uri, filename, content: compiled patterns with a group ``version``.
        hashes: SHA-1 of a whole file -> version.
    """

    purl: str
    uri: tuple[Any, ...] = ()
    filename: tuple[Any, ...] = ()
    content: tuple[Any, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """A library that a file is or holds; ``by`` says how it was told."""

    purl: str
    version: str
    by: str


def library(
    purl: str,
    *,
    uri: Iterable[str] = (),
    filename: Iterable[str] = (),
    content: Iterable[str] = (),
    hashes: Mapping[str, str] | None = None,
) -> Library:
    """Compile published fingerprints; patterns that cannot be run safely are left out."""
    return Library(
        purl,
        tuple(_compiled(uri)),
        tuple(_compiled(filename)),
        tuple(_compiled(content)),
        hashes or {},
    )


def recognised(url: str, content: bytes, libraries: Iterable[Library]) -> tuple[Seen, ...]:
    """Say which libraries a served file is or holds, each version once; empty for none.

    ``url`` is where it was served, ``content`` its bytes as they came, unpacked.
    """
    path = urlsplit(url).path
    text = content[:_READ].decode("utf-8", "replace")
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    found: dict[tuple[str, str], Seen] = {}
    for known in libraries:
        for version, by in _told(known, path, text, digest):
            found.setdefault((known.purl, version), Seen(known.purl, version, by))
    return tuple(found.values())


def _told(known: Library, path: str, text: str, digest: str) -> Iterator[tuple[str, str]]:
    if digest in known.hashes:
        yield known.hashes[digest], "hash"
        return
    for patterns, where, by in (
        (known.content, text, "banner"),
        (known.uri, path, "address"),
        (known.filename, path.rpartition("/")[2], "file name"),
    ):
        versions = {version for pattern in patterns if (version := _version(pattern, where))}
        if versions:
            yield from ((version, by) for version in sorted(versions))
            return


def _version(pattern: Any, where: str) -> str:  # noqa: ANN401 - re2 comes without types
    found = pattern.search(where)
    version = (found.group("version") or "") if found else ""
    return version.removesuffix(".min").rstrip(".-_")[:_LONGEST_VERSION]


def _compiled(patterns: Iterable[str]) -> Iterator[Any]:
    options = re2.Options()
    options.log_errors = False
    for pattern in patterns:
        if _VERSION_MARK not in pattern or len(pattern) > _LONGEST_PATTERN:
            continue
        try:
            compiled = re2.compile(_rewritten(pattern), options=options)
        except re2.error:
            continue
        yield compiled


def _rewritten(pattern: str) -> str:
    """The version gets a group of its own name; where it stands twice, the first one counts."""
    group = f"(?P<version>{_VERSION})"
    for mark in (f"({_VERSION_MARK})", _VERSION_MARK):
        if mark in pattern:
            return pattern.replace(mark, group, 1).replace(_VERSION_MARK, _VERSION)
    return pattern
