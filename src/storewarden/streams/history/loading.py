"""Brings one log file into the event store: once, in order, and from where it stood."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

import pyarrow as pa

from storewarden.core.errors import Unreachable
from storewarden.core.known_files import HEAD, KnownFile, beginning, digest_of, known, new
from storewarden.core.river import Place
from storewarden.kernels.events import Kind
from storewarden.kernels.events.ports import Delivery, Loaded, delivery_id
from storewarden.streams.history.framing import Chunk, chunks
from storewarden.streams.history.unpacking import Log, opened
from storewarden.streams.memory import written
from storewarden.streams.pipeline import POSITION

SEGMENT: Final = 500_000
"""Events at which a segment is written."""

Parse = Callable[[bytes, int, int], pa.RecordBatch]
"""Whole lines, the number of the first one, and how many they are, to events."""


@dataclass(frozen=True, slots=True)
class Past:
    """What is to be loaded: a file, the source whose log it is, and how its lines are read.

    ``to_the_end`` takes a last line without its newline as well; of a packed file it is always
    taken, for nobody writes on in one. ``stands`` is where the watch stands in this log: when that
    is in this file, the watch goes on after what is brought in here.
    ``leave`` leaves it to the watch instead, which is at work.
    """

    path: Path
    source: str
    parse: Parse
    to_the_end: bool = False
    stands: Place | None = None
    leave: bool = False


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
        about = None if log.packed else past.path.stat()
    if not start:
        return Loaded()
    file = (about.st_dev, about.st_ino) if about else (0, 0)
    place = _place(past, store, start, file)
    if past.leave and past.stands is not None and past.stands.file == place.name:
        return Loaded(lines=place.lines, before=place.lines, left=True)
    with opened(past.path) as log:
        return _on(past, store, log, place, lambda: moved(log.done, log.size))


def _place(past: Past, store: Keeper, start: bytes, file: tuple[int, int]) -> KnownFile:
    def tail(offset: int) -> bytes:
        with opened(past.path) as log:
            return log.skip(offset)

    positions = store.positions(beginning(past.source))
    place = known(positions, start, tail) or new(past.source, start, *file)
    return place.grown(start)


def _on(past: Past, store: Keeper, log: Log, place: KnownFile, moved: Callable[[], None]) -> Loaded:
    done, began = Loaded(lines=place.lines, before=place.lines), place
    waiting: list[Delivery] = []
    try:
        for chunk in chunks(log, place.offset, place.lines):
            if not chunk.whole and not (log.packed or past.to_the_end):
                done = replace(done, unfinished=True)
                break
            place = place.after(chunk.end, chunk.lines, chunk.tail)
            waiting.append(_delivery(past, chunk, began, place))
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


def _delivery(past: Past, chunk: Chunk, began: KnownFile, place: KnownFile) -> Delivery:
    batch = past.parse(chunk.data, chunk.first_line, chunk.lines)
    id_ = delivery_id(past.source, chunk.first_line, digest_of(chunk.data))
    positions = {place.name: place.written()}
    stands = past.stands
    if stands is not None and (stands.file, stands.offset) == (began.name, began.offset):
        line = stands.line + place.lines - began.lines
        stands = replace(stands, offset=place.offset, line=line)
        positions[POSITION + past.source] = written(stands)
    return Delivery(id_, batch, positions)


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
