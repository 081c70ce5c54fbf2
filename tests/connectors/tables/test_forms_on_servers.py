"""Every form reads the same from MariaDB and PostgreSQL as from SQLite."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import closing

import psycopg
import pymysql
import pytest
from psycopg import sql
from pymysql.connections import Connection

from storewarden.connectors.databases.mysql import driver as mysql
from storewarden.connectors.databases.postgresql import driver as postgresql
from tests.connectors.tables.casebook import FORMS, Casebook, casebook, read_all
from tests.support.servers import PASSWORD

pytestmark = pytest.mark.slow
MARIADB = {
    "int": "bigint",
    "text": "text",
    "time": "datetime(6)",
    "zoned": "datetime(6)",
    "real": "double",
    "blob": "longblob",
    "bool": "boolean",
}
POSTGRESQL = {
    "int": "bigint",
    "text": "text",
    "time": "timestamp",
    "zoned": "timestamptz",
    "real": "double precision",
    "blob": "bytea",
    "bool": "boolean",
}


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(os.environ, "TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def filled_mariadb(shop: Connection, book: Casebook) -> None:
    with shop.cursor() as cursor:
        cursor.execute("drop database if exists shop")
        cursor.execute("create database shop character set utf8mb4")
        cursor.execute("use shop")
        for table, (columns, rows) in book.tables.items():
            types = ", ".join(f"`{name}` {MARIADB[kind]}" for name, kind in columns.items())
            cursor.execute(f"create table `{table}` ({types}) engine=myisam")
            marks = ", ".join(["%s"] * len(columns))
            for row in rows:
                cursor.execute(f"insert into `{table}` values ({marks})", plain(row, columns))  # noqa: S608 - our names


def plain(row: object, columns: Mapping[str, str]) -> list[object]:
    """MariaDB's own times have no zone."""
    cells = list(row) if isinstance(row, list) else []
    zoned = [kind == "zoned" for kind in columns.values()]
    return [
        cell.removesuffix("+00:00") if is_zoned and isinstance(cell, str) else cell
        for cell, is_zoned in zip(cells, zoned, strict=True)
    ]


def filled_postgresql(shop: psycopg.Connection, book: Casebook) -> None:
    shop.execute("drop schema public cascade; create schema public")
    for table, (columns, rows) in book.tables.items():
        types = sql.SQL(", ").join(
            sql.SQL("{} " + POSTGRESQL[kind]).format(sql.Identifier(name))
            for name, kind in columns.items()
        )
        shop.execute(sql.SQL("create table {} ({})").format(sql.Identifier(table), types))
        marks = sql.SQL(", ").join([sql.Placeholder()] * len(columns))
        insert = sql.SQL("insert into {} values ({})").format(sql.Identifier(table), marks)
        for row in rows:
            shop.execute(insert, list(row))


@pytest.mark.mariadb
def test_mariadb_tells_the_same(mariadb_dsn: str) -> None:
    port = int(mariadb_dsn.rsplit(":", 1)[1].split("/", maxsplit=1)[0])
    with closing(
        pymysql.connect(
            host="127.0.0.1", port=port, user="warden", password=PASSWORD, autocommit=True
        )
    ) as shop:
        for name, form in FORMS.items():
            book = casebook(name)
            filled_mariadb(shop, book)
            told = read_all(form, lambda: mysql.open_server(mariadb_dsn))
            assert told == book.events, name


@pytest.mark.postgresql
def test_postgresql_tells_the_same(postgresql_dsn: str) -> None:
    with psycopg.connect(postgresql_dsn, autocommit=True) as shop:
        for name, form in FORMS.items():
            book = casebook(name)
            filled_postgresql(shop, book)
            told = read_all(form, lambda: postgresql.open_server(postgresql_dsn))
            assert told == book.events, name
