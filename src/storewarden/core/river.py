"""What flows from a log source to the stream: whole lines, and where to go on after them."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Protocol

LONGEST: int = 64 * 1024
"""Bytes of one line that are kept; the rest of a longer line is skipped, and that is counted."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reading of a growing file stands.

    Attributes:
        device: with ``inode`` the file itself, whatever its name is now.
        offset: bytes read, up to the end of a line.
        head: how many bytes from the start ``digest`` covers; never more than ``offset``.
        digest: hexadecimal digest of those bytes, to know the file again after a copy.
        line: how many lines of this source were read, in this file and in those before it.
        mark: where a source that is no file goes on, in its own words. Such a source is never
            read again from an earlier place.
        file: the name under which the store knows how far this file was brought in.
    """

    device: int
    inode: int
    offset: int
    head: int
    digest: str
    line: int
    mark: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some whole lines of one source, in the order in which they stand there.

    Attributes:
        source: id of the log asset.
        data: the lines with their newlines; only the last line of all may lack one.
        first_line: number of the first of them in its source, from 1.
        lines: how many they are.
        cut: how many of them were longer than `LONGEST` and are kept up to there.
        place: where to go on after them; None for a source that cannot be read again.
        also: further positions, by name, that are kept together with these lines.
    """

    source: str
    data: bytes
    first_line: int
    lines: int
    cut: int = 0
    place: Place | None = None
    also: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a source that its owner should know: it is missing, refused, rotated."""

    source: str
    said: str


class Source(Protocol):
    """Something that lines come from. It is asked again and again, and never waits."""

    id: str

    def more(self) -> Sequence[Piece]:
        """What is new, at most about a megabyte; empty when there is nothing."""
        ...

    def remarks(self) -> Sequence[Remark]:
        """What happened since the last time that was asked."""
        ...

    def finish(self) -> Sequence[Piece]:
        """What is left when reading ends for good: a last line without a newline."""
        ...

    def close(self) -> None:
        """Let go of what is open."""
        ...


@dataclass(frozen=True, slots=True)
class Received:
    """Lines that somebody sent over the network.

    Attributes:
        source: whose they are.
        data: whole lines, none longer than `LONGEST`.
        lines: how many.
        cut: how many of them were longer and are kept up to there.
        id: the same id means the same lines; empty makes them new ones.
        ticket: gets the number of events when they are kept; cancelled when they cannot be.
    """

    source: str
    data: bytes
    lines: int
    cut: int = 0
    id: str = ""
    ticket: "Future[int] | None" = None


Offer = Callable[[Received], bool]
"""Takes lines in; False when there is no room: then nothing was taken."""

Dropped = Callable[[str, int], None]
"""Is told of lines of a source that are lost."""
