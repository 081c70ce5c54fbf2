"""Tells what is new of an entity, against what a model knew before."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from storewarden.core.alerts import ActorKind
from storewarden.kernels.baselines.firsts import KINDS, Aspect, Firsts, Kind
from storewarden.kernels.baselines.model import Model

_WORDS: Final[Mapping[tuple[ActorKind, Aspect], str]] = {
    (ActorKind.ADDRESS, Aspect.BLOCK): "first visit from the network {}",
    (ActorKind.ADDRESS, Aspect.CLIENT): "first visit of anybody with the client {}",
    (ActorKind.ADDRESS, Aspect.ACCOUNT): "first time with the account {}",
    (ActorKind.ACCOUNT, Aspect.BLOCK): "first time from the network {}",
    (ActorKind.ACCOUNT, Aspect.CLIENT): "first time with the client {}",
    (ActorKind.ACCOUNT, Aspect.HOUR): "first time in the hour {} UTC",
    (ActorKind.KEY, Aspect.ROUTE): "first time on the route {}",
    (ActorKind.KEY, Aspect.BLOCK): "first time from the network {}",
}


@dataclass(frozen=True, slots=True)
class News:
    """One thing that an entity did for the first time; the words hold hostile text."""

    kind: Kind
    words: str


def news(model: Model, seen: Firsts) -> Mapping[tuple[ActorKind, str], tuple[News, ...]]:
    """What each entity did for the first time after the model had learned.

    An entity of which nothing was known before is judged by what anybody does alone.
    """
    found: dict[tuple[ActorKind, str], list[News]] = defaultdict(list)
    if model.taught is not None:
        for kind in KINDS:
            for who, what in _new(kind, model, seen.get(kind.id, {}), model.taught):
                words = _WORDS[(kind.who, kind.aspect)].format(what)
                found[(kind.who, who)].append(News(kind, words))
    return {who: tuple(each) for who, each in found.items()}


def _new(
    kind: Kind, model: Model, seen: Mapping[tuple[str, str], int], taught: int
) -> Iterator[tuple[str, str]]:
    known = model.firsts.get(kind.id, {})
    before = _earliest(known, 1) if kind.anyone else _earliest(known, 0)
    nothing = not known or min(known.values()) > taught
    for (who, what), when in sorted(seen.items()):
        if when <= taught or nothing:
            continue
        if kind.anyone:
            is_new = before.get(what, when) >= when
        else:
            is_new = before.get(who, when) <= taught and known.get((who, what), when) >= when
        if is_new:
            yield who, what


def _earliest(known: Mapping[tuple[str, str], int], part: int) -> dict[str, int]:
    earliest: dict[str, int] = {}
    for pair, when in known.items():
        earliest[pair[part]] = min(when, earliest.get(pair[part], when))
    return earliest
