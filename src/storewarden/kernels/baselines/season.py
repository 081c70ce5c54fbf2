"""How busy the shop is at each hour of the week, and which hours were not like the others."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from storewarden.kernels.baselines.records import Codes
from storewarden.kernels.baselines.robust import Usual, steps, usual, usual_of_each
from storewarden.kernels.baselines.visits import HOUR, Figures, Visits

WEEKS: Final = 3
"""Times that an hour must have been seen before it has a usual of its own."""
_MONDAY: Final = 72  # 1970 began on a Thursday
_MOST: Final = 24 * 366


class Rhythm(IntEnum):
    """How fine the rhythm is that could be learned; the value is the number of its places."""

    NONE = 1
    DAY = 24
    WEEK = 168

    @property
    def words(self) -> str:
        """How it is said."""
        return {1: "in an hour", 24: "at that hour", 168: "at that hour of the week"}[self.value]


@dataclass(frozen=True, slots=True)
class Season:
    """What is usual at each place of the rhythm, one row a place."""

    rhythm: Rhythm
    usual: Usual


def hour_of_week(time: Codes) -> Codes:
    """0 is Monday from midnight UTC on, 167 Sunday's last hour."""
    return (time // HOUR + _MONDAY) % Rhythm.WEEK


def learned(hours: Visits, floors: Figures) -> Season:
    """Learn from the hours of the whole shop; hours in which nothing happened count as such."""
    begin, figures = _without_gaps(hours)
    for rhythm in (Rhythm.WEEK, Rhythm.DAY):
        place = hour_of_week(begin) % rhythm
        if np.bincount(place, minlength=rhythm).min() >= WEEKS:
            return Season(rhythm, usual_of_each(figures, place, rhythm, floors))
    alone = usual(figures, floors)
    return Season(Rhythm.NONE, Usual(alone.median[None, :], alone.spread[None, :]))


def away(season: Season, hours: Visits) -> tuple[Figures, Figures]:
    """How many steps each hour is from its usual, and that usual."""
    place = hour_of_week(hours.begin) % season.rhythm
    known = Usual(season.usual.median[place], season.usual.spread[place])
    return steps(hours.figures, known), known.median


def _without_gaps(hours: Visits) -> tuple[Codes, Figures]:
    """The last year at the most, one row for every hour from the first to the last."""
    number = hours.begin // HOUR
    if len(number) == 0:
        return number, hours.figures
    first = max(int(number[0]), int(number[-1]) - _MOST)
    figures = np.zeros((int(number[-1]) - first + 1, hours.figures.shape[1]))
    recent = number >= first
    figures[number[recent] - first] = hours.figures[recent]
    return np.arange(first, first + len(figures)) * HOUR, figures
