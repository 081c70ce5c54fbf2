"""Ranks who stands out and says why, with the dumb baseline beside it; it never alerts alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from storewarden.core.alerts import Actor, ActorKind, Alert
from storewarden.core.verdicts import Severity
from storewarden.kernels.baselines.feature import BaselineError
from storewarden.kernels.baselines.forest import oddness, shapes, whole
from storewarden.kernels.baselines.model import Model
from storewarden.kernels.baselines.news import News, news
from storewarden.kernels.baselines.observed import Observed
from storewarden.kernels.baselines.scoring import SAID, Best, best_of_each, runs, told
from storewarden.kernels.baselines.season import away
from storewarden.kernels.baselines.visits import ENTITIES, HOUR, Figures, Scale, Visits

BAR: Final = 6.0
"""Steps above the usual from which on amounts count as a baseline that is crossed."""
NEEDED: Final = 2
"""Independent baselines that an alert needs."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one entity stands out, and why.

    Attributes:
        actor: who; its value is hostile text.
        score: the most steps above the usual of any of its figures (robust z-score).
        reasons: figures and first times in words, the gravest first; hostile text.
        oddness: of its oddest visit's shape, 0 to 1 (isolation forest); 0 when none was grown.
        voices: baselines that it crosses: ``amounts``, ``shape``, ``first seen``.
        requests: all of them: the dumb baseline.
        begin: microseconds of its first record; ``end`` of its last.
        dumb_rank: its place, from 1, when all of its kind are ranked by requests alone.
    """

    actor: Actor
    score: float
    reasons: tuple[str, ...]
    oddness: float
    voices: tuple[str, ...]
    requests: int
    visits: int
    begin: int
    end: int
    dumb_rank: int = 0


@dataclass(frozen=True, slots=True)
class OddHour:
    """An hour in which the whole shop was not as usual; ``begin`` in microseconds."""

    begin: int
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """Everybody, the one that stands out most first, and the hours that do."""

    standings: tuple[Standing, ...]
    hours: tuple[OddHour, ...]


@dataclass(frozen=True, slots=True)
class _Heard:
    """What each baseline says of the entities of one kind."""

    best: Mapping[str, Best]
    odd: Figures
    bar: float
    new: Mapping[tuple[ActorKind, str], tuple[News, ...]]
    requests: Figures


def judge(model: Model, seen: Observed, seed: int) -> Judged:
    """Rank everybody that was seen; raises `BaselineError` when the model took other figures.

    ``seed`` fixes the cuts of the forest: the same seed, model and events give the same ranks.
    """
    if model.features != tuple(each.id for each in seen.features):
        raise BaselineError("the model was learned with other figures; learn it anew")
    new = news(model, seen.firsts)
    found: list[Standing] = []
    for kind in ENTITIES:
        visits = seen.of(kind, Scale.VISIT)
        odd, bar = _oddness(model, seen, visits, seed)
        requests = whole(visits, seen.features)
        heard = _Heard(_best(model, seen, kind), odd, bar, new, requests)
        found += _dumbly_ranked([_standing(visits, run, heard) for run in runs(visits.entity)])
    return Judged(tuple(sorted(found, key=_gravest)), tuple(_hours(model, seen)))


def alert(standing: Standing, model: Model, source: str) -> Alert | None:
    """An alert when two independent baselines agree, and the model has learned; else None."""
    if model.taught is None or len(standing.voices) < NEEDED:
        return None
    return Alert(
        "baselines",
        "Behaves like nobody else",
        Severity.MEDIUM,
        (),
        standing.actor,
        standing.begin,
        standing.end,
        standing.requests,
        source,
        (),
        f"{'; '.join(standing.reasons)} ({' and '.join(standing.voices)} stand out)",
        "Look at what it did (storewarden hunt), and ask whether anybody of yours knows it.",
        (standing.actor.value,) if standing.actor.kind is ActorKind.ADDRESS else (),
    )


def _gravest(one: Standing) -> tuple[float, float, int, str, str]:
    return (-one.score, -one.oddness, -one.requests, one.actor.kind.value, one.actor.value)


def _best(model: Model, seen: Observed, kind: ActorKind) -> dict[str, Best]:
    """The gravest of both lengths of stay; the visit when they are alike."""
    best = best_of_each(model, seen.of(kind, Scale.VISIT), seen.features)
    for who, hour in best_of_each(model, seen.of(kind, Scale.HOUR), seen.features).items():
        if hour.score > best[who].score:
            best[who] = hour
    return best


def _oddness(model: Model, seen: Observed, visits: Visits, seed: int) -> tuple[Figures, float]:
    """The forest is of addresses' visits; accounts and keys have none."""
    if visits.kind is not ActorKind.ADDRESS:
        return np.zeros(len(visits)), 1.0
    return oddness(model.sample, shapes(visits, seen.features), seed)


def _standing(visits: Visits, run: tuple[int, int], heard: _Heard) -> Standing:
    begin, end = run
    who = visits.entity[begin]
    best, oddest = heard.best[who], float(heard.odd[begin:end].max())
    new = heard.new.get((visits.kind, who), ())
    crossed = {
        "amounts": best.score >= BAR,
        "shape": oddest >= heard.bar,
        "first seen": any(not each.kind.weak for each in new),
    }
    return Standing(
        Actor(visits.kind, who),
        round(best.score, 3),
        (*best.reasons, *(each.words for each in new[:SAID])),
        round(oddest, 4),
        tuple(voice for voice, is_crossed in crossed.items() if is_crossed),
        int(heard.requests[begin:end].sum()),
        end - begin,
        int(visits.begin[begin]),
        int(visits.end[begin:end].max()),
    )


def _dumbly_ranked(found: list[Standing]) -> list[Standing]:
    order = sorted(found, key=lambda one: (-one.requests, one.actor.value))
    return [replace(one, dumb_rank=place) for place, one in enumerate(order, start=1)]


def _hours(model: Model, seen: Observed) -> Iterator[OddHour]:
    """Hours of the whole shop that were far above their usual, the gravest first."""
    above, median = away(model.season, seen.hours)
    highest = above.max(axis=1, initial=0.0)
    for row in np.argsort(-highest, kind="stable"):
        if highest[row] < BAR:
            return
        figures, ending = seen.hours.figures[row], f" {model.season.rhythm.words}"
        words = told(seen.features, figures, above[row], median[row], ending)
        yield OddHour(
            int(seen.hours.begin[row]) // HOUR * HOUR, round(float(highest[row]), 3), words
        )
