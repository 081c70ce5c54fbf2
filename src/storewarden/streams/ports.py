"""The sockets of the stream: what it needs from the rooms that it may not know."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa

from storewarden.core.alerts import Alert
from storewarden.core.river import Piece, Place
from storewarden.kernels.events.ports import Delivery

Parse = Callable[[Piece], pa.RecordBatch]
"""Turns the whole lines of one source into a batch of as many events as there are lines."""

Announce = Callable[[Alert], None]
"""Is told of an alert at once; it must be quick and must not fail."""

Report = Callable[[Sequence[Alert]], None]
"""Makes findings of alerts; the same alerts again change nothing. Raises `StorewardenError`."""


class Detector(Protocol):
    """Patterns, windows and rules behind one face. Only one thread uses it."""

    def advance(self, batch: pa.RecordBatch) -> Sequence[Alert]:
        """Look at the next events and say what somebody should look at."""
        ...

    def snapshot(self) -> bytes:
        """All that it remembers."""
        ...

    def restore(self, remembered: bytes) -> None:
        """Remember what an earlier run did; raises `ValueError` when that cannot be read."""
        ...


class Keep(Protocol):
    """The part of the event store that the stream uses; both raise `EventStoreError`."""

    def append(self, deliveries: Sequence[Delivery]) -> int:
        """Keep deliveries for good, all or nothing."""
        ...

    def positions(self, beginning: str = "") -> Mapping[str, str]:
        """Where readers stand."""
        ...


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the detector remembers, and up to which place of every file it has seen."""

    places: Mapping[str, Place]
    detector: bytes


@dataclass(frozen=True, slots=True)
class Arrival:
    """Events that somebody sent, and the ticket of the one who waits for their keeping.

    Attributes:
        id: names the delivery: the same id means the same events.
        piece: whole lines that are still to be parsed; its line numbers are set by the stream.
        batch: events that are parsed already; then ``piece`` has no data.
        ticket: gets the number of events kept, or the error.
    """

    id: str
    piece: Piece
    batch: pa.RecordBatch | None = None
    ticket: "Future[int] | None" = None


@dataclass(frozen=True, slots=True)
class Work:
    """What the stream hands to the writer, in order."""

    deliveries: tuple[Delivery, ...] = ()
    alerts: tuple[Alert, ...] = ()
    tickets: "tuple[Future[int], ...]" = ()
    checkpoint: Checkpoint | None = None

    @property
    def rows(self) -> int:
        """Events in it."""
        return sum(delivery.batch.num_rows for delivery in self.deliveries)

    @property
    def is_urgent(self) -> bool:
        """Whether somebody waits for it."""
        return bool(self.alerts or self.tickets)


@dataclass(frozen=True, slots=True)
class Outlets:
    """Where the stream's results go."""

    keep: Keep
    report: Report
    announce: Announce = field(default=lambda _alert: None)
