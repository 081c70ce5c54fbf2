"""A hunt answers from the segments alone, and can do nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from storewarden.core.errors import EventStoreError, HuntRefused
from storewarden.kernels.events import LIVE
from storewarden.kernels.events.ports import Delivery, Hunt
from storewarden.store.events.store import Store
from tests.store.events.samples import NOW, START, delivery, some, store


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    """Two segments an hour apart, and one event without a time."""
    with store(tmp_path) as kept:
        kept.append([delivery(0, 100)])
        kept.append([delivery(1, 100, at=START + 3_600_000_000)])
        kept.append([Delivery("untimed", some(1, 999, None))])
        yield kept


def found(kept: Store, hunt: Hunt | str) -> list[tuple[object, ...]]:
    asked = Hunt(hunt) if isinstance(hunt, str) else hunt
    return [tuple(row.values()) for each in kept.hunt(asked) for row in each.to_pylist()]


COUNT = "SELECT count(*) AS n FROM events"


def test_a_question_is_answered(kept: Store) -> None:
    sql = "SELECT status, count(*) FROM events WHERE path LIKE '/product/%' GROUP BY 1 ORDER BY 1"
    assert found(kept, sql) == [(200, 134), (404, 67)]


def test_the_view_has_the_columns_of_the_schema(kept: Store) -> None:
    (first, *_) = kept.hunt(Hunt("SELECT * FROM events"))
    assert first.schema.names == LIVE.names
    assert [str(kind) for kind in first.schema.types[:3]] == ["int64", "string", "int64"]


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        (None, None, 201),
        (timedelta(minutes=30), None, 101),
        (None, timedelta(minutes=30), 101),
        (timedelta(milliseconds=50), timedelta(milliseconds=60), 11),
        (timedelta(days=1), None, 1),
    ],
)
def test_a_time_is_asked_for(
    kept: Store, since: timedelta | None, until: timedelta | None, count: int
) -> None:
    asked = Hunt(COUNT, NOW + since if since else None, NOW + until if until else None)
    assert found(kept, asked) == [(count,)]


def test_an_empty_store_answers_too(tmp_path: Path) -> None:
    with store(tmp_path) as kept:
        assert found(kept, COUNT) == [(0,)]
        (only,) = kept.hunt(Hunt("SELECT * FROM events"))
        assert (only.num_rows, only.schema.names) == (0, LIVE.names)
        assert found(kept, Hunt(COUNT, reveal=True)) == [(0,)]


def test_no_more_rows_than_asked_for(kept: Store) -> None:
    sql = "SELECT line FROM events WHERE line < 999 ORDER BY line"
    assert found(kept, Hunt(sql, most=3)) == [(1,), (2,), (3,)]


def test_with_the_key_plain_values_are_judged_and_shown(kept: Store) -> None:
    sql = "SELECT DISTINCT address, account FROM events WHERE address = '203.0.113.3' ORDER BY 2"
    assert found(kept, sql) == []
    assert found(kept, Hunt(sql, reveal=True)) == [("203.0.113.3", "ada"), ("203.0.113.3", None)]
    masked = kept.pseudonym("address", "203.0.113.3")
    assert found(kept, f"{COUNT} WHERE address = '{masked}'") == [(29,)]
    assert found(kept, Hunt(COUNT, reveal=True)) == [(201,)]


def test_a_column_that_an_old_segment_lacks_is_null(kept: Store) -> None:
    for each in kept.segments():
        table = pq.read_table(each.path).drop_columns(["object"])
        pq.write_table(table, each.path)
    assert found(kept, "SELECT DISTINCT object FROM events") == [(None,)]


FORBIDDEN = [
    "COPY (SELECT 1) TO '{folder}/out'",
    "COPY events TO '{segment}'",
    "SELECT 1; SELECT 2",
    "",
    "-- nothing",
    "DROP VIEW events",
    "SET memory_limit = '9GB'",
    "SET enable_external_access = true",
    "ATTACH '{folder}/x.db'",
    "INSTALL httpfs",
    "LOAD icu",
    "PRAGMA database_list",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{segment}'",
    "SELECT * FROM read_csv('/etc/hostname')",
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM '/etc/hostname'",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM read_parquet('https://shop.example/x.parquet')",
    "SELECT * FROM read_blob('{folder}/manifest.sqlite3')",
    "SELECT getenv('HOME')",
    "SELECT * FROM query('COPY events TO ''{segment}''')",
    "SELECT * FROM kept",
    "SELECT * FROM hunt",
    "CREATE TABLE x AS SELECT 1",
    "nonsense",
    "SELECT nonsense FROM events",
]


@pytest.mark.slow
@pytest.mark.parametrize("sql", FORBIDDEN)
def test_nothing_but_a_select_over_events_is_done(kept: Store, tmp_path: Path, sql: str) -> None:
    segment = str(kept.segments()[0].path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(HuntRefused):
        found(kept, sql.replace("{folder}", str(tmp_path)).replace("{segment}", segment))
    spill = {tmp_path / "spill"}
    assert set(tmp_path.rglob("*")) - spill == set(before) - spill
    assert kept.verify().broken is None


def test_a_hunt_without_end_is_given_up(kept: Store) -> None:
    endless = "SELECT sum(a.range * b.range % 7) FROM range(10000000) a, range(1000000) b"
    with pytest.raises(EventStoreError, match=r"longer than 0\.5 s"):
        found(kept, Hunt(endless, seconds=0.5))
    assert found(kept, COUNT) == [(201,)]


def test_a_missing_segment_is_told(kept: Store) -> None:
    kept.segments()[1].path.unlink()
    with pytest.raises(EventStoreError):
        found(kept, COUNT)


@pytest.mark.slow
def test_hunts_go_on_while_segments_are_merged(kept: Store) -> None:
    for number in range(5, 60):
        kept.append([delivery(number, 100)])
    asked = kept.hunt(replace(Hunt("SELECT line FROM events"), most=None))
    next(asked)
    kept.tidy(NOW)
    assert sum(each.num_rows for each in asked) == 201 + 55 * 100
    assert found(kept, COUNT) == [(201 + 55 * 100,)]
