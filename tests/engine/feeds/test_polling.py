"""A list is asked for when its time has come, sooner after trouble, and whatever the clock does."""

from datetime import UTC, datetime, timedelta

import pytest

from storewarden.core.feeds import FeedState
from storewarden.engine.feeds.polling import Round, due

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


def asked(seconds_ago: float, trouble: str = "") -> FeedState:
    return FeedState("f", "kev", checked=NOON - timedelta(seconds=seconds_ago), trouble=trouble)


@pytest.mark.parametrize(
    ("every", "state", "is_due"),
    [
        (900, None, True),
        (900, FeedState("f", "kev"), True),
        (900, asked(899), False),
        (900, asked(900), True),
        (900, asked(-3600), True),  # the clock was set back
        (900, asked(89, "silent"), False),
        (900, asked(90, "silent"), True),
        (86_400, asked(8_639, "silent"), False),
        (86_400, asked(8_640, "silent"), True),
        (300, asked(59, "silent"), False),
        (300, asked(60, "silent"), True),
        (30, asked(29, "silent"), False),
        (30, asked(30, "silent"), True),
    ],
)
def test_when_a_list_is_due(every: int, state: FeedState | None, is_due: bool) -> None:  # noqa: FBT001 - a column
    states = [] if state is None else [state]
    assert due([Round("f", every)], states, NOON) == (["f"] if is_due else [])
