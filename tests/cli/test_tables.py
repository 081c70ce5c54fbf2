"""A table of the shop's database is a log: watched, brought in, and counted once."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storewarden.bootstrap import installed, opening
from tests.cli.conftest import ESTATE, Storewarden

LOG = """
[databases.shop_db]
path = "shop.db"
[logs.shop_logins]
database = "shop_db"
format = "opencart_customer_login"
owner = "ben"
"""


@pytest.fixture
def shop(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An OpenCart whose log-ins fail; few patterns, for compiling all of them takes a minute."""
    few = [each for each in installed.installed_patterns() if each.attack == "sqli"]
    monkeypatch.setattr(installed, "installed_patterns", lambda: few)
    (home / "storewarden.toml").write_text(ESTATE + LOG, "utf-8")
    with closing(sqlite3.connect(home / "shop.db")) as made, made:
        made.execute(
            "create table oc_customer_login (customer_login_id integer primary key, email text,"
            " ip text, total int, date_added text, date_modified text)"
        )
    fails(home, 7, "2026-11-20 10:01:00")
    return home


def fails(home: Path, times: int, last: str) -> None:
    with closing(sqlite3.connect(home / "shop.db")) as made, made:
        made.execute(
            "insert or replace into oc_customer_login values"
            " (1, 'ada@shop.example', '203.0.113.9', ?, '2026-11-20 10:00:00', ?)",
            (times, last),
        )


def kept() -> int:
    with opening.open_events(opening.load_estate()) as store:
        return sum(batch.num_rows for batch in store.events())


@pytest.mark.slow
def test_guessing_that_only_the_table_shows_is_an_alert(
    shop: Path, storewarden: Storewarden
) -> None:
    first = storewarden("watch", "--once")
    assert first.code == 1
    assert "logged_failures_from_address" in first.out
    assert "203.0.113.9" in first.out
    assert kept() == 7
    again = storewarden("watch", "--once")
    assert (again.code, again.out, kept()) == (0, "", 7)
    fails(shop, 9, "2026-11-20 10:02:00")
    storewarden("watch", "--once")
    assert kept() == 9


@pytest.mark.slow
def test_a_table_that_was_brought_in_is_not_read_again_by_the_watch(
    shop: Path, storewarden: Storewarden
) -> None:
    assert storewarden("ingest", "--source", "shop_logins").out == (
        "shop_logins: 7 events of shop_logins kept\n"
    )
    assert storewarden("ingest", "--source", "shop_logins").out == (
        "shop_logins: 0 events of shop_logins kept\n"
    )
    assert storewarden("watch", "--once").code == 0
    fails(shop, 8, "2026-11-20 10:02:00")
    assert storewarden("watch", "--once").code == 0
    assert kept() == 8


def test_what_cannot_be_brought_in_is_said(shop: Path, storewarden: Storewarden) -> None:
    assert "say a FILE, or with --source a table" in storewarden("ingest").err
    assert "say a FILE" in storewarden("ingest", "--source", "shop_db").err
    (shop / "storewarden.toml").write_text(
        ESTATE + LOG.replace("opencart_customer_login", "opencart"), "utf-8"
    )
    answer = storewarden("ingest", "--source", "shop_logins")
    assert (answer.code, "'opencart' is no form of a table; the forms are:" in answer.err) == (
        2,
        True,
    )
    (shop / "storewarden.toml").write_text(ESTATE + LOG, "utf-8")
    (shop / "shop.db").unlink()
    answer = storewarden("ingest", "--source", "shop_logins")
    assert (answer.code, "there is no file shop.db" in answer.err) == (3, True)
