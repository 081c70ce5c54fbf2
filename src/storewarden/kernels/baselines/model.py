"""What was learned of a shop: a frozen value, learned without labels from any events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Final

import numpy as np

from storewarden.core.alerts import ActorKind
from storewarden.kernels.baselines.firsts import Firsts
from storewarden.kernels.baselines.forest import sample_of, shapes
from storewarden.kernels.baselines.observed import Observed
from storewarden.kernels.baselines.records import Codes
from storewarden.kernels.baselines.robust import Usual, usual, usual_of_each
from storewarden.kernels.baselines.season import Season, learned
from storewarden.kernels.baselines.visits import DAY, Figures, Scale, Visits

OWN_STAYS: Final = 8
"""Stays that an entity must have had before it is compared with its own past ..."""
OWN_DAYS: Final = 3
"""... on so many different days: one bad night does not become anybody's usual."""
MOST_OWN: Final = 50_000
"""Entities of one kind whose own past is kept: those with the most stays."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """How long is learned before anything may alert: whichever is reached first."""

    days: int = 14
    visits: int = 5_000


@dataclass(frozen=True, slots=True)
class Own:
    """What is usual of some entities themselves: one row each."""

    entity: tuple[str, ...]
    usual: Usual


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned.

    Attributes:
        features: ids of the figures that were taken, in order.
        first: microseconds of the first visit; None of none. ``last`` of the last one.
        visits: visits of addresses that were learned from.
        taught: the moment from which on it knew enough; None while it is learning.
        usual: of everybody, by `key`; ``own`` of single entities.
        sample: shapes of visits from which the forest grows.
    """

    features: tuple[str, ...]
    lesson: Lesson
    first: int | None
    last: int | None
    visits: int
    taught: int | None
    usual: Mapping[str, Usual]
    own: Mapping[str, Own]
    season: Season
    firsts: Firsts
    sample: Figures

    def standing(self) -> str:
        """Say whether it still learns, and until when."""
        if self.taught is not None:
            return f"learned from {self.visits:,} visits since {day(self.first)}"
        return (
            f"learning: {self.visits:,} visits"
            f"{f' since {day(self.first)}' if self.first is not None else ''}; figures rank and"
            f" explain, nothing alerts before {self.lesson.days} days or"
            f" {self.lesson.visits:,} visits"
        )


def key(visits: Visits) -> str:
    """``address.visit``: the kind and length of stays, as models name them."""
    return f"{visits.kind.value}.{visits.scale.value}"


def day(time: int | None) -> str:
    """A day in UTC; words for a moment that no calendar has."""
    try:
        moment = datetime.fromtimestamp((time or 0) / 1_000_000, UTC)
    except (ValueError, OverflowError, OSError):
        return "a day that no calendar has"
    return moment.date().isoformat()


def learn(seen: Observed, lesson: Lesson) -> Model:
    """Learn what is usual; the order in which events were read does not matter."""
    floors = np.array([each.floor for each in seen.features])
    visits = seen.of(ActorKind.ADDRESS, Scale.VISIT)
    begins = np.sort(visits.begin)
    return Model(
        tuple(each.id for each in seen.features),
        lesson,
        int(begins[0]) if len(begins) else None,
        int(visits.end.max()) if len(begins) else None,
        len(visits),
        _taught(begins, lesson),
        {key(each): usual(each.figures, floors) for each in seen.stays},
        {key(each): _own(each, floors) for each in seen.stays},
        learned(seen.hours, floors),
        seen.firsts,
        sample_of(shapes(visits, seen.features)),
    )


def _taught(begins: Codes, lesson: Lesson) -> int | None:
    if len(begins) == 0:
        return None
    enough = [int(begins[0]) + lesson.days * DAY]
    if len(begins) >= lesson.visits:
        enough.append(int(begins[lesson.visits - 1]))
    return min(enough) if min(enough) <= begins[-1] else None


def _own(visits: Visits, floors: Figures) -> Own:
    """What is usual of each entity that has been there often and on different days."""
    who = _numbered(visits.entity)
    names = visits.entity
    stays = np.bincount(who) if len(who) else np.empty(0, np.int64)
    begin = np.cumsum(stays) - stays
    new_day = np.ones(len(who), bool)
    new_day[1:] = (np.diff(who) != 0) | (np.diff(visits.begin // DAY) != 0)
    days = np.bincount(who[new_day], minlength=len(stays))
    chosen = np.flatnonzero((stays >= OWN_STAYS) & (days >= OWN_DAYS))
    chosen = np.sort(chosen[np.argsort(-stays[chosen], kind="stable")][:MOST_OWN])
    place = np.full(len(stays), -1)
    place[chosen] = np.arange(len(chosen))
    rows = np.flatnonzero(place[who] >= 0) if len(who) else who
    of_each = usual_of_each(visits.figures[rows], place[who[rows]], len(chosen), floors)
    return Own(tuple(names[begin[one]] for one in chosen), of_each)


def _numbered(names: tuple[str, ...]) -> Codes:
    """Number runs of equal names; stays are sorted by entity."""
    if not names:
        return np.empty(0, np.int64)
    new = [0, *(int(a != b) for a, b in pairwise(names))]
    return np.cumsum(new)
