"""The socket of the event store: what the event river needs of it, by shape."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Delivery:
    """Events on their way into the store.

    Attributes:
        id: the same id means the same events; `delivery_id` makes one. A delivery that the store
            knows already is acknowledged and not kept again.
        batch: the events, with the columns of `LIVE` or `STORED`.
        positions: where their readers stand after them, by name; kept if and only if the events
            are.
    """

    id: str
    batch: pa.RecordBatch
    positions: Mapping[str, str] = field(default_factory=dict)


def delivery_id(source: str, first_line: int, digest: str) -> str:
    """Name a delivery by its source, its first line and a digest of its raw bytes."""
    return f"{source}:{first_line}:{digest}"


@dataclass(frozen=True, slots=True)
class Segment:
    """One immutable file of the store, as the manifest names it.

    Attributes:
        number: its entry in the manifest.
        first: the earliest time of an event in it, in microseconds since 1970; None when no event
            has a time.
        last: the latest.
        untimed: events without a time.
    """

    number: int
    path: Path
    rows: int
    size: int
    first: int | None
    last: int | None
    untimed: int
    digest: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain of segments is broken: the number of the entry, its file, and how."""

    number: int
    name: str
    because: str


@dataclass(frozen=True, slots=True)
class Walked:
    """A walk along the chain: entries read, segments and events vouched for, the first break."""

    entries: int
    segments: int
    events: int
    broken: Break | None


@dataclass(frozen=True, slots=True)
class Tidied:
    """What tidying up did: small segments merged, old ones given up, files unlinked."""

    merged: int = 0
    retired: int = 0
    unlinked: int = 0


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one log file of the past.

    Attributes:
        events: kept now.
        lines: of the file that are in the store, earlier ones included.
        raw: events kept now whose line could not be parsed.
        cut: lines that were too long and are kept in part.
        before: lines that were in the store before.
        unfinished: a last line without its newline was left for the next time.
        trouble: why reading ended early; None when it did not.
        left: it was left to the watch, which is reading it.
    """

    events: int = 0
    lines: int = 0
    raw: int = 0
    cut: int = 0
    before: int = 0
    unfinished: bool = False
    trouble: str | None = None
    left: bool = False


@dataclass(frozen=True, slots=True)
class Hunt:
    """A question put to stored events.

    Attributes:
        sql: one SELECT over the view ``events``.
        since: only events from then on; events without a time are looked at too.
        until: only events before then.
        reveal: look at plain addresses and accounts instead of their pseudonyms.
        most: rows of the answer at the most; None for all.
        seconds: after which it is given up.
    """

    sql: str
    since: datetime | None = None
    until: datetime | None = None
    reveal: bool = False
    most: int | None = None
    seconds: float = 60.0


class EventStore(Protocol):
    """Keeps events. Every method raises `EventStoreError`; several threads may call."""

    def append(self, deliveries: Sequence[Delivery]) -> int:
        """Keep deliveries, all or nothing; when it returns, they survive kill -9 and power loss.

        Returns the number of events kept: those of known deliveries are not kept again.
        """
        ...

    def positions(self, beginning: str = "") -> Mapping[str, str]:
        """The positions whose names begin so, by name."""
        ...

    def segments(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> Sequence[Segment]:
        """The files that may hold events of that time, oldest entry first."""
        ...

    def events(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Every event of that time in the schema `STORED`, batch by batch."""
        ...

    def hunt(self, hunt: Hunt) -> Iterator[pa.RecordBatch]:
        """Put a question to the events; at least one batch comes, so that columns are known."""
        ...

    def verify(self) -> Walked:
        """Walk the chain of segments, every byte of them, and name the first break."""
        ...

    def tidy(self, now: datetime) -> Tidied:
        """Merge small segments, give up old ones, unlink what nobody reads any more."""
        ...

    def pseudonym(self, column: str, plain: str) -> str:
        """What stands in the store for a plain ``address``, ``account`` or ``session``."""
        ...

    def reveal(self, pseudonym: str) -> str:
        """The plain value behind a pseudonym."""
        ...
