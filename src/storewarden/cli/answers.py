"""Writes what a hunt found: a table for people, JSON lines or Parquet for programs."""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from storewarden.cli import terminal

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.table import Table

_LONGEST_CELL: Final = 400
_TIMES: Final = frozenset({"time", "first_time", "last_time"})


def table(batches: "Iterable[pa.RecordBatch]") -> "tuple[Table, int]":
    """Draw all rows; returns the table and how many rows it has. Hostile text is made harmless."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    drawn, rows = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False), 0
    for batch in batches:
        for name in () if drawn.columns else batch.schema.names:
            drawn.add_column(Text(terminal.clean(name)), overflow="fold")
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            drawn.add_row(*map(Text, _cells(batch.schema.names, row)))
            rows += 1
    return drawn, rows


def _cells(names: Sequence[str], row: Sequence[object]) -> Iterator[str]:
    for name, value in zip(names, row, strict=True):
        yield terminal.clean(_shown(name, value))[:_LONGEST_CELL]


def _shown(name: str, value: object) -> str:
    if value is None:
        return ""
    if name in _TIMES and isinstance(value, int):
        return _as_time(value)
    return str(value)


def _as_time(microseconds: int) -> str:
    try:
        read = datetime.fromtimestamp(microseconds / 1_000_000, UTC)
    except (ValueError, OverflowError, OSError):
        return str(microseconds)
    return f"{read:%Y-%m-%d %H:%M:%S}"


def json_lines(batches: "Iterable[pa.RecordBatch]", rule: str, to: TextIO) -> int:
    """Write one object a row, in ASCII alone; returns how many."""
    rows = 0
    named = {"rule": rule} if rule else {}
    for batch in batches:
        for row in batch.to_pylist():
            to.write(json.dumps(_plain({**named, **row})) + "\n")
            rows += 1
    return rows


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value that SQL can give, as JSON can hold it
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def parquet(batches: "Iterator[pa.RecordBatch]", path: Path) -> int:
    """Write a Parquet file (zstd), whole or not at all; returns how many rows. Raises OSError."""
    import pyarrow.parquet as pq

    first, rows = next(batches), 0
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with pq.ParquetWriter(unfinished, first.schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(batch)
                rows += batch.num_rows
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return rows
