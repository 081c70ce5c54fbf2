"""Reads PostgreSQL servers in read-only transactions with a time limit; it never writes."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import quote

import psycopg
from psycopg import conninfo, sql

from storewarden.core.connectors import Driver
from storewarden.core.errors import Unreachable
from storewarden.core.ports import Column, Page

CONNECT_SECONDS: Final = 5
STATEMENT_SECONDS: Final = 10
CHARACTERS: Final = 2_048

# Ordinary and partitioned tables and stored views; partitions are read through their parent.
COLUMNS: Final = sql.SQL("""
    select n.nspname, n.nspname = current_schema(), c.relname, a.attname,
           case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod)
                else format_type(a.atttypid, a.atttypmod) end
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid
    join pg_type t on t.oid = a.atttypid
    where c.relkind in ('r', 'p', 'm') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped
      and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
    order by 2 desc nulls last, 1, 3, a.attnum""")
KEY: Final = sql.SQL("""
    select a.attname
    from pg_index i
    cross join unnest(i.indkey) with ordinality as k(attnum, place)
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
    where i.indisprimary and i.indrelid = %s::regclass
    order by k.place""")

SIZE: Final = sql.SQL("""
    select coalesce(sum(greatest(reltuples, 0)), 0)::bigint from pg_class
    where oid in (select relid from pg_partition_tree(%s::regclass) union select %s::regclass)""")


class PostgresTables:
    """One PostgreSQL database, opened for reading only."""

    def __init__(self, where: str, secret: str, connection: psycopg.Connection) -> None:
        self._where = where
        self._secret = secret
        self._connection = connection
        self._known: dict[str, tuple[sql.Identifier, dict[str, str]]] | None = None

    def columns(self) -> Sequence[Column]:
        """Every column of every table of ours; ``schema.table`` outside the default schema."""
        return [
            Column(table, name, kind)
            for table, (_, columns) in self._catalogue().items()
            for name, kind in columns.items()
        ]

    def count(self, table: str) -> int:
        """Number of rows."""
        source = self._source(table, ())
        [(rows,)] = self._run(sql.SQL("select count(*) from {}").format(source))
        return int(rows)

    def rows(
        self, table: str, columns: Sequence[str], limit: int = 10_000
    ) -> Sequence[tuple[object, ...]]:
        """At most ``limit`` rows, the newest first where the table has a primary key."""
        source = self._source(table, columns)
        wanted = sql.SQL(", ").join(map(sql.Identifier, columns))
        return self._newest(source, wanted, limit)

    def sample(
        self, table: str, columns: Sequence[str], limit: int = 2_000
    ) -> Sequence[tuple[str | None, ...]]:
        """The newest rows, and blocks from all over the table."""
        source = self._source(table, columns)
        cut = sql.SQL("left({}::text, {})")
        wanted = sql.SQL(", ").join(cut.format(sql.Identifier(c), CHARACTERS) for c in columns)
        place = sql.SQL("{}.tableoid::text || {}.ctid::text").format(source, source)
        marked = sql.SQL("{}, {}").format(place, wanted)
        found = {row[0]: row[1:] for row in self._newest(source, marked, limit // 2)}
        for row in self._scattered(source, marked, limit):
            if len(found) >= limit:
                break
            found.setdefault(row[0], row[1:])
        return [tuple(None if c is None else str(c) for c in row) for row in found.values()]

    def page(self, page: Page) -> Sequence[tuple[object, ...]]:
        """The next rows of a table, in order."""
        source = self._source(page.table, page.named)
        query = sql.SQL("select {} from {} where {} order by {} {} limit {}").format(
            sql.SQL(", ").join(map(sql.Identifier, page.columns)),
            source,
            sql.SQL(" and ").join(_tests(page)),
            sql.Identifier(page.order),
            sql.SQL("desc" if page.newest else "asc"),
            page.limit,
        )
        return self._run(query, *page.values)

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _newest(
        self, source: sql.Identifier, wanted: sql.Composable, limit: int
    ) -> list[tuple[object, ...]]:
        key = [str(name) for (name,) in self._run(KEY, source.as_string(self._connection))]
        last_first = sql.SQL(", ").join(sql.SQL("{} desc").format(sql.Identifier(k)) for k in key)
        order = sql.SQL("order by {}").format(last_first) if key else sql.SQL("")
        query = sql.SQL("select {} from {} {} limit {}")
        return self._run(query.format(wanted, source, order, limit))

    def _scattered(
        self, source: sql.Identifier, wanted: sql.Composable, limit: int
    ) -> list[tuple[object, ...]]:
        """Read random blocks, the same ones every day; small tables are read as they lie."""
        name = source.as_string(self._connection)
        [(about,)] = self._run(
            SIZE,
            name,
            name,
        )
        share = min(100.0, 400.0 * limit / max(1, int(about)))
        query = sql.SQL("select {} from {} tablesample system ({}) repeatable (7) limit {}")
        return self._run(query.format(wanted, source, share, limit))

    def _catalogue(self) -> dict[str, tuple[sql.Identifier, dict[str, str]]]:
        if self._known is None:
            known: dict[str, tuple[sql.Identifier, dict[str, str]]] = {}
            for schema, default, table, name, kind in self._run(COLUMNS):
                shown = f"{table}" if default else f"{schema}.{table}"
                entry: tuple[sql.Identifier, dict[str, str]] = (
                    sql.Identifier(str(schema), str(table)),
                    {},
                )
                known.setdefault(shown, entry)[1][str(name)] = str(kind)
            self._known = known
        return self._known

    def _source(self, table: str, columns: Sequence[str]) -> sql.Identifier:
        entry = self._catalogue().get(table)
        if entry is None:
            raise Unreachable(f"{self._where} has no table {table}")
        if missing := [column for column in columns if column not in entry[1]]:
            raise Unreachable(f"table {table} of {self._where} has no column {missing[0]}")
        return entry[0]

    def _run(self, query: sql.SQL | sql.Composed, *values: object) -> list[tuple[Any, ...]]:
        """Run one statement in a read-only transaction of its own."""
        # Any: a cell holds whatever the shop wrote.
        limit = sql.SQL("set local statement_timeout = {}").format(STATEMENT_SECONDS * 1000)
        with told(self._where, self._secret), self._connection.transaction():
            self._connection.execute(limit)
            return self._connection.execute(query, values or None).fetchall()


def _tests(page: Page) -> Iterator[sql.Composed]:
    """What the rows of a page have in common, with marks for its values."""
    order = sql.Identifier(page.order)
    if page.low is None:
        yield sql.SQL("{} is not null").format(order)
    else:
        yield sql.SQL("{} >= %s").format(order)
    if page.only:
        yield sql.SQL("{} = %s").format(sql.Identifier(page.only[0]))
    if page.among:
        marks = sql.SQL(", ").join([sql.SQL("%s")] * len(page.among[1]))
        yield sql.SQL("{} in ({})").format(sql.Identifier(page.among[0]), marks)


def open_server(dsn: str) -> PostgresTables:
    """Open ``postgresql://user:password@host/database``; `Unreachable` when it refuses."""
    dsn = re.sub(r"^(\w+)\+\w+:", r"\1:", dsn)  # other tools name their driver: postgresql+x://
    try:
        parts = conninfo.conninfo_to_dict(dsn)
    except psycopg.Error:
        raise Unreachable("the address of the PostgreSQL database cannot be read") from None
    secret = str(parts.get("password") or "")
    where = f"PostgreSQL database {parts.get('dbname', '')} on {parts.get('host', 'localhost')}"
    with told(where, secret):
        connection = psycopg.connect(
            dsn,
            connect_timeout=CONNECT_SECONDS,
            client_encoding="utf8",
            application_name="storewarden",
        )
        connection.read_only = True
    return PostgresTables(where, secret, connection)


@contextmanager
def told(where: str, secret: str) -> Iterator[None]:
    """Retell what the server or the driver complains of, without the password."""
    try:
        yield
    except (psycopg.Error, UnicodeError) as error:
        words = (str(error).strip().splitlines() or [type(error).__name__])[0]
        for form in {secret, quote(secret, safe="")} - {""}:
            words = words.replace(form, "***")
        raise Unreachable(f"{where} could not be read: {words}") from None


DRIVER = Driver(schemes=("postgresql", "postgres"), open=open_server)
