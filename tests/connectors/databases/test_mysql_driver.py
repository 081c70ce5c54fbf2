"""MariaDB and MySQL servers are read in read-only sessions, whatever the names, never written."""

from collections.abc import Iterator
from contextlib import closing

import pymysql
import pytest
from pymysql.connections import Connection

from storewarden.connectors.databases.mysql import driver
from storewarden.connectors.databases.mysql.driver import DRIVER
from storewarden.core.errors import Unreachable
from storewarden.core.ports import Column, Page, Tables
from tests.support.servers import PASSWORD, PASSWORD_IN_DSN, free_port, silent_server

pytestmark = [pytest.mark.mariadb, pytest.mark.slow]
HOSTILE = "or`der; drop table `x` -- %s"
QUOTED = "`" + HOSTILE.replace("`", "``") + "`"


def done(shop: Connection, *statements: str) -> None:
    with shop.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def shop(mariadb_dsn: str) -> Iterator[Connection]:
    port = int(mariadb_dsn.rsplit(":", 1)[1].split("/", maxsplit=1)[0])
    with pymysql.connect(
        host="127.0.0.1", port=port, user="warden", password=PASSWORD, autocommit=True
    ) as connection:
        done(connection, "drop database if exists shop", "drop database if exists erp")
        done(connection, "create database shop character set utf8mb4", "create database erp")
        done(connection, "use shop")
        done(connection, "create table charge (id int auto_increment primary key, amount int)")
        done(connection, "insert into charge (amount) values (10), (20), (30)")
        yield connection


def test_columns_are_told_with_schemas_and_without_the_system(
    shop: Connection, mariadb_dsn: str
) -> None:
    done(shop, "create table erp.charge (card varchar(19))", "create view seen as select 1 as one")
    assert DRIVER.schemes == ("mysql", "mariadb")
    with closing(DRIVER.open(mariadb_dsn)) as tables:
        assert tables.columns() == [
            Column("charge", "id", "int(11)"),
            Column("charge", "amount", "int(11)"),
            Column("erp.charge", "card", "varchar(19)"),
        ]


@pytest.mark.usefixtures("shop")
def test_the_newest_rows_come_first(mariadb_dsn: str) -> None:
    with closing(driver.open_server(mariadb_dsn)) as tables:
        assert tables.count("charge") == 3
        assert tables.rows("charge", ["amount"], limit=2) == [(30,), (20,)]
        assert tables.page(Page("charge", ["amount"], "id", limit=2)) == [(10,), (20,)]
        newest = Page("charge", ["amount"], "id", limit=2, newest=True)
        assert tables.page(newest) == [(30,), (20,)]


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("write", ["delete from charge", "create table x (a int)"])
def test_it_refuses_to_write(mariadb_dsn: str, write: str) -> None:
    with closing(driver.open_server(mariadb_dsn)) as tables:
        with pytest.raises(Unreachable, match="in a READ ONLY transaction"):
            tables._run(write)
        assert tables.count("charge") == 3


def test_hostile_names_are_names(shop: Connection, mariadb_dsn: str) -> None:
    done(shop, f"create table erp.{QUOTED} ({QUOTED} text)")
    done(shop, f"insert into erp.{QUOTED} values ('kept')")  # noqa: S608 - quoted above
    with closing(driver.open_server(mariadb_dsn)) as tables:
        assert tables.rows(f"erp.{HOSTILE}", [HOSTILE]) == [("kept",)]
        assert tables.sample(f"erp.{HOSTILE}", [HOSTILE]) == [("kept",)]
        assert tables.count(f"erp.{HOSTILE}") == 1


def test_a_sample_reaches_into_the_past(shop: Connection, mariadb_dsn: str) -> None:
    done(shop, "delete from charge", "create table note (a text, b char(1), primary key (b))")
    done(shop, "insert into charge select seq, seq from seq_1_to_10000")
    done(shop, "insert into note values (repeat('x', 5000), 'b')")
    with closing(driver.open_server(mariadb_dsn)) as tables:
        seen = [int(str(amount)) for (amount,) in tables.sample("charge", ["amount"], 200)]
        assert tables.sample("note", ["a", "b"]) == [("x" * 2_048, "b")]
    assert set(range(9_901, 10_001)) <= set(seen)
    assert len(seen) == len(set(seen)) == 200
    assert {n // 1_000 for n in seen} >= set(range(10))


@pytest.mark.usefixtures("shop")
def test_a_statement_that_takes_too_long_is_given_up(
    mariadb_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "STATEMENT_SECONDS", 1)
    with closing(driver.open_server(mariadb_dsn)) as tables:
        with pytest.raises(Unreachable, match="max_statement_time exceeded"):
            tables._run("select count(*) from seq_1_to_100000000 a, seq_1_to_100000000 b")
        assert tables.count("charge") == 3


@pytest.mark.usefixtures("shop")
def test_names_that_are_not_there_are_said(mariadb_dsn: str) -> None:
    tables: Tables
    with closing(driver.open_server(mariadb_dsn)) as tables:
        with pytest.raises(Unreachable, match=r"shop on 127.0.0.1 has no table nope"):
            tables.count("nope")
        with pytest.raises(Unreachable, match=r"table charge of .* has no column nope"):
            tables.rows("charge", ["nope"])


def test_errors_never_tell_the_password(mariadb_dsn: str) -> None:
    wrong = mariadb_dsn.replace(PASSWORD_IN_DSN, "hunter2")
    silent = f"mysql://u:hunter2@127.0.0.1:{free_port()}/x"
    for dsn in (wrong, silent, "mysql://u:hunter2@[::1/x", "mysql://u:hunter2@h:x/y"):
        with pytest.raises(Unreachable) as refused:
            driver.open_server(dsn)
        assert "hunter2" not in str(refused.value)
        assert refused.value.__suppress_context__


def test_a_server_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "STATEMENT_SECONDS", 1)
    monkeypatch.setattr(driver, "CONNECT_SECONDS", 1)
    with silent_server() as port, pytest.raises(Unreachable, match="timed out"):
        driver.open_server(f"mysql://u:hunter2@127.0.0.1:{port}/x")
