"""What gives a front-end library away in a file that is served: signs, asked one after another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

HEAD: Final = 4_000
"""Letters of a file in which a library's banner stands."""

OWN: Final = 300_000
"""Letters of a library's own file in which its code names its version."""

_LONGEST: Final = 64


class Where(StrEnum):
    """Which part of a served file a sign is looked for in."""

    HEAD = "head"
    """The first `HEAD` letters."""
    TEXT = "text"
    """All of it."""
    OWN = "own"
    """The first `OWN` letters of a file that is called like the library, and of no other."""
    PATH = "path"
    """The path of its address."""
    NAME = "name"
    """The last part of that path."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One way to tell a version.

    Attributes:
        by: for people: ``banner``.
        patterns: compiled patterns, of RE2 or of the language, with a group ``version``.
    """

    by: str
    where: Where
    patterns: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """A front-end library and what gives it away.

    Attributes:
        purl: its package URL without version.
        signs: asked in this order; the first that tells a version is believed.
        hashes: of a whole file -> version: SHA-1, or the first half of SHA-256, hexadecimal.
        called: how its own file is called, whatever its version; None when nobody says so.
    """

    purl: str
    signs: tuple[Sign, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)
    called: Any = None

    def is_called(self, path: str) -> bool:
        """Is it the library's own file by the path of its address?"""
        return self.called is not None and self.called.search(path) is not None

    def in_address(self, path: str) -> bool:
        """Does the path of an address name it with a version?"""
        signs = (sign for sign in self.signs if sign.where is Where.PATH)
        return any(_version(pattern, path) for sign in signs for pattern in sign.patterns)

    def told(self, path: str, text: str) -> Iterator[tuple[str, str]]:
        """Yield (version, by) of the first sign that tells any; several only in bundles."""
        for sign in self.signs:
            part = self._part(sign.where, path, text)
            found = {version for one in sign.patterns if part and (version := _version(one, part))}
            if found:
                yield from ((version, sign.by) for version in sorted(found))
                return

    def _part(self, where: Where, path: str, text: str) -> str:
        match where:
            case Where.HEAD:
                return text[:HEAD]
            case Where.TEXT:
                return text
            case Where.PATH:
                return path
            case Where.NAME:
                return path.rpartition("/")[2]
        own = self.is_called(path) or self.in_address(path)
        return text[:OWN] if own else ""


def _version(pattern: Any, where: str) -> str:  # noqa: ANN401 - re2 comes without types
    found = pattern.search(where)
    version = (found.group("version") or "") if found else ""
    return version.removesuffix(".min").rstrip(".-_")[:_LONGEST]
