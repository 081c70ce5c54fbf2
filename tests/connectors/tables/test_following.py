"""A table is followed: each deed once, across restarts, late rows, counters and troubles."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from time import monotonic, sleep

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from storewarden.connectors.logs.table import Table, TableSource, mark
from storewarden.connectors.logs.table.mark import MOST, Mark, SeenRow
from storewarden.core.errors import Unreachable
from storewarden.core.logs import Seen, TableForm, Told
from storewarden.core.ports import Tables
from storewarden.core.river import LONGEST, Piece, Place, Remark
from tests.connectors.tables.casebook import NOON, opener

TRIES = TableForm(
    platform="opencart",
    table="customer_login",
    id="customer_login_id",
    columns=("email",),
    tell=lambda seen: Told("login_failed", account=seen.text("email")),
    order="date_modified",
    time="date_modified",
    count="total",
    since="date_added",
)
DEEDS = TableForm(
    platform="shop",
    table="deeds",
    id="id",
    columns=("who",),
    tell=lambda seen: Told("other", account=seen.text("who")) if seen.text("who") else None,
    order="id",
)
COUNTS = TableForm(
    platform="shop",
    table="counts",
    id="id",
    columns=("who",),
    tell=lambda seen: Told("login_failed", account=seen.text("who")) if seen.number("n") else None,
    count="n",
)
STATES = replace(DEEDS, table="states", order="changed", state=("state",))


OPENED: list[TableSource] = []


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """Sources hold their database open until they are closed."""
    yield
    while OPENED:
        OPENED.pop().close()


@dataclass
class Shop:
    """A shop's database, and a reader of it that can be started again."""

    path: Path
    form: TableForm
    now: int = NOON
    place: Place | None = None
    told: list[str] = field(default_factory=list)

    def does(self, *statements: str) -> "Shop":
        with closing(sqlite3.connect(self.path, isolation_level=None)) as shop:
            shop.execute("pragma synchronous=off")
            shop.execute("begin")
            for statement in statements:
                shop.execute(statement)
            shop.execute("commit")
        return self

    def source(self, named: str | None = None) -> TableSource:
        table = Table("shop", self.form, opener(self.path), named, once=True)
        opened = TableSource(table, self.place, lambda: self.now)
        OPENED.append(opened)
        return opened

    def read(self) -> list[str]:
        """What is new since the last time, as after a restart: seconds after noon, and who."""
        source = self.source()
        told = []
        while pieces := source.more():
            for piece in pieces:
                self.place = piece.place
                told += [json.loads(line) for line in piece.data.splitlines()]
        assert [remark.said for remark in source.remarks()] == []
        source.close()
        return [f"{(one['time'] - NOON) // 1_000_000} {one['account']}" for one in told]


@pytest.fixture
def tries(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "shop.db", TRIES).does(
        "create table oc_customer_login (customer_login_id integer primary key, email text,"
        " total int, date_added text, date_modified text)"
    )


@pytest.fixture
def deeds(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "shop.db", DEEDS).does("create table deeds (id int, who text)")


def try_of(number: int, total: int, first: str, last: str) -> str:
    return (
        "insert or replace into oc_customer_login values"  # noqa: S608 - our own words
        f" ({number}, 'ada', {total}, '2026-11-20 {first}', '2026-11-20 {last}')"
    )


def test_a_counter_that_rises_is_as_many_events(tries: Shop) -> None:
    assert tries.does(try_of(1, 1, "12:00:00", "12:00:00")).read() == ["0 ada"]
    assert tries.read() == []
    assert tries.does(try_of(1, 4, "12:00:00", "12:00:03")).read() == ["1 ada", "2 ada", "3 ada"]
    assert tries.read() == []


def test_a_counter_that_rises_within_the_same_second_is_seen(tries: Shop) -> None:
    tries.does(try_of(1, 1, "12:00:00", "12:00:00")).read()
    assert tries.does(try_of(1, 2, "12:00:00", "12:00:00")).read() == ["0 ada"]


def test_a_row_that_was_deleted_and_counts_anew_is_new(tries: Shop) -> None:
    tries.does(try_of(1, 5, "12:00:00", "12:00:40")).read()
    tries.does("delete from oc_customer_login")
    assert tries.does(try_of(2, 1, "12:01:00", "12:01:00")).read() == ["60 ada"]


def test_a_counter_that_was_put_back_counts_anew(tries: Shop) -> None:
    tries.does(try_of(1, 5, "12:00:00", "12:00:40")).read()
    assert tries.does(try_of(1, 1, "12:00:00", "12:01:40")).read() == ["100 ada"]


def test_a_counter_of_the_past_is_spread_over_its_time(tries: Shop) -> None:
    read = tries.does(try_of(1, 5, "12:00:00", "12:00:40")).read()
    assert read == ["0 ada", "10 ada", "20 ada", "30 ada", "40 ada"]


def test_a_counter_in_the_millions_is_a_hundred_events(tries: Shop) -> None:
    assert len(tries.does(try_of(1, 3_000_000, "12:00:00", "12:00:40")).read()) == 100


def test_a_table_without_an_order_is_compared_as_a_whole(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop.db", COUNTS).does(
        "create table counts (id int, who text, n int)",
        "insert into counts values (1, 'ada', 0), (2, 'ben', 2)",
    )
    assert shop.read() == ["0 ben", "0 ben"]
    assert shop.read() == []
    shop.now += 10_000_000
    assert shop.does("update counts set n = 1 where id = 1").read() == ["10 ada"]
    assert shop.does("update counts set n = 0").read() == []
    assert shop.does("update counts set n = 1 where id = 2").read() == ["10 ben"]


def test_a_change_that_matters_is_an_event_and_another_is_none(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop.db", STATES).does(
        "create table states (id int, who text, state text, changed int)",
        "insert into states values (1, 'ada', 'pending', 100)",
    )
    assert shop.read() == ["0 ada"]
    assert shop.does("update states set changed = 101").read() == []
    assert shop.does("update states set changed = 102, state = 'failed'").read() == ["0 ada"]


def test_a_row_that_comes_late_is_read_within_a_minute(deeds: Shop) -> None:
    assert deeds.does("insert into deeds values (7, 'ada')").read() == ["0 ada"]
    deeds.now += 61_000_000
    assert deeds.does("insert into deeds values (9, 'ben')").read() == ["61 ben"]
    deeds.now += 50_000_000
    assert deeds.does("insert into deeds values (8, 'cleo')").read() == ["111 cleo"]
    deeds.now += 61_000_000
    assert deeds.does("insert into deeds values (10, 'dora')").read() == ["172 dora"]
    assert deeds.does("insert into deeds values (6, 'an hour late')").read() == []


def test_rows_of_no_interest_are_passed_over(deeds: Shop) -> None:
    deeds.does(*(f"insert into deeds values ({n}, '')" for n in range(10)))  # noqa: S608 - our words
    assert deeds.does("insert into deeds values (11, 'ada')").read() == ["0 ada"]


def test_a_long_past_is_read_page_by_page_and_once(deeds: Shop) -> None:
    deeds.does(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 4500)"
        " insert into deeds select i, 'p' || i from n"
    )
    source = deeds.source()
    pieces = list[Piece]()
    while more := source.more():
        pieces += more
    assert [piece.lines for piece in pieces] == [1000, 1000, 1000, 1000, 500]
    assert all(one.first_line + one.lines == two.first_line for one, two in pairwise(pieces))
    deeds.place = pieces[2].place
    assert len(deeds.read()) == 1500
    assert deeds.place is not None
    assert len(deeds.place.mark) < 50_000


def test_many_rows_of_one_moment_are_read_once(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop.db", replace(STATES, state=())).does(
        "create table states (id int, who text, state text, changed int)",
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3500)"
        " insert into states select i, 'p' || i, '', 7 from n",
    )
    assert len(shop.read()) == 3500
    assert shop.read() == []
    assert shop.does("insert into states values (9000, 'ada', '', 7)").read() == ["0 ada"]


def test_a_prefix_of_the_shop_is_found(tries: Shop) -> None:
    tries.does("alter table oc_customer_login rename to shop7_customer_login")
    assert tries.does(try_of(1, 1, "12:00:00", "12:00:00").replace("oc_", "shop7_")).read()


@pytest.mark.parametrize(
    ("also", "named", "said"),
    [
        ("drop table oc_customer_login", None, "there is no table customer_login (with or"),
        (
            "create table b_customer_login as select * from oc_customer_login",
            None,
            "several tables may be it: b_customer_login, oc_customer_login; say which with `table`",
        ),
        ("create table x (id int)", "x", "table x has no column customer_login_id: it is of"),
        ("create table x (id int)", "y", "there is no table y in the database"),
    ],
)
def test_a_table_that_is_not_found_is_said_once(
    tries: Shop, also: str, named: str | None, said: str
) -> None:
    source = tries.does(also).source(named)
    assert source.more() == ()
    assert source.more() == ()
    [remark] = source.remarks()
    assert remark.said.startswith(said)


def test_a_named_table_is_read(tries: Shop) -> None:
    tries.does(
        "create table b_customer_login as select * from oc_customer_login",
        try_of(1, 1, "12:00:00", "12:00:00"),
    )
    assert len(tries.source("oc_customer_login").more()) == 1


def test_a_database_that_goes_and_comes_back_is_read_on(deeds: Shop) -> None:
    deeds.does("insert into deeds values (1, 'ada')")
    away = deeds.path.with_name("away.db")
    deeds.path.rename(away)
    source = deeds.source()
    assert source.more() == ()
    assert "there is no file shop.db" in source.remarks()[0].said
    away.rename(deeds.path)
    [piece] = source.more()
    assert piece.lines == 1


def test_hostile_values_are_one_line_and_bounded(deeds: Shop) -> None:
    with closing(sqlite3.connect(deeds.path)) as shop, shop:
        shop.execute("insert into deeds values (1, ?)", ("a\n{}\x00\x1b[2J" + "x" * 1_000_000,))
        shop.execute("insert into deeds values (2, ?)", (b"\xff\xfe\x00",))
    [piece] = deeds.source().more()
    assert piece.lines == 2 == piece.data.count(b"\n")
    assert b"\x1b" not in piece.data
    assert b"\x00" not in piece.data
    assert max(map(len, piece.data.splitlines())) < LONGEST
    assert json.loads(piece.data.splitlines()[1])["account"] == "fffe00"


def test_a_damaged_mark_begins_anew(deeds: Shop) -> None:
    deeds.does("insert into deeds values (1, 'ada')").read()
    assert deeds.place is not None
    deeds.place = replace(deeds.place, mark="[broken")
    assert deeds.read() == ["0 ada"]


def test_a_mark_is_bounded_and_written_whole() -> None:
    rows = {str(n): SeenRow(n, 0, 1_000) for n in range(5_000)}
    settled = Mark(None, rows).settled(1_000, remember=True)
    assert settled.low == 5_000 - MOST
    assert len(settled.rows) == MOST
    assert mark.read(settled.written()) == settled


class Slow:
    """A database that takes its time and then refuses."""

    def __call__(self) -> Tables:
        sleep(0.3)
        raise Unreachable("the database is asleep")


def test_a_slow_database_does_not_hold_up_the_watch() -> None:
    source = TableSource(Table("shop", DEEDS, Slow()), None, lambda: NOON, pace=0.01)
    began = monotonic()
    assert source.more() == ()
    assert monotonic() - began < 0.1
    remarks = list(until_said(source))
    assert [remark.said for remark in remarks] == ["the database is asleep"]
    source.close()


def until_said(source: TableSource) -> Iterator[Remark]:
    for _ in range(100):
        if said := source.remarks():
            return iter(said)
        sleep(0.05)
    return iter(())


def test_a_table_is_asked_again_and_again(deeds: Shop) -> None:
    table = Table("shop", DEEDS, opener(deeds.path))
    source = TableSource(table, None, lambda: NOON, pace=0.01)
    deeds.does("insert into deeds values (1, 'ada')")
    assert told_in_time(source) == ["ada"]
    deeds.does("insert into deeds values (2, 'ben')")
    assert told_in_time(source) == ["ben"]
    source.close()


def told_in_time(source: TableSource) -> list[str]:
    for _ in range(200):
        for piece in source.more():
            return [json.loads(line)["account"] for line in piece.data.splitlines()]
        sleep(0.02)
    return []


@settings(max_examples=10, deadline=None)
@given(some.data())
def test_every_deed_is_told_once_whatever_the_order_of_commits(
    tmp_path_factory: pytest.TempPathFactory, data: some.DataObject
) -> None:
    """Numbers are given in order, but rows become visible up to forty seconds later."""
    path = tmp_path_factory.mktemp("shop") / "shop.db"
    shop = Shop(path, DEEDS).does("create table deeds (id int, who text)")
    arrivals = data.draw(some.lists(some.integers(0, 40), min_size=1, max_size=60))
    due = {number: number + late for number, late in enumerate(arrivals)}
    told = list[str]()
    for second in range(len(arrivals) + 41):
        shop.now = NOON + second * 1_000_000
        shown = [number for number, at in due.items() if at == second]
        shop.does(*(f"insert into deeds values ({n}, 'p{n}')" for n in shown))  # noqa: S608 - ours
        if data.draw(some.booleans()):
            told += [line.split()[1] for line in shop.read()]
    told += [line.split()[1] for line in shop.read()]
    assert sorted(told) == sorted(f"p{number}" for number in due)


@settings(max_examples=10, deadline=None)
@given(some.lists(some.tuples(some.integers(0, 3), some.booleans()), max_size=40))
def test_every_try_of_a_counter_is_told_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, bool]]
) -> None:
    """Each second one account fails some times; the table is read now and then."""
    path = tmp_path_factory.mktemp("shop") / "shop.db"
    shop = Shop(path, TRIES).does(
        "create table oc_customer_login (customer_login_id integer primary key, email text,"
        " total int, date_added text, date_modified text)"
    )
    totals, told = dict[int, int](), 0
    for second, (account, is_read) in enumerate(steps):
        shop.now = NOON + second * 1_000_000
        totals[account] = totals.get(account, 0) + 1
        clock = f"12:00:{second:02d}"
        first = clock if totals[account] == 1 else "12:00:00"
        shop.does(try_of(account, totals[account], first, clock))
        told += len(shop.read()) if is_read else 0
    assert told + len(shop.read()) == sum(totals.values())


def test_numbers_and_names_of_a_row_are_read_as_they_are() -> None:
    seen = Seen({"a": "12", "b": "x", "c": None, "d": 2.7}, {"user": ({"name": "ada"},)})
    assert [seen.number(name) for name in "abcd"] == [12, 0, 0, 2]
    assert (seen.text("c"), seen.name("user", "name"), seen.name("none", "name")) == ("", "ada", "")


@pytest.mark.parametrize(("value", "number"), [("-7", -7), ("--7", 0), ("-", 0), ("7-", 0)])
def test_a_text_that_is_no_number_counts_as_nothing(value: str, number: int) -> None:
    assert Seen({"a": value}).number("a") == number
