"""Follows one log by its name through growth, rotation, emptying and absence."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Final

from storewarden.connectors.logs.tail.earlier import Rotated, left_over
from storewarden.connectors.logs.tail.opening import HEAD, Opened, digest_of, identity, opened
from storewarden.connectors.logs.tail.reading import Finished, Growing
from storewarden.connectors.logs.tail.tracing import Recognise, Trace, nobody
from storewarden.core.errors import Unreachable
from storewarden.core.known_files import HEAD as KNOWN_BY
from storewarden.core.known_files import KnownFile
from storewarden.core.river import Piece, Place, Remark

_BLOCK: Final = 4 * 1024 * 1024  # a quarter of it would cost almost twice as much a line
_PATIENCE: Final = 10.0
_EMPTY: Final = 60.0


@dataclass(frozen=True, slots=True)
class Log:
    """What is followed.

    Attributes:
        id: of the log in the estate.
        link: True when the estate says that the path is a symbolic link on purpose.
        quiet: seconds without a new line after which a file that lost its name is left.
    """

    id: str
    path: Path
    link: bool = False
    quiet: float = 1.0


class Tail:
    """A log file that is followed; a `storewarden.core.river.Source`.

    Args:
        log: which one.
        place: where an earlier run stopped; None begins at the start of the file.
        clock: seconds that only go forward.
        recognise: says how far others have brought a file in; the reading begins there.
    """

    def __init__(
        self,
        log: Log,
        place: Place | None = None,
        clock: Callable[[], float] = monotonic,
        recognise: Recognise = nobody,
    ) -> None:
        self.id = log.id
        self._log = log
        self._place = place
        self._clock = clock
        self._recognise = recognise
        self._growing: Growing | None = None
        self._stood = place or Place(0, 0, 0, 0, "", 0)
        self._earlier: deque[Rotated] = deque()
        self._finished: Finished | None = None
        self._remarks: list[Remark] = []
        self._last_said = ""
        self._line = 0 if place is None else place.line
        self._fed = clock()
        self._replaced: float | None = None

    def more(self) -> Sequence[Piece]:
        """What is new, at most about four megabytes; empty when there is nothing."""
        piece = self._left() if self._earlier or self._finished else self._grown()
        if piece is None:
            return ()
        self._line = piece.first_line + piece.lines - 1
        self._fed = self._clock()
        return (piece,)

    def remarks(self) -> Sequence[Remark]:
        """What happened since the last time that was asked."""
        told, self._remarks = self._remarks, []
        return told

    def finish(self) -> Sequence[Piece]:
        """A last line without a newline."""
        piece = self._growing.rest() if self._growing else None
        return () if piece is None else (piece,)

    def close(self) -> None:
        """Let go of the file."""
        if self._growing is not None:
            self._growing.file.close()
            self._growing = None

    def _grown(self) -> Piece | None:
        if self._growing is None and not self._open():
            return self._left() if self._earlier else None
        assert self._growing is not None  # noqa: S101 - `_open` said so
        chunk = self._growing.more(_BLOCK)
        if chunk is None:
            return self._emptied(self._growing)
        if chunk:
            return self._growing.take(chunk)
        return self._rotated(self._growing) if self._is_replaced(self._growing) else None

    def _open(self) -> bool:
        """Open what has the name now; False when there is nothing or something else comes first."""
        try:
            file = opened(self._log.path, link=self._log.link)
        except Unreachable as refused:
            self._say(str(refused))
            return False
        if file is None:
            self._say(f"{self._log.path} is not there (yet)")
            return False
        self._last_said = ""
        return self._from_the_start(file) if self._place is None else self._go_on(file, self._place)

    def _from_the_start(self, file: Opened) -> bool:
        begin, head = Place(file.device, file.inode, 0, 0, "", self._line), b""
        found = self._known(file)
        if found is not None and found.offset:
            head = file.read(min(HEAD, found.offset), 0)
            begin = replace(begin, offset=found.offset, head=len(head), digest=digest_of(head))
        self._growing = Growing(self.id, file, begin, head, self._traced(file, begin, found))
        self._replaced, self._fed = None, self._clock()
        return True

    def _go_on(self, file: Opened, place: Place) -> bool:
        """Go on after a restart: in this file, or first in what the rotation made of it."""
        self._place = None
        head = file.read(place.head, 0)
        same = (file.device, file.inode) == (place.device, place.inode)
        if (
            file.size() >= place.offset
            and file.digest(place.head) == place.digest
            and (same or place.head)
        ):
            found = self._recognise(file.read(KNOWN_BY, 0), file.before)
            if found is not None:
                found = found.as_of(place.offset, place.line)
            self._growing = Growing(self.id, file, place, head, self._traced(file, place, found))
            return True
        file.close()
        self._look_for(place)
        return False

    def _known(self, file: Opened) -> KnownFile | None:
        """Where we have to begin in a file; a short one must be the very same to be known."""
        found = self._recognise(file.read(KNOWN_BY, 0), file.before)
        if found is None or found.offset > file.size():
            return None
        same = (found.device, found.inode) == (file.device, file.inode)
        return found.read_by_the_watch(self._line) if same or found.head >= KNOWN_BY else None

    def _traced(self, file: Opened, begin: Place, found: KnownFile | None) -> Trace:
        start = file.read(KNOWN_BY, 0) if begin.offset else b""
        ids, last = (file.device, file.inode), file.before(begin.offset)
        return Trace(self.id, ids, begin.line, begin.offset, start, last, found)

    def _look_for(self, place: Place) -> None:
        """Put what was left unread in files that were rotated away before anything else."""
        found = left_over(self._log.path, place)
        if found is None:
            self._say(f"{self._log.path} was replaced; what was written before it is gone")
            return
        self._earlier.extend(found)
        self._stood = place

    def _left(self) -> Piece | None:
        """The next piece of files that were rotated away."""
        while self._finished is not None or self._earlier:
            if self._finished is None:
                self._finished = self._next_file(self._earlier.popleft())
            try:
                piece = self._finished.next()
            except Unreachable as odd:
                self._say(str(odd))
                piece = None
            if piece is not None:
                return piece
            self._finished = None
        return None

    def _next_file(self, rotated: Rotated) -> Finished:
        ids, start = (rotated.device, rotated.inode), rotated.start(KNOWN_BY)
        found, begin = self._recognise(start, rotated.before), Place(*ids, 0, 0, "", self._line)
        if rotated.skip:
            begin = self._stood
            found = found and found.as_of(begin.offset, begin.line)
        elif found is not None:
            found = found.read_by_the_watch(self._line)
            rotated = replace(rotated, skip=found.offset)
            begin = replace(begin, offset=found.offset)
        last = rotated.before(begin.offset) if begin.offset else b""
        started = start if begin.offset else b""
        trace = Trace(self.id, ids, begin.line, begin.offset, started, last, found)
        return Finished(self.id, rotated, begin, trace)

    def _emptied(self, growing: Growing) -> Piece | None:
        """The same file, emptied: read what a copy of it still holds, then begin anew."""
        place = growing.place
        rest = None if growing.place.offset == 0 else left_over(self._log.path, place)
        held = growing.rest() if rest is None else None
        self.close()
        if rest is not None:
            self._earlier.extend(rest)
            self._stood = place
        return held or (self._left() if self._earlier else None)

    def _is_replaced(self, growing: Growing) -> bool:
        """Whether another file has the name, and the old one is no longer written to."""
        now = identity(self._log.path, link=self._log.link)
        if now is None or now == (growing.file.device, growing.file.inode):
            self._replaced = None
            return False
        moment = self._clock()
        self._replaced = self._replaced or moment
        quiet = moment - self._fed
        if self._has_content():
            return quiet >= self._log.quiet or moment - self._replaced >= _PATIENCE
        return quiet >= _EMPTY

    def _has_content(self) -> bool:
        """Whether the new file has lines; a link or a folder never has, and that is said."""
        try:
            file = opened(self._log.path, link=self._log.link)
        except Unreachable as refused:
            self._say(str(refused))
            return False
        if file is None:
            return False
        with_content = file.size() > 0
        file.close()
        return with_content

    def _rotated(self, growing: Growing) -> Piece | None:
        """End with the old file; what was rotated between it and the new one comes next."""
        rest = growing.rest()
        between = left_over(self._log.path, growing.place) or []
        self._earlier.extend(between[1:])
        self.close()
        return rest

    def _say(self, words: str) -> None:
        if words != self._last_said:
            self._last_said = words
            self._remarks.append(Remark(self.id, words))
