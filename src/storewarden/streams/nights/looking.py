"""Learns from the weeks before a day, judges the day, and tells who crosses two baselines."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from storewarden.core.alerts import Actor, Alert
from storewarden.core.errors import HuntRefused
from storewarden.kernels.baselines import Feature, Judged, Lesson, Model, alert, judge, learn
from storewarden.kernels.events.ports import EventStore
from storewarden.streams.nights.stored import observed

WEEKS: Final = timedelta(days=35)
"""What is learned from: five of each hour of the week."""
SETTLED: Final = timedelta(hours=1)
"""How long after midnight UTC a day counts as over: logs arrive late."""
SEED: Final = 7
"""Fixes the cuts of the forest, so that the same day always gives the same answer."""
_A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Night:
    """What a look at one day brought.

    Attributes:
        day: its midnight, UTC.
        model: what was learned in the weeks before it.
        judged: who was there that day, who stands out most first; pseudonyms as stored.
        alerts: of whoever crosses two independent baselines, in plain names where the store can
            tell them; none while it is learning.
        untimed: events without a time, which nobody looked at.
    """

    day: datetime
    model: Model
    judged: Judged
    alerts: tuple[Alert, ...]
    untimed: int


def settled(now: datetime) -> datetime:
    """The midnight (UTC) at which the last day began that is over for good."""
    moment = now - SETTLED
    return moment.replace(hour=0, minute=0, second=0, microsecond=0) - _A_DAY


def look(
    store: EventStore, day: datetime, features: Sequence[Feature], lesson: Lesson, source: str
) -> Night:
    """Judge a day by the weeks before it; raises `EventStoreError`.

    ``source`` is what the alerts are filed under: a day's figures are of all logs together.
    """
    model = learn(observed(store, day - WEEKS, day, features), lesson)
    seen = observed(store, day, day + _A_DAY, features)
    judged = judge(model, seen, SEED)
    return Night(day, model, judged, tuple(_alerts(judged, model, store, source)), seen.untimed)


def _alerts(judged: Judged, model: Model, store: EventStore, source: str) -> Iterator[Alert]:
    for standing in judged.standings:
        found = alert(standing, model, source)
        if found is not None:
            plain = _plain(store.reveal, standing.actor.value)
            here = (plain,) if found.addresses else ()
            actor = Actor(standing.actor.kind, plain)
            yield replace(found, actor=actor, addresses=here)


def _plain(reveal: Callable[[str], str], pseudonym: str) -> str:
    """The name behind a pseudonym; itself when it is none (an API key) or the key changed."""
    try:
        return reveal(pseudonym)
    except HuntRefused:
        return pseudonym
