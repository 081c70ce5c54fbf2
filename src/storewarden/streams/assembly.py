"""Puts one run of the watch together from the parts that the fuse box hands in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Final

from storewarden.core.estate import AnyLog
from storewarden.core.known_files import places
from storewarden.core.river import Place, Source
from storewarden.streams import memory as remembering
from storewarden.streams.figures import Figures
from storewarden.streams.inbox import Inbox
from storewarden.streams.memory import Memory
from storewarden.streams.pipeline import POSITION, Pipeline, Rooms, restored
from storewarden.streams.ports import Checkpoint, Detector, Outlets, Parse
from storewarden.streams.watching import Rhythm, Watch
from storewarden.streams.writing import Pace, Writer

_GRACE: Final = 15.0
_PACE: Final = Pace(seconds=2.0)
_RHYTHM: Final = Rhythm()


@dataclass(frozen=True, slots=True)
class Parts:
    """What a run is made of.

    Attributes:
        logs: the files, tables and journals to follow.
        follow: opens one of them at a place.
        parse: lines to events.
        detector: patterns, windows and rules; is handed where it may complain.
        outlets: event store, ledger, and whoever is told at once.
        memory: what the last run remembered.
        beat: is called once a second with the figures.
    """

    logs: Sequence[AnyLog]
    follow: Callable[[AnyLog, Place | None], Source]
    parse: Parse
    detector: Callable[[Callable[[str], None]], Detector]
    outlets: Outlets
    memory: Memory
    beat: Callable[[Figures], None] = lambda _figures: None
    pace: Pace = _PACE
    rhythm: Rhythm = _RHYTHM
    figures: Figures = field(default_factory=Figures)


@dataclass(frozen=True, slots=True)
class Run:
    """One run, put together; the inbox is for what is received."""

    figures: Figures
    inbox: Inbox
    pipeline: Pipeline
    writer: Writer
    watch: Watch
    beat: Callable[[], None]

    def until(self, stop: Event, shut: Callable[[], None] = lambda: None) -> bool:
        """Watch until it is stopped; False when something could not be kept at the end.

        ``shut`` shuts the doors through which something is received.
        """
        self.watch.run(stop, shut)
        return self._ended()

    def once(self, stop: Event) -> bool:
        """Read what there is and end; False when something could not be kept."""
        self.watch.once(stop)
        return self._ended()

    def _ended(self) -> bool:
        done = self.writer.close(_GRACE)
        self.beat()
        return done


def assembled(parts: Parts) -> Run:
    """Put a run together; raises `EventStoreError` when the store cannot be read."""
    figures = parts.figures
    detector = parts.detector(figures.remark)
    kept = parts.outlets.keep.positions(POSITION)
    places = _places(parts, detector, kept)
    writer = Writer(parts.outlets, parts.memory.put, figures, parts.pace)
    rooms = Rooms(parts.parse, detector, parts.outlets.announce, writer, figures)
    pipeline = Pipeline(rooms, kept, places=places)
    sources = [parts.follow(log, places.get(log.id)) for log in parts.logs]
    inbox = Inbox()
    beat = _Beat(parts.beat, figures)
    watch = Watch(sources, inbox, pipeline, figures, beat, parts.rhythm)
    return Run(figures, inbox, pipeline, writer, watch, beat)


def _places(parts: Parts, detector: Detector, kept: Mapping[str, str]) -> dict[str, Place]:
    """Where to go on in each file: from where the detector has seen it, else from what is kept.

    A detector that remembers nothing begins at what is kept; that is remembered at once, so that
    it sees every line from then on exactly once, whenever the run is killed.
    """
    stand = {
        log.id: place
        for log in parts.logs
        if (place := remembering.read(kept.get(POSITION + log.id, ""))) is not None
    }
    seen = restored(detector, parts.memory.take())
    if seen is None:
        parts.memory.put(Checkpoint(stand, detector.snapshot()))
        return stand
    return {
        name: place if place.mark else seen.get(name) or _rewound(place, parts)
        for name, place in stand.items()
    }


def _rewound(place: Place, parts: Parts) -> Place:
    """The start of a file of which events are kept, but which was never seen to its end.

    So it is when a first run was killed before it could remember anything.
    """
    kept = parts.outlets.keep.positions(place.file) if place.file else {}
    file = next(iter(places(kept)), None)
    if file is None or file.begun != 0:
        return place
    return replace(place, offset=0, line=file.line - file.lines)


@dataclass(frozen=True, slots=True)
class _Beat:
    show: Callable[[Figures], None]
    figures: Figures

    def __call__(self) -> None:
        self.show(self.figures)
