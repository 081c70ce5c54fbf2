"""PostgreSQL servers are read in read-only transactions, whatever the names, and never written."""

from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from psycopg import sql

from storewarden.connectors.databases.postgresql import driver
from storewarden.connectors.databases.postgresql.driver import DRIVER
from storewarden.core.errors import Unreachable
from storewarden.core.ports import Column, Page, Tables
from tests.support.servers import PASSWORD_IN_DSN, free_port, silent_server

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]
HOSTILE = 'or"der; drop table "x" -- %s {}'


@pytest.fixture
def shop(postgresql_dsn: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgresql_dsn, autocommit=True) as connection:
        connection.execute("drop schema if exists erp cascade; drop schema public cascade")
        connection.execute("create schema public; create schema erp")
        connection.execute("create table charge (id bigserial primary key, amount int)")
        connection.execute("insert into charge (amount) values (10), (20), (30)")
        yield connection


def test_columns_are_told_with_schemas_and_without_the_system(
    shop: psycopg.Connection, postgresql_dsn: str
) -> None:
    shop.execute("create domain pan as varchar(19)")
    shop.execute("create table erp.charge (card pan, gone int, tags text[])")
    shop.execute("alter table erp.charge drop column gone")
    assert DRIVER.schemes == ("postgresql", "postgres")
    with closing(DRIVER.open(postgresql_dsn)) as tables:
        assert tables.columns() == [
            Column("charge", "id", "bigint"),
            Column("charge", "amount", "integer"),
            Column("erp.charge", "card", "character varying(19)"),
            Column("erp.charge", "tags", "text[]"),
        ]


@pytest.mark.usefixtures("shop")
def test_the_newest_rows_come_first(postgresql_dsn: str) -> None:
    with closing(driver.open_server(postgresql_dsn)) as tables:
        assert tables.count("charge") == 3
        assert tables.rows("charge", ["amount"], limit=2) == [(30,), (20,)]
        assert tables.page(Page("charge", ["amount"], "id", limit=2)) == [(10,), (20,)]
        newest = Page("charge", ["amount"], "id", limit=2, newest=True)
        assert tables.page(newest) == [(30,), (20,)]


def test_it_refuses_to_write(shop: psycopg.Connection, postgresql_dsn: str) -> None:
    with (
        closing(driver.open_server(postgresql_dsn)) as tables,
        pytest.raises(Unreachable, match="cannot execute DELETE in a read-only transaction"),
    ):
        tables._run(sql.SQL("delete from charge"))
    assert shop.execute("select count(*) from charge").fetchone() == (3,)


def test_hostile_names_are_names(shop: psycopg.Connection, postgresql_dsn: str) -> None:
    name = sql.Identifier(HOSTILE)
    shop.execute(sql.SQL("create table erp.{} ({} text)").format(name, name))
    shop.execute(sql.SQL("insert into erp.{} values ('kept')").format(name))
    with closing(driver.open_server(postgresql_dsn)) as tables:
        assert tables.rows(f"erp.{HOSTILE}", [HOSTILE]) == [("kept",)]
        assert tables.sample(f"erp.{HOSTILE}", [HOSTILE]) == [("kept",)]
        assert tables.count(f"erp.{HOSTILE}") == 1


def test_a_sample_reaches_into_the_past_of_partitioned_tables_too(
    shop: psycopg.Connection, postgresql_dsn: str
) -> None:
    shop.execute("create table paid (id int primary key, note text) partition by range (id)")
    shop.execute("create table paid_1 partition of paid for values from (0) to (50000)")
    shop.execute("create table paid_2 partition of paid for values from (50000) to (200000)")
    shop.execute("insert into paid select n, repeat('x', 5000) from generate_series(1, 100000) n")
    shop.execute("analyze")
    with closing(driver.open_server(postgresql_dsn)) as tables:
        assert {column.table for column in tables.columns()} == {"charge", "paid"}
        seen = [int(str(number)) for number, _ in tables.sample("paid", ["id", "note"], 200)]
        assert {len(str(note)) for _, note in tables.sample("paid", ["id", "note"], 200)} == {2048}
    assert set(range(99_901, 100_001)) <= set(seen)
    assert len(seen) == len(set(seen)) == 200
    assert min(seen) < 50_000


def test_small_tables_are_sampled_whole(shop: psycopg.Connection, postgresql_dsn: str) -> None:
    shop.execute("create table plain (a text, b jsonb, c int)")
    shop.execute("""insert into plain values ('x', '{"k": 1}', null), (null, null, 5)""")
    with closing(driver.open_server(postgresql_dsn)) as tables:
        seen = sorted(tables.sample("plain", ["a", "b", "c"]), key=str)
        assert sorted(tables.sample("charge", ["amount"])) == [("10",), ("20",), ("30",)]
    assert seen == [("x", '{"k": 1}', None), (None, None, "5")]


@pytest.mark.usefixtures("shop")
def test_a_statement_that_takes_too_long_is_given_up(
    postgresql_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "STATEMENT_SECONDS", 1)
    with closing(driver.open_server(postgresql_dsn)) as tables:
        with pytest.raises(Unreachable, match="canceling statement due to statement timeout"):
            tables._run(sql.SQL("select pg_sleep(20)"))
        assert tables.count("charge") == 3


@pytest.mark.usefixtures("shop")
def test_names_that_are_not_there_are_said(postgresql_dsn: str) -> None:
    tables: Tables
    with closing(driver.open_server(postgresql_dsn)) as tables:
        with pytest.raises(Unreachable, match=r"on 127.0.0.1 has no table nope"):
            tables.count("nope")
        with pytest.raises(Unreachable, match=r"table charge of .* has no column nope"):
            tables.rows("charge", ["nope"])


def test_errors_never_tell_the_password(postgresql_dsn: str) -> None:
    wrong = postgresql_dsn.replace(PASSWORD_IN_DSN, "warden")
    silent = f"postgresql://u:hunter2@127.0.0.1:{free_port()}/x"
    for dsn in (wrong, silent, "postgresql://u:hunter2@[::1/x", "postgresql://u:hunter2@h:x/y"):
        with pytest.raises(Unreachable) as refused:
            driver.open_server(dsn)
        assert "hunter2" not in str(refused.value)
        assert refused.value.__suppress_context__


@pytest.mark.usefixtures("shop")
def test_the_address_may_name_another_tools_driver(postgresql_dsn: str) -> None:
    dsn = postgresql_dsn.replace("postgresql:", "postgresql+psycopg:")
    with closing(driver.open_server(dsn)) as tables:
        assert tables.count("charge") == 3


def test_a_server_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "CONNECT_SECONDS", 2)
    with silent_server() as port, pytest.raises(Unreachable, match="timeout expired"):
        driver.open_server(f"postgresql://u:hunter2@127.0.0.1:{port}/x")
