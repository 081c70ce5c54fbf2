"""What windows do with damaged memory, jumping clocks, too many keys and odd records."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storewarden.core.alerts import Actor, ActorKind, Alert, EvidenceLine
from storewarden.core.verdicts import Severity
from storewarden.kernels import events
from storewarden.kernels.windows import (
    BehaviourError,
    Settings,
    SnapshotError,
    Windows,
    behaviour_in,
    named,
)
from storewarden.kernels.windows.signals import Signal
from tests.kernels.windows.given import SECOND, batch, behaviour, counts, short
from tests.kernels.windows.oracle import Event

GUESSING = (behaviour("guessing", counts("login_failed", 3, 60)),)
SMALL = Settings(keys=50, entries=500)


def _failures(*seconds: int, address: str = "198.51.100.7", first: int = 1) -> list[Event]:
    signs = frozenset({Signal.LOGIN_FAILED})
    return [
        Event(second * SECOND, line, address, signs)
        for line, second in enumerate(seconds, start=first)
    ]


def test_an_alert_says_who_how_often_and_what_to_do() -> None:
    windows = Windows(GUESSING, SMALL)
    assert not windows.advance(batch(_failures(1_000, 1_010, 1_020)))
    assert windows.flush() == [
        Alert(
            rule="guessing",
            title="T",
            severity=Severity.HIGH,
            classes=(),
            actor=Actor(ActorKind.ADDRESS, "198.51.100.7"),
            first=1_000 * SECOND,
            last=1_020 * SECOND,
            count=3,
            source="shop",
            lines=tuple(EvidenceLine(number, "") for number in (1, 2, 3)),
            why="3 failed log-ins within 60 seconds",
            do="D",
            addresses=("198.51.100.7",),
        )
    ]


def test_without_tolerance_an_alert_comes_at_once() -> None:
    windows = Windows(GUESSING, Settings(keys=50, entries=500, tolerance=0))
    told = windows.advance(batch(_failures(*range(1_000, 1_010))))
    assert short(told) == [
        ("guessing", "198.51.100.7", 1_002 * SECOND, 3, (1, 2, 3), ("198.51.100.7",))
    ]


def test_the_bar_is_reached_at_exactly_the_span_and_not_beyond() -> None:
    for last, found in ((1_060, 1), (1_061, 0)):
        windows = Windows(GUESSING, SMALL)
        windows.advance(batch(_failures(1_000, 1_030, last)))
        assert len(windows.flush()) == found


def test_an_empty_batch_is_nothing() -> None:
    windows = Windows(GUESSING, SMALL)
    assert not windows.advance(events.empty())
    assert not windows.flush()


def test_one_line_from_the_future_does_not_move_the_clock() -> None:
    windows = Windows(GUESSING, SMALL)
    wrong = Event(10**15, 1, "203.0.113.4", frozenset({Signal.LOGIN_OK}))
    windows.advance(batch([wrong, *_failures(1_000, 1_030, first=2)]))
    windows.advance(batch(_failures(1_020, first=4)))
    assert [alert.lines[-1].number for alert in windows.flush()] == [3]
    assert windows.remarks().late == 0


def test_a_line_that_is_too_late_counts_as_if_it_came_just_now() -> None:
    windows = Windows(GUESSING, SMALL)
    windows.advance(batch(_failures(*[5_000] * 2, 5_001, address="203.0.113.4")))
    windows.advance(batch(_failures(100, 101, 102, first=10)))
    assert {alert.actor.value for alert in windows.flush()} == {"198.51.100.7", "203.0.113.4"}
    assert windows.remarks().late == 3


def test_a_clock_that_was_set_back_begins_anew() -> None:
    windows = Windows(GUESSING, SMALL)
    windows.advance(batch(_failures(90_000, 90_001, 90_002)))
    quiet = [
        Event(each * SECOND, 1, "203.0.113.4", frozenset({Signal.PAGE})) for each in range(1_100)
    ]
    windows.advance(batch(quiet))
    windows.advance(batch(_failures(1_200, 1_210, 1_220)))
    assert [alert.first for alert in windows.flush()] == [1_200 * SECOND]
    assert windows.remarks().set_back == 1


def test_a_line_without_a_time_counts_at_the_time_of_the_line_before() -> None:
    dated = batch(_failures(1_000, 1_001, 1_002))
    times = dated.column("time").to_pylist()
    columns = {name: dated.column(name) for name in events.LIVE.names}
    undated = events.batch({**columns, "time": [times[0], None, None]}, 3)
    windows = Windows(GUESSING, SMALL)
    windows.advance(undated)
    assert [(alert.first, alert.last) for alert in windows.flush()] == [(times[0], times[0])]
    assert windows.remarks().undated == 2


def test_keys_without_room_are_refused_and_counted() -> None:
    windows = Windows(GUESSING, Settings(keys=10, entries=100))
    crowd = [
        Event(1_000 * SECOND, n, f"198.51.{n}.7", frozenset({Signal.LOGIN_FAILED}))
        for n in range(30)
    ]
    windows.advance(batch(crowd))
    assert windows.remarks().refused_keys == 21
    assert windows.remarks().keys == 9


def test_entries_without_room_are_refused_and_counted() -> None:
    windows = Windows(GUESSING, Settings(keys=100, entries=20))
    crowd = [
        Event(1_000 * SECOND, n, f"198.51.{n}.7", frozenset({Signal.LOGIN_FAILED}))
        for n in range(30)
    ]
    windows.advance(batch(crowd))
    windows.flush()
    assert windows.remarks().refused_entries == 10


@pytest.mark.slow
@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_snapshot_is_refused(data: st.DataObject) -> None:
    windows = Windows(GUESSING, SMALL)
    windows.advance(batch(_failures(1_000, 1_030)))
    raw = bytearray(windows.snapshot())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SnapshotError):
        Windows.restore(bytes(raw), GUESSING, SMALL)
    with pytest.raises(SnapshotError):
        Windows.restore(bytes(raw[: len(raw) // 2]), GUESSING, SMALL)


def test_a_snapshot_of_others_is_refused() -> None:
    raw = Windows(GUESSING, SMALL).snapshot()
    others = (behaviour("others", counts("login_failed", 4, 60)),)
    with pytest.raises(SnapshotError, match="other behaviours or another secret"):
        Windows.restore(raw, others, SMALL)
    with pytest.raises(SnapshotError, match="other behaviours or another secret"):
        Windows.restore(raw, GUESSING, Settings(secret=b"other", keys=50, entries=500))


def test_lines_of_a_shop_extension_are_understood() -> None:
    told = '{"type":"ADMIN_LOGIN_FAILED","ip":"198.51.100.7"}'
    lines = [f"[2026-02-11 13:41:{second}] shop-events.INFO:  {told} []" for second in (28, 29, 31)]
    raw = {"kind": "raw", "line": [1, 2, 3], "source": "shop", "message": lines}
    windows = Windows(GUESSING, SMALL)
    windows.advance(events.batch(raw))
    assert named(windows.flush()) == {"198.51.100.7": frozenset({"guessing"})}


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        ('counts = "nonsense"\nat_least = 3\nseconds = 5', "there is no signal 'nonsense'"),
        ('counts = "page"\nat_least = 0\nseconds = 5', "at_least is 0"),
        ('counts = "page"\nat_least = 3\nseconds = -1', "seconds is -1"),
        ('counts = "page"\nat_least = 3', "seconds"),
        ('counts = "page"\nat_least = 3\nseconds = 5\nmore = 1', "more"),
    ],
)
def test_a_behaviour_that_cannot_be_used_says_why(wrong: str, because: str) -> None:
    with pytest.raises(BehaviourError, match=because):
        behaviour("wrong", wrong)


def test_a_behaviour_that_is_no_toml_says_so() -> None:
    with pytest.raises(BehaviourError, match="behaviour x cannot be used"):
        behaviour_in("= nonsense", "x")
