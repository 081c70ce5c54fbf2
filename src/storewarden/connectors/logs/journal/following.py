"""The journal as a source of the watch: its place is journald's own cursor."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from time import monotonic
from typing import Final

from storewarden.connectors.logs.journal.running import Running
from storewarden.core.errors import Unreachable
from storewarden.core.river import LONGEST, Piece, Place, Remark
from storewarden.kernels.syslog.journal import Entry, entry_in

_AGAIN: Final = 5.0
_PATIENCE: Final = 30.0


@dataclass(frozen=True, slots=True)
class Journal:
    """What is followed.

    Attributes:
        id: of the log in the estate.
        units: only what these units say; none means everything.
        folder: a folder of journal files instead of this machine's own.
        once: read what there is and end, instead of waiting for more.
        program: what is run.
    """

    id: str
    units: tuple[str, ...] = ()
    folder: str | None = None
    once: bool = False
    program: str = "journalctl"


class JournalSource:
    """A journal that is followed; a `storewarden.core.river.Source`.

    Args:
        journal: which one.
        place: where an earlier run stopped; None begins with the oldest entry.
        clock: seconds that only go forward.
    """

    def __init__(
        self, journal: Journal, place: Place | None, clock: Callable[[], float] = monotonic
    ) -> None:
        self.id = journal.id
        self._journal = journal
        self._clock = clock
        self._cursor = place.mark if place else ""
        self._line = place.line if place else 0
        self._running: Running | None = None
        self._idle_until = 0.0
        self._done = False
        self._remarks: deque[Remark] = deque()
        self._last_said = ""

    def more(self) -> Sequence[Piece]:
        """What is new, at most about a megabyte; empty when there is nothing."""
        running = self._started()
        if running is None:
            return ()
        until = self._clock() + _PATIENCE
        rows = running.rows(0.0)
        while self._journal.once and not rows and not running.ended and self._clock() < until:
            rows = running.rows(0.1)
        if running.ended:
            self._ended(running)
        return self._pieces(rows, running)

    def remarks(self) -> Sequence[Remark]:
        """What happened since the last time that was asked."""
        return [self._remarks.popleft() for _ in range(len(self._remarks))]

    def finish(self) -> Sequence[Piece]:
        """Nothing: an entry is always whole."""
        return ()

    def close(self) -> None:
        """End the program."""
        if self._running is not None:
            self._running.close()
            self._running = None

    def _started(self) -> Running | None:
        if self._running is None and not self._done and self._clock() >= self._idle_until:
            try:
                self._running = Running(self._command())
            except Unreachable as refused:
                self._say(str(refused))
                self._idle_until = self._clock() + _AGAIN
        return self._running

    def _command(self) -> list[str]:
        wanted = self._journal
        return [
            wanted.program,
            "--output=json",
            "--all",
            "--no-pager",
            "--quiet",
            "--no-tail",
            *(() if wanted.once else ("--follow",)),
            *((f"--after-cursor={self._cursor}",) if self._cursor else ()),
            *((f"--directory={wanted.folder}",) if wanted.folder else ()),
            *(f"--unit={unit}" for unit in wanted.units),
        ]

    def _ended(self, running: Running) -> None:
        """It ended by itself: as it should, or it is started again after a while."""
        self._done = self._journal.once
        if running.failed or not self._done:
            self._say(f"{running.why()}; it is started again")
        self.close()
        self._idle_until = self._clock() + _AGAIN

    def _pieces(self, rows: Sequence[bytes], running: Running) -> Sequence[Piece]:
        entries = [entry for row in rows if (entry := entry_in(row)) is not None]
        if not entries:
            return ()
        cut, running.cut = running.cut, 0
        self._last_said = ""
        return (self._piece(entries, cut),)

    def _piece(self, entries: Sequence[Entry], cut: int) -> Piece:
        lines = b"".join(entry.line[:LONGEST] + b"\n" for entry in entries)
        cut += sum(len(entry.line) > LONGEST for entry in entries)
        first = self._line + 1
        self._line += len(entries)
        self._cursor = entries[-1].cursor
        digest = blake2b(lines, digest_size=12).hexdigest()
        place = Place(0, 0, 0, 0, digest, self._line, self._cursor)
        return Piece(self.id, lines, first, len(entries), cut, place)

    def _say(self, words: str) -> None:
        if words != self._last_said:
            self._last_said = words
            self._remarks.append(Remark(self.id, words))
