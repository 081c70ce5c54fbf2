"""Correlations as events come: exact sliding windows, in whatever order events come.

What more events can only make truer is told at once; what they could still undo (fewer than,
exactly, not) waits until no event of that time is awaited any more.
"""

import heapq
import json
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from storewarden.core.alerts import MOST_LINES
from storewarden.kernels.sigma.live.groups import Group, Line, Mark
from storewarden.kernels.sigma.live.texts import Batch, Rows, texts_of
from storewarden.kernels.sigma.rules import Correlation, Sort

LATENESS: Final = 60_000_000
"""Microseconds by which an event may come late."""

MOST_EVENTS: Final = 1_000_000
"""Events that one correlation holds; then the groups that were quiet for longest go."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fired:
    """A moment at which a correlation is true.

    Attributes:
        key: of the correlation.
        group: the values of its group, as texts.
        time: of the event that ends the window.
        first: of the first event in the window.
        count: what was counted.
        fresh: False when it was true of this group within one span before: no new alert.
        lines: source and number of the last lines in the window; empty unless fresh.
    """

    key: str
    group: Key
    time: int
    first: int
    count: int
    fresh: bool
    lines: tuple[Line, ...] = ()


@dataclass(slots=True)
class _Heard:
    """What one correlation remembers."""

    asked: Correlation
    groups: dict[Key, Group] = field(default_factory=dict)
    waiting: list[tuple[int, Key]] = field(default_factory=list)
    events: int = 0


class Correlator:
    """Follows correlations over batches; one thread at a time.

    Attributes:
        too_late: events that came later than `LATENESS` and were not counted.
        forgotten: groups that were given up to keep memory bounded.
    """

    def __init__(self, asked: Sequence[Correlation], most: int = MOST_EVENTS) -> None:
        self._heard = [_Heard(one) for one in asked]
        self._most = most
        self._newest: int | None = None
        self.too_late = 0
        self.forgotten = 0

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
        fired = [one for heard in self._heard for one in self._listen(heard, batch, matched)]
        self._hurry(batch, now)
        for heard in self._heard:
            fired.extend(self._settled(heard, self._horizon()))
            self._tidy(heard)
        return fired

    def finish(self) -> list[Fired]:
        """Tell what was still waiting, when no more events will come."""
        return [one for heard in self._heard for one in self._settled(heard, None)]

    def _listen(self, heard: _Heard, batch: Batch, matched: Mapping[str, Rows]) -> Iterator[Fired]:
        for time, key, mark, line in sorted(_events(heard.asked, batch, matched)):
            if self._newest is not None and time < self._newest - LATENESS:
                self.too_late += 1
                continue
            group = heard.groups.setdefault(key, Group())
            heard.events += 1
            for moment in group.add(heard.asked, time, mark, line):
                if heard.asked.only_grows:
                    yield from _told(heard.asked, key, group, moment)
                else:
                    heapq.heappush(heard.waiting, (moment, key))

    def _hurry(self, batch: Batch, now: int | None) -> None:
        times = np.asarray(batch.column("time").drop_null())
        if now is not None:
            times = times[times <= now]
        if times.size:
            self._newest = max(int(times.max()), self._newest or int(times.max()))

    def _horizon(self) -> int:
        return -(2**62) if self._newest is None else self._newest - LATENESS

    def _settled(self, heard: _Heard, before: int | None) -> Iterator[Fired]:
        while heard.waiting and (before is None or heard.waiting[0][0] < before):
            moment, key = heapq.heappop(heard.waiting)
            group = heard.groups.get(key)
            if group is not None:
                yield from _told(heard.asked, key, group, moment)

    def _tidy(self, heard: _Heard) -> None:
        """Forget what no window can reach any more, and more than that when it is too much."""
        before = self._horizon() - heard.asked.span
        for key in [key for key, group in heard.groups.items() if group.times[0] < before]:
            heard.groups[key].forget(before)
            if not heard.groups[key].times:
                del heard.groups[key]
        heard.events = sum(len(group.times) for group in heard.groups.values())
        if heard.events > self._most:
            self._forget_quiet(heard)

    def _forget_quiet(self, heard: _Heard) -> None:
        for key in sorted(heard.groups, key=lambda key: heard.groups[key].times[-1]):
            if heard.events <= self._most * 3 // 4:
                return
            heard.events -= len(heard.groups.pop(key).times)
            self.forgotten += 1

    def snapshot(self) -> bytes:
        """Write down everything that is remembered."""
        held = [
            [
                repr((one.asked.sort, one.asked.rules, one.asked.groups, one.asked.span)),
                one.asked.told.key,
                one.waiting,
                [[k, g.times, g.marks, g.lines, g.told] for k, g in one.groups.items()],
            ]
            for one in self._heard
        ]
        return json.dumps([self._newest, self.too_late, self.forgotten, held]).encode()

    def restore(self, written: bytes) -> None:
        """Remember again what `snapshot` wrote; correlations that changed since begin anew."""
        self._newest, self.too_late, self.forgotten, held = json.loads(written)
        found = {(shape, key): (waiting, groups) for shape, key, waiting, groups in held}
        for one in self._heard:
            shape = repr((one.asked.sort, one.asked.rules, one.asked.groups, one.asked.span))
            waiting, groups = found.get((shape, one.asked.told.key), ([], []))
            one.waiting = [(moment, tuple(key)) for moment, key in waiting]
            one.groups = {tuple(key): _group(one.asked, *held) for key, *held in groups}


def _group(
    asked: Correlation,
    times: list[int],
    marks: list[Mark],
    lines: list[tuple[str, int]],
    told: list[int],
) -> Group:
    group = Group()
    for time, mark, line in zip(times, marks, lines, strict=True):
        for _ in group.add(asked, time, mark, (line[0], line[1])):
            pass
    group.told = told
    return group


def _told(asked: Correlation, key: Key, group: Group, moment: int) -> Iterator[Fired]:
    """Tell a moment at which it is true, once."""
    at = bisect_left(group.told, moment)
    if group.told[at : at + 1] == [moment]:
        return
    count = group.count(asked, moment)
    if not asked.holds(count) or (asked.sort is Sort.TEMPORAL_ORDERED and not count):
        return
    low, high = bisect_right(group.times, moment - asked.span), bisect_right(group.times, moment)
    fresh = not any(
        moment - asked.span < told <= moment for told in group.told[max(at - 1, 0) : at]
    )
    lines = tuple(group.lines[max(low, high - MOST_LINES) : high]) if fresh else ()
    insort(group.told, moment)
    yield Fired(asked.told.key, key, moment, group.times[low], count, fresh, lines)


def _events(
    asked: Correlation, batch: Batch, matched: Mapping[str, Rows]
) -> Iterator[tuple[int, Key, Mark, Line]]:
    """Everything in the batch that a correlation listens to and that has a time and a group."""
    times = batch.column("time")
    for number, rule in enumerate(asked.rules):
        rows = matched.get(rule)
        if rows is None:
            continue
        groups = [_words(batch, column, rows) for column in asked.groups[number]]
        values = _words(batch, asked.value, rows) if asked.value else [""] * len(rows)
        lines, sources = batch.column("line"), batch.column("source")
        for at, row in enumerate(map(int, rows)):
            time, key = times[row].as_py(), tuple(group[at] for group in groups)
            if time is None or None in key or values[at] is None:
                continue
            mark: Mark = str(values[at]) if asked.value else number
            line = (str(sources[row].as_py()), lines[row].as_py() or 0)
            yield time, tuple(map(str, key)), mark, line


def _words(batch: Batch, column: str, rows: Rows) -> list[str | None]:
    texts = texts_of(batch, column)
    words = [*texts.values.to_pylist(), None]
    return [words[number] for number in texts.numbers[rows]]
