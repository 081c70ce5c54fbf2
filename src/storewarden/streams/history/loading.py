"""Brings one log file into the event store: once, in order, and from where it stood."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

import pyarrow as pa

from storewarden.core.errors import Unreachable
from storewarden.kernels.events import Kind
from storewarden.kernels.events.ports import Delivery, Loaded, delivery_id
from storewarden.streams.history.framing import Chunk, chunks
from storewarden.streams.history.knowing import HEAD, Place, beginning, digest_of, known, new
from storewarden.streams.history.unpacking import Log, opened

SEGMENT: Final = 500_000
"""Events at which a segment is written."""

Parse = Callable[[bytes, int, int], pa.RecordBatch]
"""Whole lines, the number of the first one, and how many they are, to events."""


@dataclass(frozen=True, slots=True)
class Past:
    """What is to be loaded: a file, the source whose log it is, and how its lines are read.

    ``to_the_end`` takes a last line without its newline as well; of a packed file it is always
    taken, for nobody writes on in one.
    """

    path: Path
    source: str
    parse: Parse
    to_the_end: bool = False


class Keeper(Protocol):
    """The part of the event store that is needed here; both raise `EventStoreError`."""

    def append(self, deliveries: Sequence[Delivery]) -> int:
        """Keep deliveries for good, all or nothing; returns how many events were new."""
        ...

    def positions(self, beginning: str = "") -> Mapping[str, str]:
        """Where readers stand."""
        ...


def load(past: Past, store: Keeper, moved: Callable[[int, int], None]) -> Loaded:
    """Bring a file in; ``moved`` is told the bytes read so far and the file's size.

    Raises OSError, `Unreachable` when not even the file's start can be read, and
    `EventStoreError`; what was kept before stays, and the next call goes on from there.
    """
    with opened(past.path) as log:
        start = log.read(HEAD)
    if not start:
        return Loaded()
    place = _place(past, store, start)
    with opened(past.path) as log:
        return _on(past, store, log, place, lambda: moved(log.done, log.size))


def _place(past: Past, store: Keeper, start: bytes) -> Place:
    def tail(offset: int) -> bytes:
        with opened(past.path) as log:
            return log.skip(offset)

    positions = store.positions(beginning(past.source))
    place = known(positions, start, tail) or new(past.source, start)
    if place.head < len(start):  # it has grown, and is known better now
        return replace(place, head=len(start), digest=digest_of(start))
    return place


def _on(past: Past, store: Keeper, log: Log, place: Place, moved: Callable[[], None]) -> Loaded:
    done = Loaded(lines=place.lines, before=place.lines)
    waiting: list[Delivery] = []
    try:
        for chunk in chunks(log, place.offset, place.lines):
            if not chunk.whole and not (log.packed or past.to_the_end):
                done = replace(done, unfinished=True)
                break
            place = _after(place, chunk)
            waiting.append(_delivery(past, chunk, place))
            done = _counted(done, chunk, waiting[-1].batch)
            if sum(each.batch.num_rows for each in waiting) >= SEGMENT:
                done = replace(done, events=done.events + store.append(waiting))
                waiting = []
                moved()
    except Unreachable as trouble:
        done = replace(done, trouble=str(trouble))
    kept = store.append(waiting) if waiting else 0
    moved()
    return replace(done, events=done.events + kept)


def _after(place: Place, chunk: Chunk) -> Place:
    return replace(
        place,
        offset=chunk.end,
        lines=place.lines + chunk.lines,
        tail=digest_of(chunk.tail),
    )


def _delivery(past: Past, chunk: Chunk, place: Place) -> Delivery:
    batch = past.parse(chunk.data, chunk.first_line, chunk.lines)
    id_ = delivery_id(past.source, chunk.first_line, digest_of(chunk.data))
    return Delivery(id_, batch, {place.name: place.written()})


def _counted(done: Loaded, chunk: Chunk, batch: pa.RecordBatch) -> Loaded:
    kinds = {
        each["values"]: each["counts"] for each in batch.column("kind").value_counts().to_pylist()
    }
    return replace(
        done,
        lines=done.lines + chunk.lines,
        cut=done.cut + chunk.cut,
        raw=done.raw + kinds.get(Kind.RAW, 0),
    )
