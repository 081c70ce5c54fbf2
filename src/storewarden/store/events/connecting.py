"""One way to speak to the manifest's database: SQLite in a file, or PostgreSQL by its address."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Any, Final, Protocol

import psycopg

from storewarden.core.errors import EventStoreError
from storewarden.store.events.troubles import PATIENCE

Row = tuple[Any, ...]  # Any: what a database holds is typed where it is read
_WRITERS: Final = 0x5357_4556  # the number of our advisory lock


class Link(Protocol):
    """An open transaction."""

    def run(self, sql: str, *values: object) -> list[Row]:
        """Run one statement with ``?`` for values; returns the rows, if it gives any."""
        ...

    def many(self, sql: str, rows: Iterable[Row]) -> None:
        """Run one statement for each row of values."""
        ...


@dataclass(frozen=True, slots=True)
class Links:
    """How transactions are opened: one that writes, alone; one that sees a single moment.

    ``close`` says that no more will be.
    """

    writing: Callable[[], AbstractContextManager[Link]]
    reading: Callable[[], AbstractContextManager[Link]]
    close: Callable[[], None] = lambda: None


def links(target: Path | str) -> Links:
    """Ways to the manifest in a file, or at a PostgreSQL address; raises `EventStoreError`."""
    if isinstance(target, Path):
        anchor = _anchored(target)
        return Links(
            lambda: _sqlite(target, "IMMEDIATE"), lambda: _sqlite(target, "DEFERRED"), anchor.close
        )
    if target.partition(":")[0] not in {"postgresql", "postgres"}:
        raise EventStoreError(
            "the address of the event store's manifest cannot be used: expected"
            " postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
        )
    return Links(
        lambda: _postgresql(target, f"SELECT pg_advisory_xact_lock({_WRITERS})"),
        lambda: _postgresql(target, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"),
    )


@dataclass(frozen=True, slots=True)
class _File:
    open: sqlite3.Connection

    def run(self, sql: str, *values: object) -> list[Row]:
        return self.open.execute(sql, values).fetchall()

    def many(self, sql: str, rows: Iterable[Row]) -> None:
        self.open.executemany(sql, rows)


def _anchored(path: Path) -> sqlite3.Connection:
    """A connection that does nothing but stay.

    SQLite locks others out, without their usual patience, when the last connection closes and
    when a file changes to WAL.
    """
    anchor = sqlite3.connect(path, timeout=PATIENCE, check_same_thread=False)
    for left in range(PATIENCE * 20, -1, -1):
        try:
            anchor.execute("PRAGMA journal_mode=WAL").fetchall()
            anchor.execute("SELECT name FROM sqlite_master").fetchall()
        except sqlite3.OperationalError as busy:
            if "locked" not in str(busy) or not left:
                anchor.close()
                raise
            sleep(0.05)
        except sqlite3.Error:
            anchor.close()
            raise
        else:
            break
    return anchor


@contextmanager
def _sqlite(path: Path, mode: str) -> Iterator[Link]:
    with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"BEGIN {mode}")
        yield _File(connection)
        connection.execute("COMMIT")  # an exception passes by: closing rolls back


@dataclass(frozen=True, slots=True)
class _Server:
    open: "psycopg.Connection[Row]"

    def run(self, sql: str, *values: object) -> list[Row]:
        cursor = self.open.execute(sql.replace("?", "%s").encode("ascii"), values or None)
        return cursor.fetchall() if cursor.description else []

    def many(self, sql: str, rows: Iterable[Row]) -> None:
        with self.open.cursor() as cursor:
            cursor.executemany(sql.replace("?", "%s").encode("ascii"), list(rows))


@contextmanager
def _postgresql(url: str, first: str) -> Iterator[Link]:
    with psycopg.connect(url, connect_timeout=PATIENCE) as connection:  # commits at the end
        connection.execute(f"SET lock_timeout = '{PATIENCE}s'".encode("ascii"))
        connection.commit()
        connection.execute(first.encode("ascii"))
        yield _Server(connection)
