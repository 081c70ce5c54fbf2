"""A version is inside a range exactly when the OSV schema says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.kernels.versions.ranges import Event, Happened, first_fix, holding, holds


def introduced(version: str) -> Event:
    return Event(Happened.INTRODUCED, version)


def fixed(version: str) -> Event:
    return Event(Happened.FIXED, version)


def last_affected(version: str) -> Event:
    return Event(Happened.LAST_AFFECTED, version)


def limit(version: str) -> Event:
    return Event(Happened.LIMIT, version)


@pytest.mark.parametrize(
    ("ecosystem", "version", "events", "inside"),
    [
        ("PyPI", "9.0.0", [introduced("0"), fixed("9.0.1")], True),
        ("PyPI", "9.0.1", [introduced("0"), fixed("9.0.1")], False),
        ("PyPI", "9.0.1rc1", [introduced("0"), fixed("9.0.1")], True),
        ("Packagist", "2.4.6-p4", [introduced("2.4.6"), fixed("2.4.6-p5")], True),
        ("Packagist", "2.4.6-p5", [introduced("2.4.6"), fixed("2.4.6-p5")], False),
        ("Packagist", "2.4.5-p9", [introduced("2.4.6"), fixed("2.4.6-p5")], False),
        ("npm", "1.2.0", [introduced("1.2.0"), last_affected("1.2.0")], True),
        ("npm", "1.2.1", [introduced("1.2.0"), last_affected("1.2.0")], False),
        ("npm", "2.1.0", [introduced("0"), fixed("1.0.0"), introduced("2.0.0")], True),
        ("npm", "1.5.0", [introduced("2.0.0"), fixed("1.0.0"), introduced("0")], False),
        ("npm", "1.0.0", [introduced("0"), fixed("1.0.0"), introduced("1.0.0")], True),
        ("npm", "3.0.0", [introduced("0"), limit("3.0.0")], False),
        ("npm", "3.0.0", [introduced("0"), limit("*")], True),
        ("npm", "3.0.0", [], False),
    ],
)
def test_a_version_and_a_range(
    ecosystem: str, version: str, events: list[Event], *, inside: bool
) -> None:
    assert holds(ecosystem, version, events) is inside


def test_the_fix_is_the_next_one_of_the_line_in_use() -> None:
    lines = [
        [introduced("3.2"), fixed("3.2.20")],
        [introduced("4.0"), fixed("4.2.3"), introduced("4.3"), fixed("4.4")],
    ]
    assert fix("3.2.1", lines) == "3.2.20"
    assert fix("4.1", lines) == "4.2.3"
    assert fix("5.0", lines) is None


def test_where_several_ranges_hold_a_version_all_are_left_behind() -> None:
    both = [[introduced("0"), fixed("1.2")], [introduced("0"), fixed("1.10")]]
    assert fix("1.0", both) == "1.10"
    assert fix("1.0", [*both, [introduced("0"), last_affected("1.0")]]) is None


def fix(version: str, ranges: list[list[Event]]) -> str | None:
    return first_fix("PyPI", version, holding("PyPI", version, ranges))


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 50))
def test_a_range_is_half_open(version: int, start: int, length: int) -> None:
    events = [introduced(f"1.{start}.0"), fixed(f"1.{start + length}.0")]
    inside = start <= version < start + length
    assert holds("npm", f"1.{version}.0", events) is inside
