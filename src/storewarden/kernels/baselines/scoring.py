"""How many steps above the usual each entity's most unusual stay is, and which figures say so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from storewarden.kernels.baselines.feature import Feature, plain
from storewarden.kernels.baselines.model import Model, key
from storewarden.kernels.baselines.robust import Usual, steps
from storewarden.kernels.baselines.visits import Figures, Scale, Visits

SAID: Final = 3
"""Figures that are told, the one that stands out most first."""
NOTABLE: Final = 3.0
"""Steps from which on a figure is told."""
_ENDS: Final = {Scale.VISIT: "", Scale.HOUR: " in one hour"}


@dataclass(frozen=True, slots=True)
class Best:
    """The most unusual stay of an entity: its steps, and its figures in words."""

    score: float
    reasons: tuple[str, ...]


def best_of_each(model: Model, visits: Visits, features: Sequence[Feature]) -> dict[str, Best]:
    """The most unusual stay of each entity."""
    against, own = _usuals(model, visits)
    above = steps(visits.figures, against)
    highest = above.max(axis=1, initial=0.0)
    found = {}
    for begin, end in runs(visits.entity):
        row = begin + int(np.argmax(highest[begin:end]))
        whose = " for it" if own[row] else ""
        ending = f"{whose}{_ENDS[visits.scale]}"
        words = told(features, visits.figures[row], above[row], against.median[row], ending)
        found[visits.entity[row]] = Best(float(highest[row]), words)
    return found


def told(
    features: Sequence[Feature], figures: Figures, above: Figures, median: Figures, ending: str
) -> tuple[str, ...]:
    """The figures that stand out, in words: ``41 distinct vouchers, usually 2``."""
    order = np.argsort(-above, kind="stable")[:SAID]
    return tuple(
        f"{features[one].said(float(figures[one]))}, usually {plain(float(median[one]))}{ending}"
        for one in order
        if above[one] >= NOTABLE
    )


def runs(names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Begin and end of each run of equal names."""
    begin = 0
    for place in range(1, len(names) + 1):
        if place == len(names) or names[place] != names[begin]:
            yield begin, place
            begin = place


def _usuals(model: Model, visits: Visits) -> tuple[Usual, npt.NDArray[np.bool_]]:
    """What each stay is compared with: its entity's own past where known, else everybody's."""
    everybody, own = model.usual[key(visits)], model.own[key(visits)]
    place = {name: number for number, name in enumerate(own.entity)}
    rows = np.array([place.get(name, -1) for name in visits.entity], np.int64)
    median = np.vstack([own.usual.median, everybody.median])
    spread = np.vstack([own.usual.spread, everybody.spread])
    return Usual(median[rows], spread[rows]), rows >= 0
