"""Failures are counted in a sliding window, exactly as a slow and obvious count does."""

from collections import Counter

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from storewarden.kernels.weblog.logins import LoginForm, bursts, no_tries, tries
from storewarden.kernels.weblog.requests import parsed
from tests.kernels.weblog.test_requests import NOON, line

FORM = LoginForm("/accounts/login/", failed=(200,), passed=(302,))
WINDOW = 600


def tried(*rows: tuple[int, str, bool]) -> pl.DataFrame:
    table = [(time, address, "agent", failed) for time, address, failed in rows]
    return pl.DataFrame(table, no_tries().schema, orient="row")


def test_only_posts_to_the_form_are_tries() -> None:
    block = (
        line("POST /accounts/login/ HTTP/1.1")
        + line("POST /en/accounts/login/?next=/ HTTP/1.1", status=302)
        + line("POST /accounts/login/ HTTP/1.1", status=500)
        + line("GET /accounts/login/ HTTP/1.1")
        + line("POST /accounts/ HTTP/1.1")
    )
    assert tries(parsed(block).frame, FORM).rows() == [
        (NOON, "192.0.2.7", "Mozilla/5.0", True),
        (NOON, "192.0.2.7", "Mozilla/5.0", False),
    ]


def test_a_burst_is_told_with_who_was_let_in() -> None:
    rows = [(time, "a", True) for time in range(0, 6000, 100)]
    found = bursts(
        tried(*rows, (0, "b", True), (50, "b", False), (-1, "a", False), (900, "a", False)), 600, 5
    )
    assert found.rows() == [("a", 7, 60, 0, 5900, 1, "agent")]
    assert bursts(no_tries(), 600, 5).rows() == []


@given(
    st.lists(
        st.tuples(st.integers(0, 3000), st.sampled_from("ab"), st.booleans()),
        max_size=60,
    )
)
def test_the_window_agrees_with_a_slow_count(rows: list[tuple[int, str, bool]]) -> None:
    slow: Counter[str] = Counter()
    for end, address, failed in rows:
        if failed:
            inside = [r for r in rows if r[1] == address and r[2] and end - WINDOW <= r[0] <= end]
            slow[address] = max(slow[address], len(inside))
    fast = {row[0]: row[1] for row in bursts(tried(*rows), WINDOW, 1).rows()}
    assert fast == dict(slow)
