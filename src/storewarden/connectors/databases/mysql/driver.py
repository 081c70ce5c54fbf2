"""Reads MySQL and MariaDB servers in read-only sessions with a time limit; it never writes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, Final
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pymysql
from pymysql.connections import Connection

from storewarden.core.connectors import Driver
from storewarden.core.errors import Unreachable
from storewarden.core.ports import Column, Page

CONNECT_SECONDS: Final = 5
STATEMENT_SECONDS: Final = 10
CHARACTERS: Final = 2_048
STRIPES: Final = 20

COLUMNS: Final = """
    select t.table_schema, t.table_schema = database(), t.table_name, c.column_name, c.column_type
    from information_schema.tables t
    join information_schema.columns c
      on c.table_schema = t.table_schema and c.table_name = t.table_name
    where t.table_type = 'BASE TABLE'
      and lower(t.table_schema) not in ('information_schema', 'mysql', 'performance_schema', 'sys')
    order by 2 desc, 1, 3, c.ordinal_position"""
KEY: Final = """
    select table_schema, table_name, column_name
    from information_schema.key_column_usage
    where constraint_name = 'PRIMARY'
    order by ordinal_position"""


class MysqlTables:
    """One MySQL or MariaDB server, opened for reading only."""

    def __init__(self, where: str, secret: str, connection: Connection) -> None:
        self._where = where
        self._secret = secret
        self._connection = connection
        self._known: dict[str, tuple[str, dict[str, str]]] | None = None
        self._keys: dict[str, list[str]] = {}

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
        [(rows,)] = self._run(f"select count(*) from {source}")  # noqa: S608 - quoted
        return int(rows)

    def rows(
        self, table: str, columns: Sequence[str], limit: int = 10_000
    ) -> Sequence[tuple[object, ...]]:
        """At most ``limit`` rows, the newest first where the table has a primary key."""
        source = self._source(table, columns)
        wanted = ", ".join(map(quoted, columns))
        order = ", ".join(f"{quoted(name)} desc" for name in self._keys.get(source, ()))
        last_first = f"order by {order}" if order else ""
        return self._run(f"select {wanted} from {source} {last_first} limit {limit:d}")  # noqa: S608 - quoted

    def sample(
        self, table: str, columns: Sequence[str], limit: int = 2_000
    ) -> Sequence[tuple[str | None, ...]]:
        """The newest rows, and stripes from all over the older ones."""
        source = self._source(table, columns)
        cut = (f"left(convert({quoted(c)} using utf8mb4), {CHARACTERS})" for c in columns)
        select = f"select {', '.join(cut)} from {source}"  # noqa: S608 - quoted
        parts = self._parts(table, source, limit)
        found = [row for part in parts for row in self._run(f"{select} {part}")]
        return [tuple(None if cell is None else str(cell) for cell in row) for row in found]

    def page(self, page: Page) -> Sequence[tuple[object, ...]]:
        """The next rows of a table, in order."""
        source = self._source(page.table, page.named)
        wanted, way = ", ".join(map(quoted, page.columns)), " desc" if page.newest else ""
        query = (
            f"select {wanted} from {source}".replace("%", "%%")  # noqa: S608 - quoted
            + f" where {_tests(page)} order by {_marked(page.order)}{way} limit {page.limit:d}"
        )
        return self._run(query, *page.values)

    def close(self) -> None:
        """Let go of the connection."""
        with told(self._where, self._secret):
            self._connection.close()

    def _parts(self, table: str, source: str, limit: int) -> list[str]:
        """Write the end of one query a part: half the rows are the newest, half are in stripes."""
        names = self._keys.get(source, [])
        if len(names) != 1 or "int" not in self._catalogue()[table][1][names[0]]:
            return [f"limit {limit:d}"]
        few = f"select count(*) from (select 1 from {source} limit {limit + 1:d}) as few"  # noqa: S608 - quoted
        if self._run(few)[0][0] <= limit:
            return [f"limit {limit:d}"]
        key, half = quoted(names[0]), max(1, limit // 2)
        newest = f"select {key} as k from {source} order by k desc limit {half:d}"  # noqa: S608 - quoted
        [(lowest,)] = self._run(f"select min(k) from ({newest}) as newest")  # noqa: S608 - quoted
        [(first,)] = self._run(f"select min({key}) from {source}")  # noqa: S608 - quoted
        marks = [first + (lowest - first) * n // STRIPES for n in range(STRIPES + 1)]
        return [f"where {key} >= {lowest:d} order by {key} desc limit {half:d}"] + [
            f"where {key} >= {low:d} and {key} < {high:d} limit {max(1, half // STRIPES):d}"
            for low, high in pairwise(marks)
            if low < high
        ]

    def _catalogue(self) -> dict[str, tuple[str, dict[str, str]]]:
        if self._known is None:
            known: dict[str, tuple[str, dict[str, str]]] = {}
            for schema, default, table, name, kind in self._run(COLUMNS):
                shown = f"{table}" if default else f"{schema}.{table}"
                entry: tuple[str, dict[str, str]] = (within(schema, table), {})
                known.setdefault(shown, entry)[1][str(name)] = str(kind)
            for schema, table, name in self._run(KEY):
                self._keys.setdefault(within(schema, table), []).append(str(name))
            self._known = known
        return self._known

    def _source(self, table: str, columns: Sequence[str]) -> str:
        entry = self._catalogue().get(table)
        if entry is None:
            raise Unreachable(f"{self._where} has no table {table}")
        if missing := [column for column in columns if column not in entry[1]]:
            raise Unreachable(f"table {table} of {self._where} has no column {missing[0]}")
        return entry[0]

    def _run(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        # Any: a cell holds whatever the shop wrote.
        with told(self._where, self._secret), self._connection.cursor() as cursor:
            cursor.execute(query, values or None)
            return list(cursor.fetchall())


def open_server(dsn: str) -> MysqlTables:
    """Open ``mysql://user:password@host/database``; `Unreachable` when it refuses.

    ``?unix_socket=`` names a socket, ``?ssl_ca=`` a certificate authority.
    """
    try:
        address = urlsplit(dsn)
        port = address.port or 3306
    except ValueError:
        raise Unreachable("the address of the MySQL database cannot be read") from None
    wishes = {name: values[-1] for name, values in parse_qs(address.query).items()}
    secret = unquote(address.password or "")
    database = unquote(address.path.lstrip("/"))
    where = f"MySQL database {database} on {address.hostname or 'localhost'}"
    with told(where, secret):
        connection = pymysql.connect(
            host=address.hostname or "localhost",
            port=port,
            user=unquote(address.username or ""),
            password=secret,
            database=database or None,
            unix_socket=wishes.get("unix_socket"),
            ssl_ca=wishes.get("ssl_ca"),
            connect_timeout=CONNECT_SECONDS,
            read_timeout=STATEMENT_SECONDS + CONNECT_SECONDS,
            charset="utf8mb4",
            autocommit=True,
        )
        hold_back(connection)
    return MysqlTables(where, secret, connection)


def hold_back(connection: Connection) -> None:
    """Make the session read-only and give its statements a time limit."""
    with connection.cursor() as cursor:
        cursor.execute("select version()")
        [version] = cursor.fetchone() or ("",)
        cursor.execute("set session transaction read only")
        if "mariadb" in str(version).lower():
            cursor.execute(f"set session max_statement_time = {STATEMENT_SECONDS:d}")
        else:
            cursor.execute(f"set session max_execution_time = {STATEMENT_SECONDS * 1000:d}")


def within(schema: object, table: object) -> str:
    """Name a table with its schema, quoted."""
    return f"{quoted(str(schema))}.{quoted(str(table))}"


def quoted(name: str) -> str:
    """Quote a table or column name so that it can be nothing but a name."""
    return "`" + name.replace("`", "``") + "`"


def _marked(name: str) -> str:
    """Quote a name for a statement that also has marks (``%s``) for values."""
    return quoted(name).replace("%", "%%")


def _tests(page: Page) -> str:
    """What the rows of a page have in common, with marks for its values."""
    order = _marked(page.order)
    tests = [f"{order} is not null" if page.low is None else f"{order} >= %s"]
    if page.only:
        tests.append(f"{_marked(page.only[0])} = %s")
    if page.among:
        tests.append(f"{_marked(page.among[0])} in ({', '.join(['%s'] * len(page.among[1]))})")
    return " and ".join(tests)


@contextmanager
def told(where: str, secret: str) -> Iterator[None]:
    """Retell what the server or the driver complains of, without the password."""
    try:
        yield
    except (pymysql.Error, OSError, UnicodeError) as error:
        words = str(error.args[-1] if error.args else type(error).__name__)
        for form in {secret, quote(secret, safe="")} - {""}:
            words = words.replace(form, "***")
        raise Unreachable(f"{where} could not be read: {words}") from None


DRIVER = Driver(schemes=("mysql", "mariadb"), open=open_server)
