"""Whatever the order and the batches, windows tell what the slow oracle tells."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storewarden.core.alerts import Alert
from storewarden.kernels.windows import Settings, Windows
from storewarden.kernels.windows.signals import Signal
from tests.kernels.windows.given import SECOND, batch, behaviour, counts, short
from tests.kernels.windows.oracle import Event, Oracle

BLOCK = '{ counts = "login_ok", at_least = 1, seconds = 90, by = "block" }'
EXCUSE = '{ counts = "login_ok", at_least = 2, seconds = 60 }'
LONGER = '{ counts = "login_ok", at_least = 3, seconds = 120 }'
SHOWN = '{ counts = "static", at_least = 1, seconds = 30 }'
READING = '{ counts = "page", at_least = 2, seconds = 50 }'
SHOWN_OFTEN = '{ counts = "static", at_least = 2, seconds = 100 }'
EVERYBODY = (
    behaviour(
        "failures",
        counts("login_failed", 3, 20),
        counts("login_failed", 2, 30, by='"account"', distinct='"address"'),
        counts("login_failed", 4, 200, unless=EXCUSE),
        counts("login_failed", 3, 150, unless=LONGER),
        counts("login_failed", 2, 40, unless=READING),
        counts("page", 4, 100, distinct='"path"', unless=READING),
    ),
    behaviour(
        "crowd",
        counts("login_failed", 3, 100, by='"all"', distinct='"address"', vouched=BLOCK),
        counts("login_failed", 2, 100, by='"block"', distinct='"address"', unless=BLOCK),
    ),
    behaviour(
        "pages",
        counts("page", 3, 15, distinct='"path"'),
        counts("page", 5, 60),
        counts("page", 4, 200, distinct='"agent"'),
        counts("page", 2, 10, unless=SHOWN),
        counts("page", 3, 40, distinct='"agent"', unless=SHOWN_OFTEN),
        counts("voucher_try", 1, 20),
        counts("voucher_try", 2, 60, by='"session"'),
        counts("voucher_try", 2, 60, by='"object"', distinct='"address"'),
    ),
)
ADDRESSES = ("198.51.100.7", "198.51.100.8", "198.51.77.9", "203.0.113.4", "2001:db8::7", "-")


def _sign() -> st.SearchStrategy[Signal]:
    return st.sampled_from(
        [
            Signal.PAGE,
            Signal.STATIC,
            Signal.LOGIN_FAILED,
            Signal.LOGIN_FAILED,
            Signal.LOGIN_OK,
            Signal.VOUCHER_TRY,
        ]
    )


EVENT = st.builds(
    Event,
    time=st.integers(0, 300).map(lambda second: second * SECOND),
    line=st.just(0),
    address=st.sampled_from(ADDRESSES),
    signs=_sign().map(lambda sign: frozenset({sign})),
    path=st.sampled_from(["/a", "/b", "/c", "/d"]),
    agent=st.sampled_from(["", "x", "y", "z", "w"]),
    account=st.sampled_from(["", "ada", "ben"]),
    thing=st.sampled_from(["", "CODE1", "CODE2"]),
    session=st.sampled_from(["", "s1"]),
)


@st.composite
def logs(draw: st.DrawFn) -> tuple[list[Event], list[int]]:
    """Events in an order in which none comes more than 60 s late, and how they are cut."""
    events = draw(st.lists(EVENT, max_size=60))
    numbered = [
        Event(**{**each.__dict__, "line": number}) for number, each in enumerate(events, start=1)
    ]
    late = draw(st.lists(st.integers(0, 60), min_size=len(events), max_size=len(events)))
    arriving = sorted(
        zip(numbered, late, strict=True), key=lambda pair: pair[0].time + pair[1] * SECOND
    )
    cuts = draw(st.lists(st.integers(0, len(events)), max_size=5).map(sorted))
    return [event for event, _ in arriving], cuts


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(logs())
def test_the_same_alerts_as_the_oracle(log: tuple[list[Event], list[int]]) -> None:
    arriving, cuts = log
    windows = Windows(EVERYBODY, Settings(keys=100, entries=2_000))
    told: list[Alert] = []
    for begin, end in zip([0, *cuts], [*cuts, len(arriving)], strict=True):
        told += windows.advance(batch(arriving[begin:end]))
    told += windows.flush()

    assert sorted(short(told)) == sorted(Oracle(EVERYBODY).told(arriving))


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(logs())
def test_a_restart_changes_nothing(log: tuple[list[Event], list[int]]) -> None:
    arriving, cuts = log
    size = Settings(keys=100, entries=2_000)
    windows = Windows(EVERYBODY, size)
    told: list[Alert] = []
    for begin, end in zip([0, *cuts], [*cuts, len(arriving)], strict=True):
        told += windows.advance(batch(arriving[begin:end]))
        windows = Windows.restore(windows.snapshot(), EVERYBODY, size)
    told += windows.flush()

    assert sorted(short(told)) == sorted(Oracle(EVERYBODY).told(arriving))


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(EVENT, min_size=1, max_size=80), st.integers(30, 40))
def test_room_is_made_in_time_and_never_in_silence(events: list[Event], keys: int) -> None:
    spread = [
        Event(
            **{
                **each.__dict__,
                "line": line,
                "time": line * 250 * SECOND,
                "address": f"198.{line}.0.7",
            }
        )
        for line, each in enumerate(events, start=1)
    ]
    windows = Windows(EVERYBODY, Settings(keys=keys, entries=400))
    told: list[Alert] = []
    for each in spread:
        told += windows.advance(batch([each]))
    told += windows.flush()

    assert windows.remarks().refused_keys == 0
    assert sorted(short(told)) == sorted(Oracle(EVERYBODY).told(spread))
