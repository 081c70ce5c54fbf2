"""SQLite files are read while a shop writes to them, whatever their names, and never written."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storewarden.connectors.databases.sqlite import driver
from storewarden.connectors.databases.sqlite.driver import DRIVER, SqliteTables
from storewarden.core.errors import Unreachable
from storewarden.core.ports import Column, Page, Tables

HOSTILE = 'or"der; drop table "x" --'


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "shop #1?.db", isolation_level=None)) as connection:
        connection.execute("pragma synchronous=off")  # ten thousand inserts, one disk
        connection.execute("create table charge (id integer primary key, amount numeric)")
        connection.execute("insert into charge (amount) values (10), (20), (30)")
        yield connection


@pytest.fixture
def dsn(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'shop #1?.db'}"


def opened(dsn: str) -> SqliteTables:
    return driver.open_file(dsn)


@pytest.mark.usefixtures("shop")
def test_it_is_the_driver_of_its_scheme(dsn: str) -> None:
    assert DRIVER.schemes == ("sqlite",)
    with closing(DRIVER.open(dsn)) as tables:
        assert tables.columns() == [
            Column("charge", "id", "INTEGER"),
            Column("charge", "amount", "numeric"),
        ]


@pytest.mark.usefixtures("shop")
def test_the_newest_rows_come_first(dsn: str) -> None:
    with closing(opened(dsn)) as tables:
        assert tables.count("charge") == 3
        assert tables.rows("charge", ["amount"], limit=2) == [(30,), (20,)]
        assert tables.page(Page("charge", ["amount"], "id", limit=2)) == [(10,), (20,)]
        newest = Page("charge", ["amount"], "id", limit=2, newest=True)
        assert tables.page(newest) == [(30,), (20,)]


def test_it_reads_while_a_shop_writes(shop: sqlite3.Connection, dsn: str) -> None:
    shop.execute("pragma journal_mode=wal")
    shop.execute("begin immediate")
    shop.execute("insert into charge (amount) values (99)")
    with closing(opened(dsn)) as tables:
        assert tables.count("charge") == 3
        shop.execute("commit")
        assert tables.count("charge") == 4


def test_it_refuses_to_write(shop: sqlite3.Connection, dsn: str) -> None:
    with closing(opened(dsn)) as tables, pytest.raises(Unreachable, match="readonly database"):
        tables._run("delete from charge")
    assert shop.execute("select count(*) from charge").fetchone() == (3,)


def test_hostile_names_are_names(shop: sqlite3.Connection, dsn: str) -> None:
    quoted = HOSTILE.replace('"', '""')
    shop.execute(f'create table "{quoted}" ("{quoted}" text)')
    shop.execute(f'insert into "{quoted}" values (?)', ("kept",))  # noqa: S608 - quoted above
    with closing(opened(dsn)) as tables:
        assert Column(HOSTILE, HOSTILE, "TEXT") in tables.columns()
        assert tables.rows(HOSTILE, [HOSTILE]) == [("kept",)]
        assert tables.sample(HOSTILE, [HOSTILE]) == [("kept",)]
        assert tables.count(HOSTILE) == 1


@pytest.mark.usefixtures("shop")
def test_names_that_are_not_there_are_not_taken_for_text(dsn: str) -> None:
    with closing(opened(dsn)) as tables:
        with pytest.raises(Unreachable, match=r"table charge of shop #1\?.db has no column nope"):
            tables.rows("charge", ["nope"])
        with pytest.raises(Unreachable, match=r"shop #1\?.db has no table nope"):
            tables.count("nope")


def test_system_and_virtual_tables_are_left_out(shop: sqlite3.Connection, dsn: str) -> None:
    shop.execute("create table counted (id integer primary key autoincrement)")
    shop.execute("insert into counted default values")
    shop.execute("create virtual table found using fts5(words)")
    with closing(opened(dsn)) as tables:
        names = {column.table for column in tables.columns()}
    assert "found" not in names
    assert "sqlite_sequence" not in names
    assert {"charge", "counted", "found_content"} <= names


def test_tables_without_row_numbers_are_read_too(shop: sqlite3.Connection, dsn: str) -> None:
    shop.execute("create table w (code text primary key) without rowid")
    shop.execute("create table r (rowid text, oid text, _rowid_ text)")
    shop.execute("insert into w values ('a')")
    shop.execute("insert into r values ('a', 'b', 'c')")
    with closing(opened(dsn)) as tables:
        assert tables.rows("w", ["code"]) == tables.sample("w", ["code"]) == [("a",)]
        assert tables.rows("r", ["oid", "rowid"]) == [("b", "a")]
        assert tables.sample("r", ["oid", "rowid"]) == [("b", "a")]


@pytest.mark.slow
def test_a_sample_reaches_into_the_past(shop: sqlite3.Connection, dsn: str) -> None:
    shop.execute("delete from charge")
    shop.executemany("insert into charge values (?, ?)", ((n, n) for n in range(1, 10_001)))
    with closing(opened(dsn)) as tables:
        seen = [int(str(amount)) for (amount,) in tables.sample("charge", ["amount"], 200)]
    assert set(range(9_901, 10_001)) <= set(seen)
    assert min(seen) == 1
    assert len(seen) == len(set(seen)) == 200
    assert {n // 1_000 for n in seen} >= set(range(10))


def test_a_sample_is_text_cut_short(shop: sqlite3.Connection, dsn: str) -> None:
    shop.execute("create table odd (a, b, c, d)")
    shop.execute("insert into odd values (?, ?, ?, ?)", ("x" * 5_000, b"\xff4111", None, 7))
    with closing(opened(dsn)) as tables:
        assert tables.sample("odd", ["a", "b", "c", "d"]) == [("x" * 2_048, "�4111", None, "7")]


@pytest.mark.slow
def test_a_statement_that_takes_too_long_is_given_up(
    shop: sqlite3.Connection, dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.executemany("insert into charge (amount) values (?)", ((n,) for n in range(10_000)))
    monkeypatch.setattr(driver, "SECONDS", 0.05)
    endless = "select count(*) from charge a, charge b, charge c"
    with closing(opened(dsn)) as tables:
        with pytest.raises(Unreachable, match="took longer than"):
            tables._run(endless)
        assert tables.count("charge") == 10_003


@pytest.mark.parametrize("content", [None, b"not a database at all" * 99])
def test_what_is_no_database_is_unreachable(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.db"
    if content is not None:
        path.write_bytes(content)
    words = "x.db could not be read: file is not a database" if content else "there is no file x.db"
    with pytest.raises(Unreachable, match=words):
        opened(f"sqlite:///{path}")


def test_a_folder_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="there is no file"):
        opened(f"sqlite:///{tmp_path}")


@pytest.mark.usefixtures("shop")
def test_it_fits_the_socket(dsn: str) -> None:
    tables: Tables = opened(dsn)
    assert tables.count("charge") == 3
    tables.close()
