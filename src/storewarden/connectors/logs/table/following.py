"""A table as a source of the watch: asked now and then, in a thread of its own."""

import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Final

from storewarden.connectors.logs.table import mark as marking
from storewarden.connectors.logs.table.finding import Found, found, known
from storewarden.connectors.logs.table.reading import Record, read
from storewarden.core.errors import StorewardenError
from storewarden.core.logs import TableForm
from storewarden.core.ports import Tables
from storewarden.core.river import Piece, Place, Remark

_PACE: Final = 2.0
_AGAIN: Final = 30.0
_WAITING: Final = 4


@dataclass(frozen=True, slots=True)
class Table:
    """What is followed.

    Attributes:
        id: of the log in the estate.
        form: how its rows are told.
        open: opens the database; raises `StorewardenError`.
        named: the table's name, where the estate file says it.
        once: read what there is, at once, instead of asking now and then.
    """

    id: str
    form: TableForm
    open: Callable[[], Tables]
    named: str | None = None
    once: bool = False


class TableSource:
    """A table that is followed; a `storewarden.core.river.Source`.

    Args:
        table: which one.
        place: where an earlier run stopped; None begins with the first row.
        clock: microseconds since 1970.
        pace: seconds between two questions when nothing is new.
    """

    def __init__(
        self, table: Table, place: Place | None, clock: Callable[[], int], pace: float = _PACE
    ) -> None:
        self.id = table.id
        self._table = table
        self._clock = clock
        self._pace = pace
        self._mark = marking.read(place.mark if place else "")
        self._line = place.line if place else 0
        self._tables: Tables | None = None
        self._found: Found | None = None
        self._pieces: Queue[Piece] = Queue(_WAITING)
        self._remarks: deque[Remark] = deque()
        self._last_said = ""
        self._stop = Event()
        self._thread: Thread | None = None

    def more(self) -> Sequence[Piece]:
        """What is new; empty when there is nothing."""
        if self._table.once:
            return self._at_once()
        if self._thread is None:
            self._thread = Thread(target=self._ask, name=f"storewarden-{self.id}", daemon=True)
            self._thread.start()
        try:
            return (self._pieces.get_nowait(),)
        except Empty:
            return ()

    def remarks(self) -> Sequence[Remark]:
        """What happened since the last time that was asked."""
        return [self._remarks.popleft() for _ in range(len(self._remarks))]

    def finish(self) -> Sequence[Piece]:
        """Nothing: a row is always whole."""
        return ()

    def close(self) -> None:
        """Let go of the database."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(15.0)
        self._let_go()

    def _at_once(self) -> Sequence[Piece]:
        more = True
        while more:
            piece, more = self._safely()
            if piece is not None:
                return (piece,)
        return ()

    def _ask(self) -> None:
        """Ask until it is stopped; what nobody has taken yet holds it up."""
        while not self._stop.is_set():
            piece, more = self._safely()
            while piece is not None and not self._stop.is_set():
                try:
                    self._pieces.put(piece, timeout=0.2)
                except Full:
                    continue
                break
            if not more:
                self._stop.wait(_AGAIN if self._last_said else self._pace)

    def _safely(self) -> tuple[Piece | None, bool]:
        """The next piece, and whether there may be more at once; trouble is said once."""
        try:
            answer = self._next()
        except StorewardenError as trouble:
            self._say(str(trouble))
            self._let_go()
            return None, False
        self._last_said = ""
        return answer

    def _next(self) -> tuple[Piece | None, bool]:
        tables, where = self._opened()
        reading = read(tables, self._table.form, where, self._mark, self._clock())
        self._mark = reading.mark
        return self._piece(reading.records), reading.more

    def _opened(self) -> tuple[Tables, Found]:
        if self._tables is None or self._found is None:
            self._tables = self._table.open()
            columns = known(self._tables.columns())
            self._found = found(self._table.form, columns, self._table.named)
            for missing in self._found.missing:
                self._remarks.append(
                    Remark(self.id, f"there is no table {missing}; numbers stay without names")
                )
        return self._tables, self._found

    def _piece(self, records: Sequence[Record]) -> Piece | None:
        if not records:
            return None
        lines = b"".join(json.dumps(record).encode() + b"\n" for record in records)
        first = self._line + 1
        self._line += len(records)
        mark = self._mark.written()
        digest = blake2b(lines, digest_size=12).hexdigest()
        place = Place(0, 0, 0, 0, digest, self._line, mark)
        return Piece(self.id, lines, first, len(records), place=place)

    def _let_go(self) -> None:
        if self._tables is not None:
            self._tables.close()
        self._tables = self._found = None

    def _say(self, words: str) -> None:
        if words != self._last_said:
            self._last_said = words
            self._remarks.append(Remark(self.id, words))
