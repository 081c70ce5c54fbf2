"""Which followed list is due to be asked for, while the watch runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from storewarden.core.feeds import FeedState

_HURRY: Final = 60


@dataclass(frozen=True, slots=True)
class Round:
    """How often one list is asked for, in seconds."""

    feed: str
    every: int


def due(rounds: Iterable[Round], states: Iterable[FeedState], now: datetime) -> Sequence[str]:
    """The ids of lists whose time has come, in the order given.

    One that brought trouble is asked again sooner: after a tenth of its time, but a minute at the
    least. A clock that was set back delays nobody.
    """
    known = {state.feed: state for state in states}
    return [one.feed for one in rounds if _is_due(one, known.get(one.feed), now)]


def _is_due(one: Round, state: FeedState | None, now: datetime) -> bool:
    if state is None or state.checked is None or state.checked > now:
        return True
    wait = one.every
    if state.trouble:
        wait = min(wait, max(_HURRY, wait // 10))
    return now - state.checked >= timedelta(seconds=wait)
