"""Counting a batch at a time says the same as counting event by event, words and lines included."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storewarden.kernels.sigma.live.counting import Counted
from storewarden.kernels.sigma.live.firing import Fired
from storewarden.kernels.sigma.live.hearing import Heard
from storewarden.kernels.sigma.live.matcher import Matcher
from storewarden.kernels.sigma.live.shelf import Shelf, Words
from storewarden.kernels.sigma.rules import Ruleset
from tests.kernels.sigma.judging import Row, batch_of
from tests.kernels.sigma.test_correlations import ACTIONS, PHASES, SECOND, listening

MOST = 1_000_000
EVENTS: st.SearchStrategy[list[Row]] = st.lists(
    st.fixed_dictionaries(
        {
            "time": st.integers(0, 60).map(lambda at: at * SECOND // 2),
            "action": st.sampled_from(ACTIONS[:2]),
            "address": st.sampled_from(["10.0.0.1", "10.0.0.2"]),
            "object": st.sampled_from([*"abcde"]),
            "source": st.sampled_from(["log", "other"]),
            "line": st.integers(1, 9),
        }
    ),
    max_size=40,
)


def followed(
    follower: Counted | Heard, shelf: Shelf, found: Ruleset, parts: Sequence[Sequence[Row]]
) -> list[Fired]:
    """Follow batches; each time forget what is 20 seconds old, and start again in the middle."""
    matcher, newest = Matcher(found.rules), 0
    fired: list[Fired] = []
    for number, part in enumerate(parts):
        batch = batch_of(part)
        horizon = newest - 20 * SECOND
        fired += follower.listen(Words(batch, shelf), matcher.match(batch), horizon)
        newest = max(newest, *(row["time"] for row in part), 0)
        follower.tidy(newest - 20 * SECOND - follower.asked.span, MOST)
        if number % 2:
            follower.restore(*json.loads(json.dumps(follower.written())))
    return fired


@pytest.mark.slow
@settings(max_examples=120, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(
    EVENTS,
    st.booleans(),
    st.integers(1, 20),
    st.sampled_from([{"field": "object"}, {}]),
    st.sampled_from(["gt", "gte"]),
    st.integers(0, 5),
    st.sampled_from([[], ["address"], ["address", "source"]]),
)
def test_a_batch_at_a_time_or_event_by_event(
    rows: list[Row],
    in_order: bool,  # noqa: FBT001 - drawn
    size: int,
    field: dict[str, Any],
    sign: str,
    bar: int,
    groups: list[str],
) -> None:
    found = listening(
        type="value_count" if field else "event_count",
        rules=list(ACTIONS[:2]),
        timespan="5s",
        condition={**field, sign: bar},
        **({"group-by": groups} if groups else {}),
    )
    asked = found.correlations[0]
    rows = sorted(rows, key=lambda row: int(row["time"])) if in_order else rows
    parts = [rows[at : at + size] for at in range(0, len(rows), size)]
    shelf = Shelf()
    meant = followed(Heard(asked), shelf, found, parts)
    assert followed(Counted(asked, shelf), shelf, found, parts) == meant


def test_names_that_stand_for_nothing_are_let_go() -> None:
    found = listening(
        type="value_count",
        rules=["login_failed"],
        timespan="5s",
        condition={"field": "object", "gte": 2},
        **{"group-by": ["address"]},
    )
    shelf = Shelf()
    follower, matcher = Counted(found.correlations[0], shelf), Matcher(found.rules)
    told: list[Fired] = []
    for second in range(0, 60, 3):
        rows = [
            {
                "time": second * SECOND,
                "action": "login_failed",
                "address": f"{second}.{number}",
                "object": f"{second}-{number}",
            }
            for number in range(1000)
        ]
        rows.append({**rows[0], "address": "thief"})
        batch = batch_of(rows)
        told += follower.listen(Words(batch, shelf), matcher.match(batch), 0)
        follower.tidy((second - 5) * SECOND, MOST)
    assert [(one.group, one.time, one.count) for one in told] == [
        (("thief",), second * SECOND, 2) for second in range(3, 60, 3)
    ]
    assert len(follower.written()[1]) == 2001
