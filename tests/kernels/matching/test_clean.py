"""What is remembered as clean: against a plain set, and never in place of looking."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storewarden.kernels.events import batch
from storewarden.kernels.matching import Matcher, Pattern
from storewarden.kernels.matching.clean import LONGEST, Clean
from tests.kernels.matching.test_matcher import SOME, WORDS, Drawer, pairs

VALUES = st.lists(st.one_of(st.text(max_size=9), st.sampled_from(["a", "b", "", "x" * 40])))
STEPS = st.lists(st.tuples(st.integers(0, 4), VALUES, st.integers(0, 7)), max_size=12)


class Plainly:
    """The same in the plainest way."""

    def __init__(self, most: int, room: int) -> None:
        self.most, self.room = most, room
        self.known: set[tuple[int, bytes]] = set()

    def remember(self, field: int, value: bytes) -> None:
        used = sum(len(one) + 1 for _, one in self.known)
        if len(self.known) == self.most or used + len(value) + 1 > self.room:
            self.known.clear()
        if len(value) <= LONGEST and len(value) < self.room:
            self.known.add((field, value))


@given(STEPS)
@settings(deadline=None)
def test_exactly_what_was_remembered_is_known(steps: list[tuple[int, list[str], int]]) -> None:
    clean, plainly = Clean(8, 64), Plainly(8, 64)
    for field, texts, first in steps:
        values = pa.array(texts, pa.string())
        wanted = [
            number
            for number, text in enumerate(texts)
            if (field, text.encode()) not in plainly.known
        ]
        assert clean.unknown(values, field).tolist() == wanted
        clean.remember(values, field, np.array(wanted[first:], np.int32))
        for number in wanted[first:]:
            plainly.remember(field, texts[number].encode())


def test_what_is_long_is_never_remembered() -> None:
    clean, values = Clean(), pa.array(["a" * LONGEST, "b" * (LONGEST + 1)], pa.string())
    clean.remember(values, 0, np.array([0, 1], np.int32))
    assert clean.unknown(values, 0).tolist() == [1]
    assert clean.unknown(values, 1).tolist() == [0, 1]


TEXT = st.one_of(
    st.none(),
    st.lists(st.sampled_from(WORDS), max_size=4).map("".join),
    st.sampled_from(
        ["q=red+mug", "q=red+mug++", "/a//b", "union+select", "it's", "%75nion select"]
    ),
    st.text(max_size=12),
)
ROWS = st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT), max_size=8)
SHELF, REMEMBERS = Drawer(), Matcher(SOME)


@pytest.mark.slow
@given(st.lists(ROWS, max_size=4))
@settings(deadline=None, max_examples=40)
def test_remembering_changes_no_answer(
    batches: list[list[tuple[str | None, str | None, str | None, str | None]]],
) -> None:
    for rows in batches:
        columns = zip(("path", "query", "agent", "referrer"), zip(*rows, strict=True), strict=False)
        events = batch(
            {name: list(column) for name, column in columns} | {"kind": "http"}, len(rows)
        )
        assert pairs(REMEMBERS, events) == pairs(Matcher(SOME, SHELF), events)


def test_after_forgetting_the_answers_are_the_same() -> None:
    events = batch({"path": ["/adm", "/a"], "query": ["b", "it's"], "kind": "http"})
    before = pairs(REMEMBERS, events)
    REMEMBERS.forget()
    assert pairs(REMEMBERS, events) == before == [(0, 1), (0, 4), (1, 2)]


def test_a_value_is_clean_in_one_field_and_not_in_another() -> None:
    only = Pattern(id="a", attack="sqli", regex="^/adm", where=SOME[1].where, file="sqli.toml")
    matcher = Matcher([only])
    referred = batch({"referrer": ["/adm"], "kind": "http"})
    asked = batch({"path": ["/adm"], "kind": "http"})
    assert [pairs(matcher, events) for events in (referred, asked, asked)] == [
        [],
        [(0, 0)],
        [(0, 0)],
    ]


@pytest.mark.slow
def test_more_values_than_there_is_room_for_are_all_looked_at() -> None:
    matcher, found = Matcher([SOME[2]]), []
    for start in range(0, 600_000, 50_000):
        paths = [
            f"/{number}" + "'" * (number % 9999 == 0) for number in range(start, start + 50_000)
        ]
        found += [row + start for row, _ in pairs(matcher, batch({"path": paths, "kind": "http"}))]
    assert found == list(range(0, 600_000, 9999))
