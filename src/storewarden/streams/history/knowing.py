"""Knows a log file again by its content: under another name, packed, or grown since."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

HEAD: Final = 4096
"""Bytes at the start that tell a file from others; a shorter file is known by what there is."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far a file was brought in.

    Attributes:
        name: of the position in the store.
        head: bytes at the start that ``digest`` covers.
        offset: bytes brought in, unpacked.
        lines: lines brought in.
        tail: digest of the last bytes before ``offset``, at most `HEAD`.
    """

    name: str
    head: int
    digest: str
    offset: int = 0
    lines: int = 0
    tail: str = ""

    def written(self) -> str:
        """The place as the store keeps it."""
        return json.dumps((self.head, self.digest, self.offset, self.lines, self.tail))


def beginning(source: str) -> str:
    """How the names of a source's positions begin."""
    return f"history:{source}:"


def new(source: str, start: bytes) -> Place:
    """The place of a file that nobody brought in before."""
    digest = digest_of(start[:HEAD])
    return Place(beginning(source) + digest, len(start[:HEAD]), digest)


def places(positions: Mapping[str, str]) -> list[Place]:
    """Read the places of a source, best known files first."""
    read = [Place(name, *json.loads(place)) for name, place in positions.items()]
    return sorted(read, key=lambda place: (-place.head, place.name))


def known(positions: Mapping[str, str], start: bytes, tail: Callable[[int], bytes]) -> Place | None:
    """Find the place of a file that begins with ``start``.

    ``tail`` gives the bytes before an offset: two files may begin alike, but a file that was
    brought in up to somewhere reads there as it did then.
    """
    for place in places(positions):
        if place.head > len(start) or digest_of(start[: place.head]) != place.digest:
            continue
        before = tail(place.offset)
        if not before or digest_of(before[-HEAD:]) == place.tail:
            return place
    return None


def digest_of(content: bytes) -> str:
    """A short digest; nobody's safety hangs on it."""
    return sha256(content).hexdigest()[:32]
