"""Whether a table or the journal still writes is told by its newest records."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storewarden.connectors.log_pulse import gather
from storewarden.connectors.logs.journal import Journal
from storewarden.connectors.logs.journal import moments as of_journal
from storewarden.connectors.logs.table import Table
from storewarden.connectors.logs.table import moments as of_table
from storewarden.core.connectors import Unseen
from storewarden.core.errors import Unreachable
from storewarden.core.logs import TableForm, TableLog, Told
from storewarden.facts.logs import LogSilence
from tests.connectors.logs_sources.test_journal import BEGIN, written
from tests.connectors.tables.casebook import opener
from tests.support.access import NOON, access_to, an_estate

LOG = TableLog("admin_deeds", "shop", "deeds")
ORDERS = TableForm(
    platform="shop",
    table="orders",
    id="id",
    columns=("who",),
    tell=lambda seen: Told("order", account=seen.text("who")),
    order="id",
    time="placed",
)


def micros(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000


def told(*hours_ago: float) -> list[LogSilence | Unseen]:
    moments = [micros(NOON - timedelta(hours=hours)) for hours in hours_ago]
    access = access_to(an_estate(Path(), LOG), moments=lambda _log: moments)
    return list(gather(LOG, access))


def test_the_newest_record_and_the_longest_pause() -> None:
    often = [24 * 10 + hour for hour in (*range(20), 27)]
    assert told(*often) == [LogSilence(NOON, NOON - timedelta(days=10), 8)]


def test_a_record_from_the_future_is_no_sign_of_life() -> None:
    often = [100 + hour for hour in range(20)]
    assert told(-24 * 365, *often) == [LogSilence(NOON, NOON - timedelta(hours=100), 1)]


@pytest.mark.parametrize("hours", [range(19), [1] * 500, range(0, 24 * 60, 48)])
def test_what_writes_seldom_has_no_rhythm(hours: Sequence[int]) -> None:
    words = "it writes too seldom for its silence to say anything"
    assert told(*hours) == [Unseen(LogSilence, words)]


def test_an_empty_one_is_unknown() -> None:
    assert told() == [Unseen(LogSilence, "it is empty, so nothing is known of its rhythm")]


def test_what_cannot_be_read_is_unreachable() -> None:
    with pytest.raises(Unreachable, match="no table and no journal in this test"):
        list(gather(LOG, access_to(an_estate(Path(), LOG))))


def test_the_newest_rows_of_a_table(tmp_path: Path) -> None:
    file = tmp_path / "shop.sqlite3"
    with closing(sqlite3.connect(file)) as shop, shop:
        shop.execute("create table pre_orders (id integer primary key, who text, placed text)")
        rows = [(f"2026-06-{1 + n // 1000:02} 10:00:{n % 60:02}",) for n in range(25_000)]
        shop.executemany("insert into pre_orders (who, placed) values ('ada', ?)", rows)
        shop.execute("insert into pre_orders (who, placed) values ('ben', 'yesterday')")
    moments = of_table(Table("orders", ORDERS, opener(file)))
    assert len(moments) == 19_999
    assert max(moments) == micros(datetime(2026, 6, 25, 10, 0, 59, tzinfo=UTC))
    assert min(moments) == micros(datetime(2026, 6, 6, 10, tzinfo=UTC))


def test_rows_without_a_time_cannot_tell(tmp_path: Path) -> None:
    form = TableForm("shop", "orders", "id", (), lambda _seen: None)
    with pytest.raises(Unreachable, match="the rows of orders do not say when"):
        of_table(Table("orders", form, opener(tmp_path / "gone")))


def test_the_newest_entries_of_a_journal(tmp_path: Path) -> None:
    written(tmp_path, [{"MESSAGE": "one"}, {"MESSAGE": "two"}])
    journal = Journal("system", folder=str(tmp_path))
    assert sorted(of_journal(journal)) == [BEGIN, BEGIN + 1_000_000]


def test_an_empty_journal_is_empty(tmp_path: Path) -> None:
    assert of_journal(Journal("system", folder=str(tmp_path))) == []


def test_a_journal_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="journalctl ended with 1"):
        of_journal(Journal("system", folder=str(tmp_path / "gone")))


def test_a_program_that_is_not_there() -> None:
    with pytest.raises(Unreachable, match="cannot be run: No such file"):
        of_journal(Journal("system", program="/nowhere/journalctl"))
