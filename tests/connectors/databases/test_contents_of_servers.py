"""Columns of real servers are looked into like those of files; what may not be read is said."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pymysql
import pytest

from storewarden.connectors.databases.contents.connector import CONNECTOR
from storewarden.connectors.databases.mysql import driver as mysql
from storewarden.connectors.databases.postgresql import driver as postgresql
from storewarden.core.connectors import Unseen
from storewarden.core.estate import Database
from storewarden.core.ports import Tables
from storewarden.core.secret_ref import SecretRef
from storewarden.facts.customer_data import ColumnContents
from tests.support.access import access_to, an_estate
from tests.support.servers import PASSWORD, PASSWORD_IN_DSN

pytestmark = pytest.mark.slow
CARDS = "('4111111111111111', '123'), ('5555555555554444', '456'), ('378282246310005', '7890')"
FOUND = [
    ("saved_card", "number", 3, 0),
    ("saved_card", "cvv", 0, 3),
]


def gathered(open_tables: Callable[[], Tables]) -> list[object]:
    database = Database("shop_db", dsn=SecretRef(env="SHOP_DSN"))
    access = access_to(an_estate(Path("/"), database), tables=lambda _database: open_tables())
    return list(CONNECTOR.gather(database, access))


def finds(facts: list[object]) -> list[tuple[str, str, int, int]]:
    return [
        (fact.table, fact.column, fact.card_numbers, fact.card_codes)
        for fact in facts
        if isinstance(fact, ColumnContents) and (fact.card_numbers or fact.card_codes)
    ]


@pytest.mark.postgresql
def test_postgresql_is_looked_into_as_far_as_it_lets_us(postgresql_dsn: str) -> None:
    with psycopg.connect(postgresql_dsn, autocommit=True) as shop:
        shop.execute("drop schema if exists erp cascade; drop schema public cascade")
        shop.execute("create schema public; create schema erp; drop role if exists looker")
        shop.execute("create table saved_card (id serial, number varchar(19), cvv char(4))")
        shop.execute(f"insert into saved_card (number, cvv) values {CARDS}")  # noqa: S608 - fixed text
        shop.execute("create table erp.hidden (note text)")
        shop.execute("create role looker login password 'looker'")
        shop.execute("grant usage on schema public, erp to looker")
        shop.execute("grant select on saved_card to looker")
    dsn = postgresql_dsn.replace(f"warden:{PASSWORD_IN_DSN}", "looker:looker")
    facts = gathered(lambda: postgresql.open_server(dsn))
    assert finds(facts) == FOUND
    [unseen] = [fact for fact in facts if isinstance(fact, Unseen)]
    assert unseen.because.startswith("table erp.hidden was not looked at: PostgreSQL database")
    assert unseen.because.endswith("permission denied for table hidden")


@pytest.mark.mariadb
def test_mariadb_is_looked_into(mariadb_dsn: str) -> None:
    port = int(mariadb_dsn.rsplit(":", 1)[1].split("/", maxsplit=1)[0])
    with (
        closing(
            pymysql.connect(
                host="127.0.0.1", port=port, user="warden", password=PASSWORD, autocommit=True
            )
        ) as shop,
        shop.cursor() as cursor,
    ):
        cursor.execute("drop database if exists shop")
        cursor.execute("drop database if exists erp")
        cursor.execute("create database shop character set utf8mb4")
        cursor.execute("create table shop.saved_card (number varchar(19), cvv char(4))")
        cursor.execute(f"insert into shop.saved_card values {CARDS}")  # noqa: S608 - fixed text
    facts = gathered(lambda: mysql.open_server(mariadb_dsn))
    assert finds(facts) == FOUND
    assert not [fact for fact in facts if isinstance(fact, Unseen)]
