"""The event store behind `kernels.events.ports.EventStore`."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Final, Self

import pyarrow as pa
import pyarrow.compute as pc

from storewarden.core.errors import EventStoreError
from storewarden.core.ports import Clock
from storewarden.kernels.events import stored
from storewarden.kernels.events.ports import Break, Delivery, Hunt, Segment, Tidied, Walked
from storewarden.store.events.chain import Entry
from storewarden.store.events.hunting import Ground, hunted, microseconds
from storewarden.store.events.manifest import Manifest
from storewarden.store.events.masking import Mask
from storewarden.store.events.places import Places
from storewarden.store.events.segments import digest_of, table_of, unpacked
from storewarden.store.events.tidying import Keeping, Tidying
from storewarden.store.events.troubles import told
from storewarden.store.events.writing import written

_KEY_CHECK: Final = "storewarden"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a store is opened with.

    Attributes:
        folder: made when it is not there.
        clock: tells when segments are written.
        keeping: how long and how much is kept.
        key: masks personal data; None means the store's own key, in its folder.
        manifest: a PostgreSQL address; None means a SQLite file in the folder.
    """

    folder: Path
    clock: Clock
    keeping: Keeping = field(default_factory=lambda: Keeping(366, None))
    key: str | None = field(default=None, repr=False)
    manifest: str | None = field(default=None, repr=False)


class Store:
    """One writer's and any reader's way to the events; close it, or use it in a ``with``."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._writing = Lock()
        with told(settings.folder), ExitStack() as opened:
            self._places = Places(settings.folder)
            opened.callback(self._places.close)
            self._manifest = Manifest(settings.manifest or self._places.manifest)
            opened.callback(self._manifest.close)
            secret = settings.key.encode() if settings.key else self._places.own_key()
            self._mask = self._agreed(Mask(secret))
            self._tidying(self._now()).sweep()
            self._opened = opened.pop_all()

    def _agreed(self, mask: Mask) -> Mask:
        check = mask.pseudonym("account", _KEY_CHECK)
        if self._manifest.agree("key_check", check) != check:
            raise EventStoreError(
                f"the event store ({self._settings.folder}) was begun with another key: give it"
                " that key again, or begin a new store in another folder"
            )
        return mask

    def append(self, deliveries: Sequence[Delivery]) -> int:
        """Keep deliveries, all or nothing; see the port."""
        with self._writing, told(self._settings.folder):
            left = _each_once(deliveries)
            known = self._manifest.known(each.id for each in left)
            while True:
                left = [each for each in left if each.id not in known]
                entry = self._written(left)
                known = self._keep(entry, left)
                if not known:
                    return entry.rows if entry else 0

    def _written(self, deliveries: Sequence[Delivery]) -> Entry | None:
        table = table_of([each.batch for each in deliveries])
        if not len(table):
            return None
        return written(self._places, self._mask.masked(table), self._now())

    def _keep(self, entry: Entry | None, deliveries: Sequence[Delivery]) -> frozenset[str]:
        """Acknowledge; returns what another writer was faster with, and then nothing is kept.

        When the commit itself fails nobody knows on which side of it: the file stays, and is
        swept by the next who opens the store if the manifest does not name it.
        """
        if not deliveries:
            return frozenset()
        positions = {name: at for each in deliveries for name, at in each.positions.items()}
        known = self._manifest.store(entry, [each.id for each in deliveries], positions)
        if known and entry:
            self._places.discard(entry.name)
        return known

    def positions(self, beginning: str = "") -> Mapping[str, str]:
        """The positions whose names begin so; see the port."""
        with told(self._settings.folder):
            return self._manifest.positions(beginning)

    def segments(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> Sequence[Segment]:
        """The files that may hold events of that time; see the port."""
        start, end = microseconds(since), microseconds(until)
        with told(self._settings.folder):
            live = self._manifest.live()
        return [self._segment(each) for each in live if _touches(each, start, end)]

    def _segment(self, entry: Entry) -> Segment:
        return Segment(
            entry.number,
            self._places.segments / entry.name,
            entry.rows,
            entry.size,
            entry.first,
            entry.last,
            entry.untimed,
            entry.digest,
        )

    def events(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Every event of that time; see the port."""
        start, end = microseconds(since), microseconds(until)
        for each in self.segments(since, until):
            with told(self._settings.folder):
                content = each.path.read_bytes()
            for batch in unpacked(content):
                yield stored(_within(batch, start, end))

    def hunt(self, hunt: Hunt) -> Iterator[pa.RecordBatch]:
        """Put a question to the events; see the port. Raises `HuntRefused` as well."""
        ground = Ground(self.segments(hunt.since, hunt.until), self._places.spill, self._mask)
        with told(self._settings.folder):
            yield from hunted(hunt, ground)

    def verify(self) -> Walked:
        """Walk the chain; see the port."""
        with told(self._settings.folder):
            entries, trail = self._manifest.trail()
            broken, events = trail.broken, 0
            for entry in trail.live:
                because = self._differs(entry)
                if because:
                    broken = Break(entry.number, entry.name, because)
                    break
                events += entry.rows
        return Walked(entries, len(trail.live), events, broken)

    def _differs(self, entry: Entry) -> str:
        try:
            content = (self._places.segments / entry.name).read_bytes()
        except FileNotFoundError:
            return "its file is missing"
        return "" if digest_of(content) == entry.digest else "its file was changed or swapped"

    def tidy(self, now: datetime) -> Tidied:
        """Merge, give up, unlink; see the port."""
        with told(self._settings.folder):
            return self._tidying(microseconds(now) or 0).round(self._settings.keeping)

    def _tidying(self, now: int) -> Tidying:
        return Tidying(self._places, self._manifest, now)

    def pseudonym(self, column: str, plain: str) -> str:
        """What stands for a plain value; see the port."""
        return self._mask.pseudonym(column, plain)

    def reveal(self, pseudonym: str) -> str:
        """The plain value; see the port. Raises `HuntRefused` when it is no pseudonym of ours."""
        return self._mask.reveal(pseudonym)

    def close(self) -> None:
        """Let the writer's name and the manifest go."""
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _now(self) -> int:
        return microseconds(self._settings.clock()) or 0


def _each_once(deliveries: Sequence[Delivery]) -> list[Delivery]:
    """Of deliveries with the same id the first."""
    first: dict[str, Delivery] = {}
    for each in deliveries:
        first.setdefault(each.id, each)
    return list(first.values())


def _touches(entry: Entry, since: int | None, until: int | None) -> bool:
    if entry.untimed or entry.first is None or entry.last is None:
        return True
    return (since is None or entry.last >= since) and (until is None or entry.first < until)


def _within(batch: pa.RecordBatch, since: int | None, until: int | None) -> pa.RecordBatch:
    """The events of a time; those without a time belong to every time."""
    if since is None and until is None:
        return batch
    times = batch.column("time")
    after = pc.greater_equal(times, since) if since is not None else True
    before = pc.less(times, until) if until is not None else True
    return batch.filter(pc.fill_null(pc.and_(after, before), True))
