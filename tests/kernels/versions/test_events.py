"""OSV's events become the stretches that its evaluation algorithm means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.core.published import Stretch
from storewarden.kernels.versions.events import Event, Happened, stretches


def introduced(version: str) -> Event:
    return Event(Happened.INTRODUCED, version)


def fixed(version: str) -> Event:
    return Event(Happened.FIXED, version)


def last_affected(version: str) -> Event:
    return Event(Happened.LAST_AFFECTED, version)


def limit(version: str) -> Event:
    return Event(Happened.LIMIT, version)


def until(high: str, low: str | None = None) -> Stretch:
    return Stretch(low, high=high, fixed_in=high)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([introduced("0"), fixed("9.0.1")], [until("9.0.1")]),
        ([introduced("0")], [Stretch()]),
        ([introduced("1.0")], [Stretch("1.0")]),
        (
            [introduced("1.2"), last_affected("1.4")],
            [Stretch("1.2", high="1.4", high_included=True)],
        ),
        (
            [introduced("0"), fixed("1.0"), introduced("2.0"), fixed("2.1")],
            [until("1.0"), until("2.1", "2.0")],
        ),
        (
            [fixed("2.1"), introduced("2.0"), fixed("1.0"), introduced("0")],
            [until("1.0"), until("2.1", "2.0")],
        ),
        ([introduced("0"), fixed("1.0"), introduced("1.0")], [until("1.0")]),
        ([introduced("2.0"), fixed("2.1"), introduced("1.0"), fixed("2.0")], [until("2.0", "1.0")]),
        ([introduced("2.0"), fixed("10.0"), fixed("9.0")], [until("9.0", "2.0")]),
        ([introduced("0"), limit("3.0")], [Stretch(high="3.0")]),
        ([introduced("0"), limit("*"), limit("3.0")], [Stretch()]),
        ([introduced("0"), fixed("2.0"), limit("3.0"), limit("1.0")], [until("2.0")]),
        ([introduced("4.0"), fixed("5.0"), limit("3.0")], []),
        ([introduced("3.0"), fixed("5.0"), limit("3.0")], []),
        ([introduced("1.0"), last_affected("3.0"), limit("3.0")], [Stretch("1.0", high="3.0")]),
        ([introduced("a"), fixed("3.0"), introduced("b")], [until("3.0", "a"), Stretch("b")]),
        ([fixed("1.0")], []),
        ([], []),
    ],
)
def test_events_become_stretches(events: list[Event], expected: list[Stretch]) -> None:
    assert stretches("pkg:npm/a", events) == tuple(expected)


def test_events_of_an_unknown_ecosystem_stay_as_written() -> None:
    events = [introduced("2"), fixed("1"), introduced("0"), fixed("3")]
    assert stretches("pkg:cran/a", events) == (until("1", "2"), until("3"))


def test_maven_is_sorted_without_bytes() -> None:
    events = [fixed("1.0"), introduced("1.0-rc1"), introduced("0"), fixed("1.0-alpha-1")]
    assert stretches("pkg:maven/a/b", events) == (until("1.0-alpha-1"), until("1.0", "1.0-rc1"))


TURNS = st.lists(
    st.builds(
        Event, st.sampled_from([Happened.INTRODUCED, Happened.FIXED]), st.integers(0, 9).map(str)
    ),
    max_size=6,
)


def affected(version: int, events: list[Event]) -> bool:
    """OSV's own algorithm, word for word: the last event at or before the version decides."""
    inside = False
    for event in sorted(events, key=lambda event: (int(event.version), event.happened)):
        if int(event.version) <= version:
            inside = event.happened is Happened.INTRODUCED
    return inside


@given(TURNS, st.integers(0, 12))
def test_a_version_is_in_a_stretch_exactly_when_osv_says_so(
    turns: list[Event], version: int
) -> None:
    inside = any(
        int(run.low or 0) <= version and (run.high is None or version < int(run.high))
        for run in stretches("pkg:npm/a", turns)
    )
    assert inside is affected(version, turns)
