"""Lays behaviours out as the flat tables that the machine reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np

from storewarden.kernels.windows.behaviour import (
    Behaviour,
    BehaviourError,
    By,
    Distinct,
    Tally,
    Window,
)
from storewarden.kernels.windows.memory import Array, Rules
from storewarden.kernels.windows.signals import BITS, Signal

_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Layout:
    """The tables, and for each tally the behaviour and window that it raises (None: it excuses)."""

    rules: Rules
    tallies: tuple[Tally, ...]
    raised: tuple[tuple[Behaviour, Window] | None, ...]
    mark: bytes


def laid_out(behaviours: Sequence[Behaviour]) -> Layout:
    """Give every tally its place; those of one signal stand side by side, in one cache line.

    Raises `BehaviourError`.
    """
    windows = [(each, window) for each in behaviours for window in each.windows]
    excuses = dict.fromkeys(
        tally for _, each in windows for tally in (each.unless, each.vouched) if tally is not None
    )
    places: list[tuple[Tally, tuple[Behaviour, Window] | None]] = [
        *((tally, None) for tally in excuses),
        *((found[1].tally, found) for found in windows),
    ]
    places.sort(key=lambda place: place[0].counts)
    if len(places) > _MOST:
        raise BehaviourError(f"there are {len(places)} counts, {_MOST} are the most")
    tallies = tuple(tally for tally, _ in places)
    raised = tuple(raised for _, raised in places)
    mark = blake2b(repr(tallies).encode(), digest_size=16).digest()
    return Layout(_rules(tallies, raised), tallies, raised, mark)


def _rules(tallies: Sequence[Tally], raised: Sequence[tuple[Behaviour, Window] | None]) -> Rules:
    excuses = [found[1].unless if found else None for found in raised]
    vouchers = [found[1].vouched if found else None for found in raised]
    behind = [each for each in tallies if _is_gated(each)]
    signs = sum({each.counts.bit for each in behind})
    asked = [
        _is_gated(each) and each.distinct is Distinct.NONE and not found
        for each, found in zip(tallies, raised, strict=True)
    ]
    near = [each for each, on_demand in zip(tallies, asked, strict=True) if not on_demand]
    kept = [_home(tallies, raised, place) for place in range(len(tallies))]
    ringed = [kept[place] == place for place in range(len(tallies))]
    return Rules(
        *_counting(
            [
                each if own and not _is_gated(each) else None
                for each, own in zip(tallies, ringed, strict=True)
            ]
        ),
        *_counting([each if _is_gated(each) else None for each in tallies]),
        np.array([signs, max((t.span for t in behind), default=0)], np.int64),
        _near([each for each in near if _is_gated(each)]),
        np.array([each.counts.bit for each in tallies], np.int64) * np.array(asked),
        np.array(kept, np.int32),
        np.array([each.by for each in tallies], np.int32),
        np.array([each.distinct for each in tallies], np.int32),
        np.array([each.span for each in tallies], np.int64),
        np.array([each.bar for each in tallies], np.int32),
        np.array([found is not None for found in raised], bool),
        np.array([_place(tallies, excuse) for excuse in excuses], np.int32),
        np.array([_place(tallies, voucher) for voucher in vouchers], np.int32),
    )


def often(layout: Layout) -> int:
    """The tally that most keys have: of pictures and scripts, when it only excuses; else -1."""
    for place, (tally, found) in enumerate(zip(layout.tallies, layout.raised, strict=True)):
        plain = tally.by is By.ADDRESS and tally.distinct is Distinct.NONE and not found
        if plain and tally.counts is Signal.STATIC and layout.rules.kept[place] == place:
            return place
    return -1


def _near(behind: Sequence[Tally]) -> Array:
    """The spans and bars that must be watched: whoever reaches another bar reached one of these."""
    pairs = {(tally.span, tally.bar) for tally in behind}
    kept = [
        (span, bar)
        for span, bar in sorted(pairs)
        if not any(
            longer >= span and lower <= bar and (longer, lower) != (span, bar)
            for longer, lower in pairs
        )
    ]
    return np.array(kept, np.int64).reshape(-1, 2)


def _home(
    tallies: Sequence[Tally], raised: Sequence[tuple[Behaviour, Window] | None], place: int
) -> int:
    """The place of the excuse whose ring holds all that this one asks for; mostly its own."""
    mine = tallies[place]
    if raised[place] or mine.distinct is not Distinct.NONE or _is_gated(mine):
        return place
    for other, tally in enumerate(tallies):
        alike = (tally.counts, tally.by, tally.distinct) == (mine.counts, mine.by, mine.distinct)
        larger = tally.span >= mine.span and tally.bar >= mine.bar and tally != mine
        if alike and larger and not raised[other]:
            return _home(tallies, raised, other)
    return place


def _is_gated(tally: Tally) -> bool:
    frequent = tally.counts in {Signal.PAGE, Signal.GOODS}
    return frequent and tally.by is By.ADDRESS and tally.distinct < Distinct.ADDRESS


def _counting(tallies: Sequence[Tally | None]) -> tuple[Array, Array]:
    """Where the tallies of each signal begin, and their places, signal by signal."""
    places = [[n for n, t in enumerate(tallies) if t and t.counts == bit] for bit in range(BITS)]
    starts = np.cumsum([0, *map(len, places)]).astype(np.int32)
    return starts, np.array([place for group in places for place in group], np.int32)


def _place(tallies: Sequence[Tally], wanted: Tally | None) -> int:
    return -1 if wanted is None else tallies.index(wanted)
