"""Reads SQLite files, also while a shop writes to them; it never writes itself."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from storewarden.core.connectors import Driver
from storewarden.core.errors import Unreachable
from storewarden.core.ports import Column, Page

PREFIX: Final = "sqlite:///"
SECONDS: Final = 10.0
CHARACTERS: Final = 2_048
STRIPES: Final = 20
STEPS_BETWEEN_LOOKS: Final = 20_000

# Virtual tables have no root page; what they hold lies in ordinary tables beside them.
TABLES: Final = """
    select name from sqlite_master
    where type = 'table' and rootpage > 0 and name not like 'sqlite\\_%' escape '\\'
    order by name"""
COLUMNS: Final = "select name, type from pragma_table_info(?) order by cid"


class SqliteTables:
    """One SQLite file, opened for reading only; every statement has ten seconds."""

    def __init__(self, name: str, connection: sqlite3.Connection) -> None:
        self._name = name
        self._connection = connection
        self._deadline = 0.0
        self._known: dict[str, dict[str, str]] | None = None
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.set_progress_handler(self._too_late, STEPS_BETWEEN_LOOKS)

    def columns(self) -> Sequence[Column]:
        """Every column of every ordinary table."""
        return [
            Column(table, name, type_)
            for table, columns in self._catalogue().items()
            for name, type_ in columns.items()
        ]

    def count(self, table: str) -> int:
        """Number of rows."""
        self._check(table, ())
        [(rows,)] = self._run(f"select count(*) from {quoted(table)}")  # noqa: S608 - quoted
        return int(rows)

    def rows(
        self, table: str, columns: Sequence[str], limit: int = 10_000
    ) -> Sequence[tuple[object, ...]]:
        """At most ``limit`` rows, the newest first where the table numbers its rows."""
        self._check(table, columns)
        wanted = ", ".join(map(quoted, columns))
        key = self._key(table)
        order = f"order by {key} desc" if key else ""
        return self._run(f"select {wanted} from {quoted(table)} {order} limit {limit:d}")  # noqa: S608 - quoted

    def sample(
        self, table: str, columns: Sequence[str], limit: int = 2_000
    ) -> Sequence[tuple[str | None, ...]]:
        """The newest rows, and stripes from all over the older ones."""
        self._check(table, columns)
        wanted = ", ".join(f"substr(cast({quoted(c)} as text), 1, {CHARACTERS})" for c in columns)
        source = f"select {wanted} from {quoted(table)}"  # noqa: S608 - quoted
        key = self._key(table)
        parts = self._parts(table, key, limit) if key else [f"limit {limit:d}"]
        found = [row for part in parts for row in self._run(f"{source} {part}")]
        return [tuple(None if cell is None else str(cell) for cell in row) for row in found]

    def page(self, page: Page) -> Sequence[tuple[object, ...]]:
        """The next rows of a table, in order."""
        self._check(page.table, page.named)
        wanted, way = ", ".join(map(quoted, page.columns)), " desc" if page.newest else ""
        order, tests = quoted(page.order), _tests(page)
        query = (
            f"select {wanted} from {quoted(page.table)} where {tests}"  # noqa: S608 - quoted
            f" order by {order}{way} limit {page.limit:d}"
        )
        return self._run(query, *page.values)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _parts(self, table: str, key: str, limit: int) -> list[str]:
        """Write the end of one query a part: half the rows are the newest, half are in stripes."""
        half, source = max(1, limit // 2), quoted(table)
        few = f"select count(*) from (select 1 from {source} limit {limit + 1:d})"  # noqa: S608 - quoted
        if self._run(few)[0][0] <= limit:
            return [f"limit {limit:d}"]
        newest = f"select {key} as k from {source} order by k desc limit {half:d}"  # noqa: S608 - quoted
        [(lowest,)] = self._run(f"select min(k) from ({newest})")  # noqa: S608 - quoted
        [(first,)] = self._run(f"select min({key}) from {source}")  # noqa: S608 - quoted
        marks = [first + (lowest - first) * n // STRIPES for n in range(STRIPES + 1)]
        return [f"where {key} >= {lowest:d} order by {key} desc limit {half:d}"] + [
            f"where {key} >= {low:d} and {key} < {high:d} limit {max(1, half // STRIPES):d}"
            for low, high in pairwise(marks)
            if low < high
        ]

    def _key(self, table: str) -> str | None:
        """Find a name by which the row number can be asked; None for tables without one."""
        taken = {name.lower() for name in self._catalogue()[table]}
        free = next((name for name in ("rowid", "_rowid_", "oid") if name not in taken), None)
        if free is None:
            return None
        try:
            self._run(f"select {free} from {quoted(table)} limit 0")  # noqa: S608 - quoted
        except Unreachable:
            return None
        return free

    def _catalogue(self) -> dict[str, dict[str, str]]:
        if self._known is None:
            self._known = {
                str(table): {str(name): str(kind) for name, kind in self._run(COLUMNS, table)}
                for (table,) in self._run(TABLES)
            }
        return self._known

    def _check(self, table: str, columns: Sequence[str]) -> None:
        """Refuse names that the database does not have: SQLite would take them for text."""
        known = self._catalogue().get(table)
        if known is None:
            raise Unreachable(f"{self._name} has no table {table}")
        if missing := [column for column in columns if column not in known]:
            raise Unreachable(f"table {table} of {self._name} has no column {missing[0]}")

    def _run(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        # Any: a cell holds whatever the shop wrote.
        self._deadline = time.monotonic() + SECONDS
        with told(self._name):
            return self._connection.execute(sql, values).fetchall()

    def _too_late(self) -> int:
        return int(time.monotonic() > self._deadline)


def open_file(dsn: str) -> SqliteTables:
    """Open ``sqlite:///path`` for reading; `Unreachable` when it is not there or no database."""
    path = Path(dsn.removeprefix(PREFIX))
    if not path.is_file():
        raise Unreachable(f"there is no file {path.name}; nothing is known of this database")
    with told(path.name):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro",
            uri=True,
            timeout=SECONDS / 2,
            check_same_thread=False,
        )
    tables = SqliteTables(path.name, connection)
    try:
        tables.columns()
    except Unreachable:
        tables.close()
        raise
    return tables


def quoted(name: str) -> str:
    """Quote a table or column name so that it can be nothing but a name."""
    return '"' + name.replace('"', '""') + '"'


def _tests(page: Page) -> str:
    """What the rows of a page have in common, with ``?`` for its values."""
    order = quoted(page.order)
    tests = [f"{order} is not null" if page.low is None else f"{order} >= ?"]
    if page.only:
        tests.append(f"{quoted(page.only[0])} = ?")
    if page.among:
        tests.append(f"{quoted(page.among[0])} in ({', '.join('?' * len(page.among[1]))})")
    return " and ".join(tests)


@contextmanager
def told(name: str) -> Iterator[None]:
    """Retell what SQLite complains of."""
    try:
        yield
    except sqlite3.Error as error:
        words = f"took longer than {SECONDS:.0f} s" if "interrupted" in str(error) else str(error)
        raise Unreachable(f"{name} could not be read: {words}") from None


DRIVER = Driver(schemes=("sqlite",), open=open_file)
