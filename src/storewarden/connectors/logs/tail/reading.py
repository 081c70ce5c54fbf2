"""One file while it is read: how far, which lines are whole, and the place after each piece."""

from collections.abc import Iterator
from dataclasses import replace

from storewarden.connectors.logs.tail.earlier import Rotated
from storewarden.connectors.logs.tail.framing import Frame
from storewarden.connectors.logs.tail.opening import HEAD, Opened, digest_of
from storewarden.connectors.logs.tail.tracing import Trace
from storewarden.core.river import Piece, Place


class Reading:
    """Turns the bytes of one file into pieces and knows the place after each of them.

    Args:
        source: id of the log.
        begin: where the reading starts; ``head`` and ``digest`` are found out anew when it is the
            start of the file.
        trace: what becomes known of the file.
    """

    def __init__(
        self, source: str, begin: Place, head: bytes = b"", trace: Trace | None = None
    ) -> None:
        self.place = begin
        self._trace = trace or Trace(source, (begin.device, begin.inode), begin.line, begin.offset)
        self._source = source
        self._frame = Frame()
        self._head = head

    @property
    def reached(self) -> int:
        """Offset of the next byte that is to be taken in."""
        return self.place.offset + self._frame.pending

    @property
    def head(self) -> bytes:
        """The first bytes of the file, as far as they were read and up to `HEAD`."""
        return self._head

    def take(self, chunk: bytes) -> Piece | None:
        """Take the next bytes in; None while no line has come to its end."""
        reached = self.reached + len(chunk)
        if len(self._head) < HEAD and self.reached == len(self._head):
            self._head += chunk[: HEAD - len(self._head)]
        self._trace.take(chunk)
        data, cut = self._frame.feed(chunk)
        if not data:
            return None
        return self._piece(data, cut, reached - self._frame.pending, self._frame.pending)

    def rest(self) -> Piece | None:
        """Give out a last line that has no newline, for nothing more will come."""
        reached = self.reached
        data, cut = self._frame.rest()
        return self._piece(data, cut, reached, 0) if data else None

    def _piece(self, data: bytes, cut: int, offset: int, pending: int) -> Piece:
        lines = data.count(b"\n") + (not data.endswith(b"\n"))
        first = self.place.line + 1
        self.place = replace(self.place, offset=offset, line=self.place.line + lines)
        if head := self._head[:offset]:
            self.place = replace(self.place, head=len(head), digest=digest_of(head))
        known = self._trace.given(pending, offset, lines)
        self.place = replace(self.place, file=known.name)
        return Piece(
            self._source, data, first, lines, cut, self.place, {known.name: known.written()}
        )


class Growing(Reading):
    """The file that has the log's name now, or had it a moment ago."""

    def __init__(
        self,
        source: str,
        file: Opened,
        begin: Place,
        head: bytes = b"",
        trace: Trace | None = None,
    ) -> None:
        super().__init__(source, begin, head, trace)
        self.file = file

    def more(self, most: int) -> bytes | None:
        """The next bytes; None when the file is no longer the one that was read: emptied."""
        chunk = self.file.read(most, self.reached)
        if not chunk and self.file.size() < self.reached:
            return None
        if self._head and self.file.read(len(self._head), 0) != self._head:
            return None
        return chunk


class Finished(Reading):
    """A file that was rotated away; nothing more is written to it."""

    def __init__(
        self, source: str, rotated: Rotated, begin: Place, trace: Trace | None = None
    ) -> None:
        super().__init__(source, begin, trace=trace)
        self._blocks: Iterator[bytes] = rotated.blocks()

    def next(self) -> Piece | None:
        """The next piece; None at the end."""
        for chunk in self._blocks:
            piece = self.take(chunk)
            if piece is not None:
                return piece
        return self.rest()
