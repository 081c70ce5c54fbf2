"""The loop of one process: asks every source, takes what was sent, and beats once a second."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic
from typing import Final

from storewarden.core.river import Source
from storewarden.streams.figures import Figures
from storewarden.streams.inbox import Inbox
from storewarden.streams.pipeline import Pipeline

_ROUND: Final = 0.02
_FEW: Final = 4 * 1024
_PATIENT: Final = 3.0
_EAGER: Final = 0.25
_LONGEST: Final = 0.25
_PLENTY: Final = 256 * 1024
_EMPTY_ROUNDS: Final = 4


def pause(spent: float, size: int) -> float:
    """Seconds to wait for more lines after a round that took so long and brought so many bytes.

    A batch costs almost the same however small it is: so a trickle is gathered for longer, and
    a busy log for a moment only.
    """
    if size >= _PLENTY:
        return 0.0
    rest = max(0.0, _ROUND - spent)
    if not size:
        return rest
    return max(rest, min(spent * (_PATIENT if size < _FEW else _EAGER), _LONGEST))


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Seconds between beats, and between checkpoints of what the windows remember."""

    beat: float = 1.0
    checkpoint: float = 300.0


class Watch:
    """Everything that is watched in one run.

    Args:
        beat: is called once a second, to show the figures.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        inbox: Inbox,
        pipeline: Pipeline,
        figures: Figures,
        beat: Callable[[], None] = lambda: None,
        rhythm: Rhythm | None = None,
    ) -> None:
        self._sources = sources
        self._inbox = inbox
        self._pipeline = pipeline
        self._figures = figures
        self._beat = beat
        self._rhythm = rhythm or Rhythm()
        self._beaten = self._saved = monotonic()

    def run(self, stop: Event, shut: Callable[[], None] = lambda: None) -> None:
        """Watch until it is stopped; what was sent before the doors were shut is still taken.

        Args:
            stop: ends it.
            shut: shuts the doors; may wait for those who are still being answered.
        """
        while not stop.is_set():
            begun = monotonic()
            size = self._round(_ROUND / 2)
            stop.wait(pause(monotonic() - begun, size))
        shutting = Thread(target=shut, name="storewarden-shutting", daemon=True)
        shutting.start()
        while shutting.is_alive():
            self._round(_ROUND)
        self._round(0.0)
        self._end()

    def once(self, stop: Event) -> None:
        """Read what there is now, to the last byte, and end."""
        quiet = 0
        while quiet < _EMPTY_ROUNDS and not stop.is_set():
            quiet = 0 if self._round(0.0) else quiet + 1
        for source in self._sources:
            for piece in source.finish():
                self._pipeline.take(piece)
        self._end()

    def _round(self, patience: float) -> int:
        """Ask everybody once; returns the bytes that came."""
        size = 0
        for source in self._sources:
            for piece in source.more():
                size += len(piece.data)
                self._pipeline.take(piece)
            for remark in source.remarks():
                self._figures.remark(f"{remark.source}: {remark.said}")
        for arrival in self._inbox.take(0.0 if size else patience):
            size += len(arrival.piece.data)
            self._pipeline.receive(arrival)
        self._on_the_clock()
        return size

    def _on_the_clock(self) -> None:
        moment = monotonic()
        if moment - self._beaten >= self._rhythm.beat:
            self._beaten = moment
            self._beat()
        if moment - self._saved >= self._rhythm.checkpoint:
            self._saved = moment
            self._pipeline.checkpoint()

    def _end(self) -> None:
        self._pipeline.checkpoint()
        for source in self._sources:
            source.close()
