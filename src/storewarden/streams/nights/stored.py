"""What baselines see of stored events, taken down day by day."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from storewarden.kernels.baselines import Feature, Observed, Recorder, observe, together
from storewarden.kernels.events.ports import EventStore, Hunt

_SECOND: Final = 1_000_000
_A_DAY: Final = timedelta(days=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_PATIENCE: Final = 600.0
_OF_DAYS: Final = (
    "SELECT DISTINCT time // 86400000000 AS day FROM events WHERE time >= 0 ORDER BY day"
)


def observed(
    store: EventStore, since: datetime, until: datetime, features: Sequence[Feature]
) -> Observed:
    """Take down everything from ``since`` to just before ``until``; raises `EventStoreError`.

    Memory is bounded by the busiest day.
    """
    seen = [observe(Recorder().records(), features)]
    for start, end in _days(store, since, until):
        recorder = Recorder()
        for batch in _between(store, start, end):
            recorder.take(batch)
        seen.append(observe(recorder.records(), features))
    untimed = sum(segment.untimed for segment in store.segments(since))
    return replace(together(seen), untimed=untimed)


def _days(
    store: EventStore, since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """The days in UTC of which there are events, cut to what was asked for."""
    for batch in store.hunt(Hunt(_OF_DAYS, since, until, seconds=_PATIENCE)):
        for number in batch.column("day").to_pylist():
            start = _EPOCH + timedelta(days=number)
            if since < start + _A_DAY and start < until:
                yield max(start, since), min(start + _A_DAY, until)


def _between(store: EventStore, start: datetime, end: datetime) -> Iterator[pa.RecordBatch]:
    first, last = _stamp(start), _stamp(end)
    for batch in store.events(start, end):
        when = batch.column("time")
        yield batch.filter(pc.and_(pc.greater_equal(when, first), pc.less(when, last)))


def _stamp(when: datetime) -> int:
    return round(when.timestamp() * _SECOND)
