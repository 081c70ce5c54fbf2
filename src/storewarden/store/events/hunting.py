"""Puts one SELECT to segments with DuckDB, a disposable engine that can reach nothing else."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Timer
from typing import Final

import duckdb
import pyarrow as pa

from storewarden.core.errors import EventStoreError, HuntRefused
from storewarden.kernels.events import STORED
from storewarden.kernels.events.ports import Hunt, Segment
from storewarden.store.events.masking import MASKED, PREFIX, Mask

Engine = duckdb.DuckDBPyConnection
_MEMORY: Final = "400MB"
_SPILL: Final = "4GB"
_ROWS: Final = 10_000
_MICROSECONDS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a hunt takes place: the segments it may read, and a folder for what memory lacks."""

    segments: Sequence[Segment]
    spill: Path
    mask: Mask


def hunted(hunt: Hunt, ground: Ground) -> Iterator[pa.RecordBatch]:
    """Yield the answer in batches, at least one; raises `HuntRefused` and `EventStoreError`."""
    with closing(_engine(ground)) as engine, _patience(engine, hunt.seconds):
        _views(engine, hunt, ground)
        _lock(engine, ground)
        answer = engine.sql(_the_select(engine, hunt.sql)).to_arrow_reader(_ROWS)
        yield from _at_most(answer, hunt.most)


def _engine(ground: Ground) -> Engine:
    ground.spill.mkdir(mode=0o700, exist_ok=True)
    return duckdb.connect(
        ":memory:",
        config={
            "memory_limit": _MEMORY,
            "temp_directory": str(ground.spill),
            "max_temp_directory_size": _SPILL,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
            "preserve_insertion_order": "true",
        },
    )


@contextmanager
def _patience(engine: Engine, seconds: float) -> Iterator[None]:
    timer = Timer(seconds, engine.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    except duckdb.InterruptException:
        raise EventStoreError(f"the hunt took longer than {seconds:g} s; it was given up") from None
    except (duckdb.OutOfMemoryException, duckdb.IOException) as trouble:
        raise EventStoreError(f"the hunt failed: {_line(trouble)}") from None
    except duckdb.Error as odd:
        raise HuntRefused(f"the hunt was not understood: {_line(odd)}") from None
    finally:
        timer.cancel()


def _line(trouble: Exception) -> str:
    return next((line for line in str(trouble).splitlines() if line.strip()), "no reason given")


def _views(engine: Engine, hunt: Hunt, ground: Ground) -> None:
    """Make the view ``events``, with every column of the schema, of the time asked for."""
    types = {field.name: "VARCHAR" if field.type == pa.string() else "BIGINT" for field in STORED}
    types["status"] = "INTEGER"
    there = _columns(engine, ground.segments)
    columns = ", ".join(
        f'"{name}"' if name in there else f'CAST(NULL AS {kind}) AS "{name}"'
        for name, kind in types.items()
    )
    source = f"read_parquet({_files(ground.segments)}, union_by_name=true)" if there else _NOTHING
    asked = f"SELECT {columns} FROM {source}{_when(hunt, ground.segments)}"  # noqa: S608 - ours
    if hunt.reveal and there:
        engine.execute(f"CREATE TEMP VIEW kept AS {asked}")
        asked = _revealing(engine, ground.mask, list(types))
    engine.execute(f"CREATE TEMP VIEW events AS {asked}")


_NOTHING: Final = "(SELECT 1 WHERE false)"


def _columns(engine: Engine, segments: Sequence[Segment]) -> frozenset[str]:
    if not segments:
        return frozenset()
    rows = engine.execute(
        f"DESCRIBE SELECT * FROM read_parquet({_files(segments)}, union_by_name=true)"  # noqa: S608 - ours
    ).fetchall()
    return frozenset(str(row[0]) for row in rows)


def _files(segments: Sequence[Segment]) -> str:
    return "[" + ", ".join(_quoted(str(each.path)) for each in segments) + "]"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _when(hunt: Hunt, segments: Sequence[Segment]) -> str:
    """Only what the segments' own times leave open; events without a time always count."""
    parts = []
    since, until = microseconds(hunt.since), microseconds(hunt.until)
    if since is not None and any(
        each.first is not None and each.first < since for each in segments
    ):
        parts.append(f"time >= {since}")
    if until is not None and any(each.last is not None and each.last >= until for each in segments):
        parts.append(f"time < {until}")
    if not parts:
        return ""
    within = " AND ".join(parts)
    untimed = any(each.untimed for each in segments)
    return f" WHERE ({within}) OR time IS NULL" if untimed else f" WHERE {within}"


def microseconds(moment: datetime | None) -> int | None:
    """A moment as the store counts it."""
    return None if moment is None else round(moment.timestamp() * _MICROSECONDS)


def _revealing(engine: Engine, mask: Mask, columns: Sequence[str]) -> str:
    """A view in which pseudonyms are plain again; it looks each different one up."""
    every = " UNION ".join(
        f"SELECT DISTINCT {name} AS p FROM kept WHERE starts_with({name}, '{PREFIX}')"  # noqa: S608 - ours
        for name in MASKED
    )
    engine.execute("CREATE TEMP TABLE plain (p VARCHAR PRIMARY KEY, plain VARCHAR)")
    found = [str(row[0]) for row in engine.execute(every).fetchall()]
    looked_up = pa.table({"p": found, "plain": [mask.reveal(each) for each in found]})
    engine.register("looked_up", looked_up)
    engine.execute("INSERT INTO plain SELECT p, plain FROM looked_up")
    engine.unregister("looked_up")
    shown = ", ".join(
        f"coalesce(plain_{name}.plain, kept.{name}) AS {name}" if name in MASKED else f"kept.{name}"
        for name in (f'"{column}"' if column not in MASKED else column for column in columns)
    )
    joins = "".join(
        f" LEFT JOIN plain AS plain_{name} ON plain_{name}.p = kept.{name}" for name in MASKED
    )
    return f"SELECT {shown} FROM kept{joins}"  # noqa: S608 - ours


def _lock(engine: Engine, ground: Ground) -> None:
    """From here on the engine reaches the segments alone, and nobody can change that."""
    engine.execute(f"SET allowed_paths = {_files(ground.segments)}")
    engine.execute("SET enable_external_access = false")
    engine.execute("SET lock_configuration = true")


def _the_select(engine: Engine, sql: str) -> str:
    """The one statement; anything but a SELECT could write to the segments."""
    statements = engine.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise HuntRefused("expected one SELECT over the view events, such as: SELECT * FROM events")
    return statements[0].query


def _at_most(answer: pa.RecordBatchReader, most: int | None) -> Iterator[pa.RecordBatch]:
    left = most
    yield pa.RecordBatch.from_pylist([], answer.schema)
    for batch in answer:
        part = batch if left is None else batch.slice(0, left)
        yield part
        if left is not None:
            left -= part.num_rows
            if left <= 0:
                return
