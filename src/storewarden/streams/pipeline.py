"""Takes the lines of every source through the kernels: parse, detect, hand over to the writer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Event
from time import time_ns
from typing import Final
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc

from storewarden.core.alerts import Alert
from storewarden.core.errors import StorewardenError
from storewarden.core.river import Piece, Place
from storewarden.kernels.events import Kind
from storewarden.kernels.events.ports import Delivery, delivery_id
from storewarden.streams import memory
from storewarden.streams.figures import Figures
from storewarden.streams.ports import Announce, Arrival, Checkpoint, Detector, Parse, Work
from storewarden.streams.writing import Writer

POSITION: Final = "watch:"
"""Beginning of the names under which the event store keeps where the stream stands."""

_LATE: Final = 60_000_000
_AHEAD: Final = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Rooms:
    """What is plugged into the stream."""

    parse: Parse
    detector: Detector
    announce: Announce
    writer: Writer
    figures: Figures


def now_us() -> int:
    """Microseconds since 1970 UTC."""
    return time_ns() // 1000


class Pipeline:
    """One run of the stream; one thread uses it.

    Args:
        rooms: what is plugged in.
        kept: the positions that the event store holds, by name.
        clock: microseconds since 1970.
        places: where the files are gone on with.
    """

    def __init__(
        self,
        rooms: Rooms,
        kept: Mapping[str, str],
        clock: Callable[[], int] = now_us,
        places: Mapping[str, Place] | None = None,
    ) -> None:
        self._rooms = rooms
        self._clock = clock
        self._stop = Event()
        self._places = dict(places or {})
        self._lines = {name.removeprefix(POSITION): _line(text) for name, text in kept.items()}
        self._newest: dict[str, int] = {}

    def stop(self) -> None:
        """End waiting for the writer."""
        self._stop.set()

    def take(self, piece: Piece) -> None:
        """Take lines of a file; what an earlier run kept is only looked at again."""
        batch = self._rooms.parse(piece)
        known = max(0, self._lines.get(piece.source, 0) - piece.first_line + 1)
        self._count(piece, batch, known)
        alerts = self._detect(batch, announce=known < piece.lines)
        deliveries = () if known >= piece.lines else (_of_file(piece, batch, known),)
        if piece.place is not None:
            self._places[piece.source] = piece.place
        self._rooms.writer.put(Work(deliveries, tuple(alerts)), self._stop)

    def receive(self, arrival: Arrival) -> None:
        """Take what somebody sent; he hears of it when it is kept."""
        piece = replace(arrival.piece, first_line=self._lines.get(arrival.piece.source, 0) + 1)
        batch = self._rooms.parse(piece) if arrival.batch is None else arrival.batch
        batch = _numbered(batch, piece)
        self._lines[piece.source] = piece.first_line + batch.num_rows - 1
        self._count(piece, batch, 0)
        alerts = self._detect(batch, announce=True)
        place = Place(0, 0, 0, 0, "", self._lines[piece.source])
        positions = {POSITION + piece.source: memory.written(place)}
        delivery = Delivery(arrival.id or uuid4().hex, batch, positions)
        tickets = () if arrival.ticket is None else (arrival.ticket,)
        if not self._rooms.writer.put(Work((delivery,), tuple(alerts), tickets), self._stop):
            for ticket in tickets:
                ticket.cancel()

    def checkpoint(self) -> None:
        """Let the writer remember the windows, once all before it is kept."""
        remembered = Checkpoint(dict(self._places), self._rooms.detector.snapshot())
        self._rooms.writer.put(Work(checkpoint=remembered), self._stop)

    def _detect(self, batch: pa.RecordBatch, *, announce: bool) -> Sequence[Alert]:
        alerts = self._rooms.detector.advance(batch)
        if announce:
            for alert in alerts:
                self._rooms.announce(alert)
            self._rooms.figures.sum(alerts=len(alerts))
        return alerts

    def _count(self, piece: Piece, batch: pa.RecordBatch, known: int) -> None:
        raw = pc.sum(pc.equal(batch.column("kind"), Kind.RAW.value)).as_py() or 0
        late, ahead = self._late(piece.source, batch)
        self._rooms.figures.add(
            piece.source,
            lines=max(piece.lines, batch.num_rows),
            size=len(piece.data),
            unparsed=raw,
            cut=piece.cut,
            late=late,
            ahead=ahead,
            again=min(known, piece.lines),
        )

    def _late(self, source: str, batch: pa.RecordBatch) -> tuple[int, int]:
        """How many are late, and how many ahead of the clock; those do not make others late."""
        times, edge = batch.column("time"), self._clock() + _AHEAD
        ahead = pc.sum(pc.greater(times, edge)).as_py() or 0
        sane = times if not ahead else pc.filter(times, pc.less_equal(times, edge))
        newest = max(self._newest.get(source, 0), pc.max(sane).as_py() or 0)
        self._newest[source] = newest
        late = pc.sum(pc.less(sane, newest - _LATE)).as_py() or 0
        return late, ahead


def _of_file(piece: Piece, batch: pa.RecordBatch, known: int) -> Delivery:
    place = piece.place or Place(0, 0, 0, 0, "", piece.first_line + piece.lines - 1)
    first = piece.first_line + known
    new = batch.filter(pc.greater_equal(batch.column("line"), first)) if known else batch
    name = delivery_id(piece.source, first, f"{place.digest}@{place.offset}")
    positions = {POSITION + piece.source: memory.written(place), **piece.also}
    return Delivery(name, new, positions)


def _numbered(batch: pa.RecordBatch, piece: Piece) -> pa.RecordBatch:
    numbers = pa.array(range(piece.first_line, piece.first_line + batch.num_rows), pa.int64())
    return batch.set_column(batch.schema.get_field_index("line"), "line", numbers)


def _line(text: str) -> int:
    place = memory.read(text)
    return 0 if place is None else place.line


def restored(detector: Detector, checkpoint: Checkpoint | None) -> Mapping[str, Place] | None:
    """Let the detector remember; returns the places from which it has to see lines again.

    None when there is nothing to remember, or nothing that can be read.
    """
    if checkpoint is None:
        return None
    try:
        detector.restore(checkpoint.detector)
    except (ValueError, StorewardenError):
        return None
    return checkpoint.places
