"""The same figures, taken slowly and plainly."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pyarrow as pa

import storewarden
from storewarden.kernels import events
from storewarden.kernels.baselines import Feature, Observed, Recorder, features_in, observe
from storewarden.kernels.baselines.feature import Count
from storewarden.kernels.windows.requests import Reader
from storewarden.kernels.windows.traits import traits_of

HOUR = 3_600_000_000
FILE = Path(storewarden.__file__).parent / "steps" / "s7_logs" / "models" / "visits.toml"
FEATURES = features_in(FILE.read_text("utf-8"), FILE.name)
Stay = tuple[str, int, int, tuple[float, ...]]


@dataclass(frozen=True)
class Event:
    """One event of a test; times in microseconds."""

    time: int | None
    address: str | None = "192.0.2.1"
    path: str = "/"
    status: int = 200
    method: str = "GET"
    query: str | None = None
    agent: str | None = None
    account: str | None = None
    action: str | None = None
    object: str | None = None


def batch(told: Sequence[Event]) -> pa.RecordBatch:
    names = ("time", "address", "path", "status", "method", "query", "agent", "account", "action")
    columns: dict[str, object] = {
        n: [getattr(each, n) for each in told] for n in (*names, "object")
    }
    return events.batch({"kind": "http", **columns}, len(told))


def seen(*parts: Sequence[Event]) -> Observed:
    """What is observed of events that arrive in these batches."""
    recorder = Recorder()
    for part in parts:
        recorder.take(batch(part))
    return observe(recorder.records(), FEATURES)


def stays(told: Sequence[Event], column: str, *, hours: bool) -> list[Stay]:
    """Every stay: who, begin, end, figures."""
    masks = Reader(traits_of(())).masks(batch(told), None).tolist()
    groups: dict[str, list[tuple[int, int, Event]]] = defaultdict(list)
    for each, mask in zip(told, masks, strict=True):
        who = getattr(each, column)
        if who and each.time is not None:
            groups[who].append((each.time, mask, each))
    return sorted(
        (who, stay[0][0], stay[-1][0], tuple(_figure(f, stay) for f in FEATURES))
        for who, rows in groups.items()
        for stay in _cut(sorted(rows, key=lambda row: row[0]), hours=hours)
    )


def _cut(
    rows: list[tuple[int, int, Event]], *, hours: bool
) -> Iterable[list[tuple[int, int, Event]]]:
    stay = [rows[0]]
    for row in rows[1:]:
        before = stay[-1][0]
        other = row[0] // HOUR != before // HOUR
        if not hours:
            other = row[0] - before > HOUR // 2 or row[0] // (24 * HOUR) != before // (24 * HOUR)
        if other:
            yield stay
            stay = []
        stay.append(row)
    yield stay


def _figure(feature: Feature, stay: list[tuple[int, int, Event]]) -> float:
    rows = [row for row in stay if not feature.signals or row[1] & feature.signals]
    if feature.count is Count.ROWS:
        return len(rows)
    if feature.count is Count.PEAK:
        return max(Counter(time // 60_000_000 for time, _, _ in rows).values(), default=0)
    return len({getattr(each, feature.column) for _, _, each in rows} - {None, ""})


def z(column: Sequence[float], floor: float) -> list[float]:
    """Robust z-scores of one figure."""
    middle = median(column)
    away = median(abs(each - middle) for each in column)
    step = max(1.4826 * away, middle**0.5, floor)
    return [(each - middle) / step for each in column]
