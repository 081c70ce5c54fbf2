"""A real database is looked into: what lies in its columns is told, its values are not."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from storewarden.connectors.databases.contents import connector
from storewarden.connectors.databases.contents.connector import CONNECTOR
from storewarden.connectors.databases.sqlite.driver import open_file
from storewarden.core.connectors import Unseen
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Database
from storewarden.core.ports import Column, Page, Tables
from storewarden.facts.customer_data import ColumnContents
from tests.support.access import access_to, an_estate

CARDS = ["4111111111111111", "5555555555554444", "378282246310005", "4242424242424242"]
HASH = "pbkdf2_sha256$1000000$c2FsdA$aGFzaA=="


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    with closing(sqlite3.connect(tmp_path / "shop.db", isolation_level=None)) as shop:
        shop.executescript(
            """
            create table gateway_savedcard (id integer primary key, number text, cvv text,
                                            masked text);
            create table auth_user (id integer primary key, password varchar(128));
            create table partners_portaluser (id integer primary key, password varchar(40),
                                              password_changed_on datetime);
            create table customers_profile (id integer primary key, phone text, religion text,
                                            nationality text, birthday date);
            create table payload (id integer primary key, body json, size real);
            """
        )
        shop.executemany(
            "insert into gateway_savedcard (number, cvv, masked) values (?, ?, ?)",
            [(number, "123", f"{number[:6]}******{number[-4:]}") for number in CARDS],
        )
        shop.execute("insert into auth_user (password) values (?)", (HASH,))
        shop.execute("insert into partners_portaluser values (1, 'hunter2', '2026-01-01')")
        shop.execute(
            "insert into customers_profile values (1, '+49 30 901820', 'Quaker', '', '1980-02-03')"
        )
        shop.execute(
            "insert into payload (body) values (?)",
            ('{"card_number": "4111 1111 1111 1111", "cvc": "987"}',),
        )
        yield tmp_path / "shop.db"


def gathered(path: Path, tables: Tables | None = None) -> list[ColumnContents | Unseen]:
    database = Database("shop_db", path=path)
    access = access_to(
        an_estate(path.parent, database),
        tables=lambda _database: tables or open_file(f"sqlite:///{path}"),
    )
    return [
        fact
        for fact in CONNECTOR.gather(database, access)
        if isinstance(fact, ColumnContents | Unseen)
    ]


def test_what_lies_in_each_column_is_told(path: Path) -> None:
    facts = gathered(path)
    assert [fact for fact in facts if isinstance(fact, ColumnContents) and worth(fact)] == [
        ColumnContents("auth_user", "password", 1, password_forms={"salted hash": 1}),
        ColumnContents(
            "customers_profile",
            "religion",
            1,
            needless="religion",
            needless_special=True,
            needless_filled=1,
        ),
        ColumnContents("customers_profile", "nationality", 1, needless="nationality"),
        ColumnContents(
            "customers_profile", "birthday", 1, needless="date of birth", needless_filled=1
        ),
        ColumnContents(
            "gateway_savedcard",
            "number",
            4,
            card_numbers=4,
            card_networks=("amex", "mastercard", "visa"),
            card_examples=("37828******0005", "411111******1111", "424242******4242"),
        ),
        ColumnContents("gateway_savedcard", "cvv", 4, card_codes=4),
        ColumnContents("partners_portaluser", "password", 1, password_forms={"plain text": 1}),
        ColumnContents(
            "payload",
            "body",
            1,
            card_numbers=1,
            card_networks=("visa",),
            card_examples=("411111******1111",),
            card_codes=1,
        ),
    ]
    assert not [fact for fact in facts if isinstance(fact, Unseen)]


def worth(fact: ColumnContents) -> bool:
    """Leave out the columns in which there is nothing."""
    return fact != ColumnContents(fact.table, fact.column, fact.looked_at)


def test_no_value_is_ever_told(path: Path) -> None:
    told = repr(gathered(path))
    for value in [*CARDS, "hunter2", HASH, "Quaker", "901820", "1980-02-03", "123"]:
        assert value not in told


@dataclass
class Patchy:
    """A database that lets only some of its tables be read."""

    closed: bool = False
    asked: list[str] = field(default_factory=list)

    def columns(self) -> Sequence[Column]:
        return [Column("a", "x", "text"), Column("b", "x", "text"), Column("c", "x", "text")]

    def count(self, table: str) -> int:
        raise Unreachable(table)

    def rows(
        self, table: str, columns: Sequence[str], limit: int = 1
    ) -> Sequence[tuple[object, ...]]:
        raise Unreachable(f"{table} {columns} {limit}")

    def sample(
        self, table: str, columns: Sequence[str], limit: int = 1
    ) -> Sequence[tuple[str | None, ...]]:
        self.asked.append(f"{table} {columns[0]} {limit}")
        if table == "b":
            return []
        raise Unreachable("permission denied")

    def page(self, page: Page) -> Sequence[tuple[object, ...]]:
        raise Unreachable(page.table)

    def close(self) -> None:
        self.closed = True


def test_tables_that_cannot_be_read_are_unseen(path: Path) -> None:
    tables = Patchy()
    assert gathered(path, tables) == [
        ColumnContents("b", "x", 0),
        Unseen(
            ColumnContents,
            "table a was not looked at, nor were 1 other tables: permission denied",
        ),
    ]
    assert tables.closed


def test_tables_for_which_there_was_no_time_are_unseen(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connector, "SECONDS", -1.0)
    tables = Patchy()
    [unseen] = gathered(path, tables)
    assert unseen == Unseen(
        ColumnContents,
        "table a was not looked at, nor were 2 other tables: there was no time left after -1 s",
    )
    assert tables.asked == []
