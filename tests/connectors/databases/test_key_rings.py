"""Keys are read from the table that records them: who holds them, what they may, when used."""

import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest

from storewarden.connectors.databases.key_rings.connector import CONNECTOR, can_write, day
from storewarden.connectors.databases.sqlite.driver import open_file
from storewarden.core.connectors import Unseen
from storewarden.core.estate import Database, KeyRing, TableMap
from storewarden.facts.suppliers import ApiKey
from tests.support.access import NOON, access_to, an_estate

TODAY = NOON.date()
COLUMNS = {
    "name": "name",
    "holder": "holder",
    "permissions": "permissions",
    "created": "created",
    "last_used": "last_used",
}


def keys_of(path: Path, script: str, ring: KeyRing, platform: str | None = None) -> list[object]:
    with closing(sqlite3.connect(path)) as shop:
        shop.executescript(script)
    database = Database("shop_db", path=path, platform=platform)
    access = access_to(
        an_estate(path.parent, database, ring),
        tables=lambda _database: open_file(f"sqlite:///{path}"),
    )
    return list(CONNECTOR.gather(ring, access))


def test_keys_are_told_without_the_keys(tmp_path: Path) -> None:
    script = """
        create table partners_apikey (id integer primary key, name text, holder text,
            permissions text, key_hash text, created datetime, last_used datetime);
        insert into partners_apikey values
            (1, 'Ship-It', 'shipit', 'write', 'aa', '2025-11-27 12:00:00.123', null),
            (2, 'Prints', 'printworks', 'read', 'bb', '2025-11-27', '2026-06-14T12:00:00Z'),
            (3, '', null, 'whatever', 'cc', 1750000000, 'yesterday');
        """
    ring = KeyRing("shop_keys", TableMap("shop_db", "partners_apikey", COLUMNS))
    assert keys_of(tmp_path / "s.db", script, ring) == [
        ApiKey("key without a name", TODAY, "", None, date(2025, 6, 15), use_is_recorded=False),
        ApiKey("Prints", TODAY, "printworks", False, date(2025, 11, 27), date(2026, 6, 14)),
        ApiKey("Ship-It", TODAY, "shipit", True, date(2025, 11, 27)),
    ]


def test_woocommerce_needs_no_map(tmp_path: Path) -> None:
    script = """
        create table wp_woocommerce_api_keys (key_id integer primary key, user_id int,
            description text, permissions text, consumer_key text, last_access datetime);
        insert into wp_woocommerce_api_keys values
            (1, 7, 'ERP', 'read_write', 'ck', '0000-00-00 00:00:00'),
            (2, 7, 'App', 'read', 'ck', '2026-06-01 00:00:00');
        """
    ring = KeyRing("keys", TableMap("shop_db", "wp_woocommerce_api_keys"))
    assert keys_of(tmp_path / "s.db", script, ring, "woocommerce") == [
        ApiKey("App", TODAY, "7", False, None, date(2026, 6, 1)),
        ApiKey("ERP", TODAY, "7", True),
    ]


@pytest.mark.parametrize(
    ("where", "because"),
    [
        (TableMap("nope", "x"), "the estate has no database nope"),
        (
            TableMap("shop_db", "x", {"name": "n"}),
            "the estate does not say which column is the permissions of a key",
        ),
    ],
)
def test_rings_that_cannot_be_found_are_unseen(
    tmp_path: Path, where: TableMap, because: str
) -> None:
    found = keys_of(tmp_path / "s.db", "create table x (n text)", KeyRing("keys", where))
    assert found == [Unseen(ApiKey, because)]


@pytest.mark.parametrize(
    ("permissions", "answer"),
    [
        ("write", True),
        ("READ_WRITE", True),
        ("read,write", True),
        ('["admin"]', True),
        ("read", False),
        ("read, list", False),
        ("", None),
        ("orders", None),
        ("overwrite", None),
    ],
)
def test_permissions_are_words(permissions: str, answer: bool | None) -> None:  # noqa: FBT001 - a case
    assert can_write(permissions, ("write", "read_write", "admin")) is answer


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (datetime(2026, 1, 2, 3, 4), date(2026, 1, 2)),  # noqa: DTZ001 - drivers give naive ones
        (date(2026, 1, 2), date(2026, 1, 2)),
        ("2026-01-02 03:04:05", date(2026, 1, 2)),
        (1767323045, date(2026, 1, 2)),
        (1767323045000, date(2026, 1, 2)),
        ("0000-00-00 00:00:00", None),
        (None, None),
        ("soon", None),
        ("2026-13-45", None),
    ],
)
def test_days_are_read_from_what_databases_keep(value: object, answer: date | None) -> None:
    assert day(value) == answer
