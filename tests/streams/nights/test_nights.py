"""A day that is over is judged by the weeks before it, never by itself, and noted once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storewarden.bootstrap import installed
from storewarden.kernels.baselines import Lesson
from storewarden.kernels.events import batch
from storewarden.kernels.events.ports import Delivery
from storewarden.store.events.store import Settings, Store
from storewarden.store.events.tidying import Keeping
from storewarden.streams.nights import Nights, look, settled

DAY = datetime(2026, 1, 21, tzinfo=UTC)
THIEF = "203.0.113.9"
KEY = "an invented key for masking"


def microseconds(when: datetime) -> int:
    return round(when.timestamp() * 1_000_000)


def visit(
    day: datetime, address: str, pages: int, agent: str, word: str
) -> list[dict[str, object]]:
    return [
        {
            "time": microseconds(day + timedelta(hours=10, seconds=5 * step)),
            "source": "shop",
            "line": step + 1,
            "kind": "http",
            "address": address,
            "method": "GET",
            "path": f"/{word}-{step}/",
            "status": 404,
            "agent": agent,
        }
        for step in range(pages)
    ]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Ten quiet customers for three weeks, and on the last day one who looks for what is not."""
    rows = [
        event
        for back in range(21)
        for customer in range(10)
        for event in visit(
            DAY - timedelta(days=back),
            f"192.0.2.{customer}",
            4,
            "Mozilla/5.0 Firefox/143.0",
            "page",
        )
    ] + visit(DAY, THIEF, 80, "looker/1.0", "old")
    events = batch({name: [row[name] for row in rows] for name in rows[0]}, len(rows))
    kept = Store(
        Settings(tmp_path / "events", lambda: DAY + timedelta(days=1), Keeping(36_500, None), KEY)
    )
    kept.append([Delivery("all", events)])
    return kept


def test_the_day_is_judged_by_the_weeks_before_and_names_the_thief_in_plain(store: Store) -> None:
    with store:
        night = look(store, DAY, installed.installed_features(), Lesson(14, 5_000), "all logs")
    assert night.model.visits == 200
    assert [(alert.actor.kind.value, alert.actor.value) for alert in night.alerts] == [
        ("address", THIEF)
    ]
    assert (night.alerts[0].addresses, night.alerts[0].source) == ((THIEF,), "all logs")
    assert night.judged.standings[0].actor.value != THIEF
    assert "usually" in night.alerts[0].why


def test_while_it_learns_it_ranks_and_alerts_nobody(store: Store) -> None:
    with store:
        night = look(store, DAY, installed.installed_features(), Lesson(60, 5_000), "all logs")
    assert (night.model.taught, night.alerts) == (None, ())
    assert night.judged.standings[0].requests == 80


def test_a_day_without_events_names_nobody(store: Store) -> None:
    empty = DAY + timedelta(days=3)
    with store:
        night = look(store, empty, installed.installed_features(), Lesson(14, 5_000), "all logs")
    assert (night.judged.standings, night.alerts, night.model.visits) == ((), (), 211)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 3, 2, 0, 59, tzinfo=UTC), datetime(2026, 2, 28, tzinfo=UTC)),
        (datetime(2026, 3, 2, 1, 0, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)),
        (datetime(2026, 3, 2, 23, 59, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)),
    ],
)
def test_a_day_is_over_an_hour_after_midnight(now: datetime, day: datetime) -> None:
    assert settled(now) == day


@pytest.mark.parametrize("damage", ["", "tomorrow", "2026-01-21T00:00:00", "\x00"])
def test_a_note_that_cannot_be_read_counts_as_none(tmp_path: Path, damage: str) -> None:
    note = tmp_path / "own" / "baselines.day"
    nights = Nights(note)
    assert nights.is_due(DAY)
    nights.done(DAY)
    assert (nights.is_due(DAY), nights.is_due(DAY + timedelta(days=1))) == (False, True)
    note.write_text(damage, "ascii")
    assert nights.is_due(DAY)
