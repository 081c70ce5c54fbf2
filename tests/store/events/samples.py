"""Small events and stores for the tests of the event store."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from storewarden.kernels.events import batch
from storewarden.kernels.events.ports import Delivery
from storewarden.store.events.store import Settings, Store
from storewarden.store.events.tidying import Keeping

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
START = int(NOW.timestamp()) * 1_000_000
KEY = "an invented key for tests alone"


def some(rows: int, first_line: int = 1, at: int | None = START) -> pa.RecordBatch:
    """Requests of one shopper, a millisecond apart."""
    lines = range(first_line, first_line + rows)
    return batch(
        {
            "time": [None if at is None else at + line * 1000 for line in lines],
            "source": "shop",
            "line": list(lines),
            "kind": "http",
            "address": [f"203.0.113.{line % 7}" for line in lines],
            "method": "GET",
            "path": [f"/product/{line % 5}/" for line in lines],
            "status": [200 if line % 3 else 404 for line in lines],
            "account": ["ada" if line % 2 else None for line in lines],
        },
        rows,
    )


def delivery(
    number: int, rows: int = 10, positions: Mapping[str, str] | None = None, at: int | None = START
) -> Delivery:
    """The same number is the same delivery."""
    return Delivery(f"d{number}", some(rows, number * rows + 1, at), positions or {})


def store(folder: Path, keeping: Keeping | None = None, now: datetime = NOW) -> Store:
    """Open a store whose clock stands still."""
    return Store(Settings(folder, lambda: now, keeping or Keeping(366, None), KEY))


def lines(kept: Store) -> list[int]:
    """The line numbers of everything that is stored, in order."""
    return sorted(line for each in kept.events() for line in each.column("line").to_pylist())


def files(folder: Path) -> list[str]:
    """The names of all files of segments."""
    return sorted(each.name for each in (folder / "segments").iterdir())
