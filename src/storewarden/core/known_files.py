"""Knows a log file again by its content: under another name, packed, or grown since.

The watch and whoever brings in the past keep their knowledge under the same names, together with
the events: so a file counts once, whoever reads it first.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

HEAD: Final = 4096
"""Bytes at the start that tell a file from others; a shorter file is known by what there is."""


@dataclass(frozen=True, slots=True)
class KnownFile:
    """How far a file was brought in.

    Attributes:
        name: of the position in the store.
        head: bytes at the start that ``digest`` covers.
        offset: bytes brought in, unpacked.
        lines: lines brought in.
        tail: digest of the last bytes before ``offset``, at most `HEAD`.
        device: with ``inode`` the file that was read, whatever its name is now; 0 when it was a
            packed one, or is not known.
        begun: the offset at which the watch began to read it; -1 when it never did.
        line: the watch's number, over all files of the source, of the last line before ``offset``.
    """

    name: str
    head: int
    digest: str
    offset: int = 0
    lines: int = 0
    tail: str = ""
    device: int = 0
    inode: int = 0
    begun: int = -1
    line: int = 0

    def written(self) -> str:
        """The place as the store keeps it."""
        watch = (self.device, self.inode, self.begun, self.line)
        return json.dumps((self.head, self.digest, self.offset, self.lines, self.tail, *watch))

    def grown(self, start: bytes) -> "KnownFile":
        """The same file, known by more of its start, if there is more now."""
        if self.head >= len(start[:HEAD]):
            return self
        return replace(self, head=len(start[:HEAD]), digest=digest_of(start[:HEAD]))

    def after(self, offset: int, lines: int, last: bytes) -> "KnownFile":
        """The file after so many bytes, so many more lines, and the last bytes before there."""
        return replace(
            self,
            offset=offset,
            lines=self.lines + lines,
            tail=digest_of(last[-HEAD:]),
            line=self.line + lines if self.begun >= 0 else 0,
        )

    def read_by_the_watch(self, line: int) -> "KnownFile":
        """The file as of where the watch has to begin, which has read so many lines before.

        That is behind what others brought in; but a watch that goes over its own past, from
        before this file, has to begin where it began then, so that its lines keep their numbers.
        """
        if self.begun >= 0 and line < self.line:
            return self.as_of(self.begun, line)
        return replace(self, begun=self.offset, line=line)

    def as_of(self, offset: int, line: int) -> "KnownFile":
        """The file as it was known at an earlier place of the watch."""
        if self.begun < 0:
            return replace(self, offset=offset, begun=offset, line=line)
        lines = max(0, self.lines - (self.line - line))
        return replace(self, offset=offset, lines=lines, line=line)


def beginning(source: str) -> str:
    """How the names of a source's positions begin."""
    return f"history:{source}:"


def new(source: str, start: bytes, device: int = 0, inode: int = 0) -> KnownFile:
    """The place of a file that nobody brought in before."""
    digest = digest_of(start[:HEAD])
    name = beginning(source) + digest
    return KnownFile(name, len(start[:HEAD]), digest, device=device, inode=inode)


def places(positions: Mapping[str, str]) -> list[KnownFile]:
    """Read the places of a source, best known files first."""
    read = [KnownFile(name, *json.loads(place)) for name, place in positions.items()]
    return sorted(read, key=lambda place: (-place.head, place.name))


def known(
    positions: Mapping[str, str], start: bytes, tail: Callable[[int], bytes]
) -> KnownFile | None:
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
