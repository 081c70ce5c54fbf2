"""What becomes known of one file while it is read, so that nobody brings it in once more."""

from collections.abc import Callable
from dataclasses import replace

from storewarden.core.known_files import HEAD, KnownFile, new

Recognise = Callable[[bytes, Callable[[int], bytes]], KnownFile | None]
"""Finds what is known of a file by its start and by the bytes before an offset."""


def nobody(_start: bytes, _before: Callable[[int], bytes]) -> KnownFile | None:
    """Know no file."""
    return None


class Trace:
    """Follows the bytes of one file.

    Args:
        source: id of the log.
        file: device and inode.
        line: lines of the source that were read before, in this file and in others.
        reached: bytes that were read before.
        start: the first bytes of the file, as far as they were read.
        last: the last bytes before ``reached``.
        known: what is known of the file; None for one that is new.
    """

    def __init__(
        self,
        source: str,
        file: tuple[int, int],
        line: int,
        reached: int = 0,
        start: bytes = b"",
        last: bytes = b"",
        known: KnownFile | None = None,
    ) -> None:
        self._source = source
        self._file = file
        self._line = line
        self._reached = self._begun = reached
        self._start = start
        self._last = last
        self._before = b""
        self._chunk = b""
        self._known = known

    def take(self, chunk: bytes) -> None:
        """Take the next bytes in."""
        if self._reached == len(self._start) < HEAD:
            self._start += chunk[: HEAD - len(self._start)]
        self._reached += len(chunk)
        self._before, self._chunk = self._last, chunk
        self._last = chunk[-HEAD:] if len(chunk) >= HEAD else (self._last + chunk)[-HEAD:]

    def given(self, pending: int, offset: int, lines: int) -> KnownFile:
        """Lines were given out up to an offset; ``pending`` bytes of the last chunk are left."""
        end = len(self._chunk) - pending
        part = self._chunk[max(0, end - HEAD) : end]
        last = part if len(part) == HEAD else (self._before + part)[-HEAD:]
        known = self._known or self._new()
        self._known = known.grown(self._start).after(offset, lines, last)
        return self._known

    def _new(self) -> KnownFile:
        """A file of which nothing was known before."""
        made = new(self._source, self._start, *self._file)
        return replace(made, begun=self._begun, line=self._line)
