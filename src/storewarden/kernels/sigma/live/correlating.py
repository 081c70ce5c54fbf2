"""Correlations as events come: exact sliding windows, in whatever order events come.

What more events can only make truer is told at once; what they could still undo (fewer than,
exactly, not) waits until no event of that time is awaited any more.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final

import numpy as np

from storewarden.kernels.sigma.live.counting import Counted
from storewarden.kernels.sigma.live.firing import Fired
from storewarden.kernels.sigma.live.hearing import Heard, Said
from storewarden.kernels.sigma.live.shelf import Shelf, Small, Words
from storewarden.kernels.sigma.live.texts import Batch, Rows
from storewarden.kernels.sigma.rules import Correlation, Sort

__all__ = ["LATENESS", "MOST_EVENTS", "Correlator", "Fired"]

LATENESS: Final = 60_000_000
"""Microseconds by which an event may come late."""

MOST_EVENTS: Final = 1_000_000
"""Events that one correlation holds; then the groups that were quiet for longest go."""


class Correlator:
    """Follows correlations over batches; one thread at a time."""

    def __init__(self, asked: Sequence[Correlation], most: int = MOST_EVENTS) -> None:
        self._shelf = Shelf()
        self._heard = [_follower(one, self._shelf) for one in asked]
        self._most = most
        self._newest: int | None = None
        self._too_late = 0
        self._forgotten = 0

    @property
    def too_late(self) -> int:
        """Events that came later than `LATENESS` and were not counted."""
        return self._too_late + sum(one.too_late for one in self._heard)

    @property
    def forgotten(self) -> int:
        """Groups that were given up to keep memory bounded."""
        return self._forgotten + sum(one.forgotten for one in self._heard)

    def advance(
        self, batch: Batch, matched: Mapping[str, Rows], now: int | None = None
    ) -> list[Fired]:
        """Take in what the rules matched in a batch.

        Args:
            batch: the batch.
            matched: what `Matcher.match` said of it, for all rules that are listened to.
            now: microseconds; events that claim to be later do not hurry the clock.

        Returns:
            What became true, each moment of a group once.
        """
        words, after = Words(batch, self._shelf), self._horizon()
        fired = self._each(
            lambda one: (
                ()
                if matched.keys().isdisjoint(one.asked.rules)
                else one.listen(words, matched, after)
            ),
            lambda one, heard: one.listen(words, matched, after, heard),
        )
        self._hurry(batch, now)
        horizon = self._horizon()
        fired += self._settled(horizon)
        for one in self._heard:
            one.tidy(horizon - one.asked.span, self._most)
        if self._shelf.is_full():
            self._tidy_shelf()
        return fired

    def _tidy_shelf(self) -> None:
        """Forget texts that stand for nothing any more."""
        counted = [one for one in self._heard if isinstance(one, Counted)]
        used: dict[str, list[Small]] = {}
        for one in counted:
            for name, numbers in one.used():
                used.setdefault(name, []).append(numbers)
        moved = self._shelf.keep(used)
        for one in counted:
            one.renumber(moved)

    def finish(self) -> list[Fired]:
        """Tell what was still waiting, when no more events will come."""
        return self._settled(None)

    def _settled(self, before: int | None) -> list[Fired]:
        return self._each(
            lambda one: one.settled(before),
            lambda one, heard: chain(one.hear(heard), one.settled(before)),
        )

    def _each(
        self,
        say: Callable[[Counted | Heard], Iterable[Fired]],
        told: Callable[[Heard, Said], Iterable[Fired]],
    ) -> list[Fired]:
        """Ask each what became true; those that listen to others are told of these first."""
        said: dict[str, list[Fired]] = {}
        for one in self._heard:
            heard = {key: said[key] for key in one.asked.chained if said.get(key)}
            new = told(one, heard) if heard and isinstance(one, Heard) else say(one)
            said.setdefault(one.asked.told.key, []).extend(new)
        return [moment for moments in said.values() for moment in moments]

    def _hurry(self, batch: Batch, now: int | None) -> None:
        times = np.asarray(batch.column("time").drop_null())
        if now is not None:
            times = times[times <= now]
        if times.size:
            self._newest = max(int(times.max()), self._newest or int(times.max()))

    def _horizon(self) -> int:
        return -(2**62) if self._newest is None else self._newest - LATENESS

    def snapshot(self) -> bytes:
        """Write down everything that is remembered."""
        held = [[_shape(one.asked), one.asked.told.key, *one.written()] for one in self._heard]
        return json.dumps([self._newest, self.too_late, self.forgotten, held]).encode()

    def restore(self, written: bytes) -> None:
        """Remember again what `snapshot` wrote; correlations that changed since begin anew."""
        self._newest, self._too_late, self._forgotten, held = json.loads(written)
        found: dict[tuple[str, str], tuple[list[Any], list[Any]]]
        found = {(shape, key): (waiting, groups) for shape, key, waiting, groups in held}
        for one in self._heard:
            one.restore(*found.get((_shape(one.asked), one.asked.told.key), ([], [])))


def _follower(asked: Correlation, shelf: Shelf) -> Counted | Heard:
    counts = asked.sort in {Sort.EVENT_COUNT, Sort.VALUE_COUNT}
    alone = counts and asked.only_grows and not asked.chained
    return Counted(asked, shelf) if alone else Heard(asked)


def _shape(asked: Correlation) -> str:
    return repr((asked.sort, asked.rules, asked.groups, asked.span))
