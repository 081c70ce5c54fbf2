"""How the book speaks to its database: SQLite in a file of its own, or PostgreSQL."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final, Protocol

import psycopg

from storewarden.core.errors import LedgerError
from storewarden.store.address import PATIENCE

Row = tuple[Any, ...]  # Any: what a database holds is typed where it is read
_WRITERS: Final = 0x5357_4144  # the number of our advisory lock on a server
_AT_ONCE: Final = 2_000
_MAPPED: Final = 1 << 30
_COPY: Final = "COPY {} FROM STDIN"
_LOOKS_UP: Final = (
    "SET LOCAL enable_hashjoin = off",
    "SET LOCAL enable_mergejoin = off",
    "SET LOCAL enable_material = off",
    "SET LOCAL enable_seqscan = off",
    "SET LOCAL jit = off",
    "SET LOCAL join_collapse_limit = 1",
)
"""What is asked for stands left in every join, and is little: the rest is looked up by its key."""


class Link(Protocol):
    """An open transaction."""

    @property
    def server(self) -> bool:
        """Whether this is PostgreSQL."""
        ...

    @property
    def join(self) -> str:
        """A join that looks rows of the right table up for each row of the left one."""
        ...

    def run(self, sql: str, *values: object) -> list[Row]:
        """Run one statement with ``?`` for values; returns the rows, if it gives any."""
        ...

    def many(self, sql: str, rows: Iterable[Row]) -> None:
        """Run one statement for each row of values, streamed."""
        ...

    def pour(self, table: str, columns: int, rows: Iterable[Row]) -> None:
        """Fill an empty table of our own with rows, the fastest way that there is."""
        ...


class Links:
    """Opens transactions: one writer at a time, and readers who see a single moment."""

    def __init__(self, target: Path | str) -> None:
        self.place = "the book of advisories" if isinstance(target, str) else str(target)
        self._target = target

    @contextmanager
    def writing(self) -> Iterator[Link]:
        """Open a transaction that is kept whole at the end, or not at all."""
        with self._told(), self._open(write=True) as link:
            yield link

    @contextmanager
    def reading(self) -> Iterator[Link]:
        """Open a transaction that sees one moment and keeps nothing."""
        with self._told(), self._open(write=False) as link:
            yield link

    @contextmanager
    def _open(self, *, write: bool) -> Iterator[Link]:
        if isinstance(self._target, Path):
            with _file(self._target, write=write) as link:
                yield link
            return
        with _server(self._target, write=write) as link:
            yield link

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Raise what the database complains about as `LedgerError`, without an address in it."""
        try:
            yield
        except sqlite3.Error as trouble:
            raise LedgerError(
                f"the book of advisories ({self.place}) cannot be used: {trouble}; what was kept"
                " before is still in force"
            ) from trouble
        except psycopg.Error as trouble:
            raise LedgerError(
                "the book of advisories cannot be used: its server says"
                f" {type(trouble).__name__}; what was kept before is still in force"
            ) from None


class _File:
    server: Final = False
    join: Final = "CROSS JOIN"

    def __init__(self, opened: sqlite3.Connection) -> None:
        self._opened = opened

    def run(self, sql: str, *values: object) -> list[Row]:
        return self._opened.execute(sql, values).fetchall()

    def many(self, sql: str, rows: Iterable[Row]) -> None:
        self._opened.executemany(sql, rows)

    def pour(self, table: str, columns: int, rows: Iterable[Row]) -> None:
        marks = ", ".join("?" * columns)
        self.many(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our own words


class _Server:
    server: Final = True
    join: Final = "JOIN"

    def __init__(self, opened: "psycopg.Connection[Row]") -> None:
        self._opened = opened

    def run(self, sql: str, *values: object) -> list[Row]:
        cursor = self._opened.execute(sql.replace("?", "%s").encode("ascii"), values or None)
        return cursor.fetchall() if cursor.description else []

    def many(self, sql: str, rows: Iterable[Row]) -> None:
        text, left = sql.replace("?", "%s").encode("ascii"), iter(rows)
        with self._opened.cursor() as cursor:
            while some := list(islice(left, _AT_ONCE)):
                cursor.executemany(text, some)

    def pour(self, table: str, columns: int, rows: Iterable[Row]) -> None:
        del columns  # the table has them
        with self._opened.cursor() as cursor, cursor.copy(_COPY.format(table).encode()) as copy:
            for row in rows:
                copy.write_row(row)


@contextmanager
def _file(path: Path, *, write: bool) -> Iterator[Link]:
    opened = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        opened.execute("PRAGMA journal_mode=WAL")
        opened.execute("PRAGMA synchronous=FULL")
        opened.execute("PRAGMA temp_store=MEMORY")
        opened.execute(f"PRAGMA mmap_size={0 if write else _MAPPED}")
        opened.execute("PRAGMA cache_size=-65536")
        opened.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        yield _File(opened)
        opened.execute("COMMIT" if write else "ROLLBACK")  # an exception passes by: closing undoes
    finally:
        opened.close()


@contextmanager
def _server(url: str, *, write: bool) -> Iterator[Link]:
    with psycopg.connect(url, connect_timeout=PATIENCE) as opened:  # commits at the end
        opened.execute(f"SET lock_timeout = '{PATIENCE}s'".encode("ascii"))
        opened.commit()
        if write:
            opened.execute(f"SELECT pg_advisory_xact_lock({_WRITERS})".encode("ascii"))
        else:
            opened.execute(b"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            opened.execute("; ".join(_LOOKS_UP).encode("ascii"))
        yield _Server(opened)
        if not write:
            opened.rollback()
