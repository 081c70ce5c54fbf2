"""One correlation that counts and only grows, followed a batch at a time.

Events stand in columns by group and time, and windows slide over them in compiled code. Only a
group that is near its bar and whose events came late is looked at event by event.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from storewarden.core.alerts import MOST_LINES
from storewarden.kernels.sigma.form import Sign
from storewarden.kernels.sigma.live.firing import Fired, fired
from storewarden.kernels.sigma.live.gathering import (
    GROUP,
    MARK,
    TIME,
    Index,
    Table,
    Words,
)
from storewarden.kernels.sigma.live.groups import Group, Mark
from storewarden.kernels.sigma.live.sliding import Flags, Ints, count_events, count_kinds, merge
from storewarden.kernels.sigma.live.texts import Rows
from storewarden.kernels.sigma.rules import Correlation, Sort

_ROOM: Final = 4096
"""Names that may be kept for nothing."""

Cause = tuple[int, int, Fired]
"""When the event came that made something true, the group's number, and what became true."""


class Counted:
    """What one correlation remembers.

    Attributes:
        too_late: events that came too late to be counted.
        forgotten: groups that were given up to keep memory bounded.
    """

    def __init__(self, asked: Correlation) -> None:
        self.asked = asked
        self.too_late = 0
        self.forgotten = 0
        self._bar = asked.count + (asked.sign is Sign.GT)
        self._index = Index(asked)
        self._table: Table = np.empty((5, 0), np.int64)
        self._told: dict[int, list[int]] = {}
        self._stirred = False

    def listen(self, words: Words, matched: Mapping[str, Rows], after: int) -> Iterator[Fired]:
        """Take events in; those before a moment are too late."""
        new = self._index.gather(words, matched)
        late = new[TIME] < after
        self.too_late += int(late.sum())
        new = self._index.sort(np.compress(~late, new, axis=1))
        if not new.shape[1]:
            return
        self._stirred = True
        fresh = self._merge(new)
        late = _late_groups(self._table[GROUP], fresh)
        causes = [*self._in_order(fresh, late), *self._out_of_order(fresh, late)]
        causes.sort(key=lambda cause: (cause[0], cause[2].group))
        yield from (cause[2] for cause in causes)

    def settled(self, _before: int | None) -> Iterator[Fired]:
        """Nothing waits: what is true was told."""
        return iter(())

    def tidy(self, before: int, most: int) -> None:
        """Forget what no window can reach any more, and more than that when it is too much."""
        if not self._stirred:
            return
        self._stirred = False
        old = self._table[TIME] < before
        if old.any():
            self._table = np.compress(~old, self._table, axis=1)
            self._forget_told(before)
        if self._table.shape[1] > most:
            self._forget_quiet(most * 3 // 4)
        self._number_anew()

    def _merge(self, new: Table) -> Flags:
        """Take events into the table; returns which of it they are."""
        held = self._table.shape[1]
        both = np.concatenate((self._table, new), axis=1)
        order = np.empty(both.shape[1], np.int64)
        merge(both[GROUP], both[TIME], held, order)
        self._table = np.take(both, order, axis=1)
        fresh: Flags = order >= held
        return fresh

    def _count(self, fresh: Flags) -> tuple[Ints, Ints]:
        """Where the window of each fresh event begins, and what it holds; 0 for the others."""
        group, time, mark = self._table[GROUP], self._table[TIME], self._table[MARK]
        lows, counts = np.zeros((2, len(group)), np.int64)
        count_events(group, time, fresh, self.asked.span, lows, counts)
        if self.asked.sort is Sort.VALUE_COUNT and (counts >= self._bar).any():
            tally = np.zeros(len(self._index.marks.words), np.int64)
            count_kinds(mark, lows, counts, tally)
        return lows, counts

    def _in_order(self, fresh: Flags, late: Ints) -> Iterator[Cause]:
        lows, counts = self._count(fresh)
        found = np.flatnonzero(fresh & (counts >= self._bar))
        if late.size:
            found = found[~np.isin(self._table[GROUP, found], late)]
        for at in found.tolist():
            code, moment = int(self._table[GROUP, at]), int(self._table[TIME, at])
            told = self._told.setdefault(code, [])
            if told and told[-1] == moment:
                continue
            again = bool(told) and told[-1] > moment - self.asked.span
            told.append(moment)
            low = int(lows[at])
            yield moment, code, self._fired(low, at, int(counts[at]), fresh=not again)

    def _fired(self, low: int, at: int, count: int, *, fresh: bool) -> Fired:
        code, moment = int(self._table[GROUP, at]), int(self._table[TIME, at])
        shown = range(max(low, at + 1 - MOST_LINES), at + 1) if fresh else ()
        return Fired(
            self.asked.told.key,
            self._index.groups.words[code],
            moment,
            int(self._table[TIME, low]),
            count,
            fresh,
            tuple(self._index.line(self._table, one) for one in shown),
        )

    def _out_of_order(self, fresh: Flags, late: Ints) -> Iterator[Cause]:
        """Look again at each moment that late events may have made true."""
        for code in late.tolist():
            low, high = np.searchsorted(self._table[GROUP], [code, code + 1]).tolist()
            times, new = self._table[TIME, low:high], fresh[low:high]
            low += int(np.searchsorted(times, times[new][0] - self.asked.span, "right"))
            if high - low >= self._bar:
                yield from self._one_by_one(code, low, fresh[low:high])

    def _one_by_one(self, code: int, low: int, new: Flags) -> Iterator[Cause]:
        asked, key = self.asked, self._index.groups.words[code]
        group = Group(told=self._told.setdefault(code, []))
        for at in (low + np.flatnonzero(~new)).tolist():
            group.put(int(self._table[TIME, at]), self._mark(at), self._index.line(self._table, at))
        group.again(asked)
        for at in (low + np.flatnonzero(new)).tolist():
            time, line = int(self._table[TIME, at]), self._index.line(self._table, at)
            for moment in group.add(asked, time, self._mark(at), line):
                for one in fired(asked, key, group, moment):
                    yield time, code, one

    def _mark(self, at: int) -> Mark:
        code = int(self._table[MARK, at])
        return self._index.marks.words[code] if self.asked.value else code

    def _forget_told(self, before: int) -> None:
        for code, told in list(self._told.items()):
            del told[: bisect_left(told, before)]
            if not told:
                del self._told[code]

    def _forget_quiet(self, most: int) -> None:
        groups, first = np.unique(self._table[GROUP], return_index=True)
        ends = np.append(first[1:], self._table.shape[1])
        order = np.argsort(self._table[TIME, ends - 1], kind="stable")
        left = self._table.shape[1] - np.cumsum((ends - first)[order])
        gone = groups[order[: int((left > most).sum()) + 1]]
        self.forgotten += len(gone)
        self._table = np.compress(~np.isin(self._table[GROUP], gone), self._table, axis=1)
        for code in gone.tolist():
            self._told.pop(code, None)

    def _number_anew(self) -> None:
        """Let names go that stand for nothing any more."""
        most, index = 2 * self._table.shape[1] + _ROOM, self._index
        if max(len(index.groups.words), len(index.marks.words), len(index.sources.words)) <= most:
            return
        used = index.renumber(self._table)
        codes = {old: code for code, old in enumerate(used.tolist())}
        self._told = {codes[code]: told for code, told in self._told.items() if code in codes}

    def written(self) -> list[Any]:
        """Write down what is remembered, for JSON."""
        groups, first = np.unique(self._table[GROUP], return_index=True)
        ends = [*first[1:].tolist(), self._table.shape[1]]
        slices = zip(groups.tolist(), first.tolist(), ends, strict=False)
        return [[], [self._group_written(code, range(*ends)) for code, *ends in slices]]

    def _group_written(self, code: int, places: range) -> list[Any]:
        return [
            self._index.groups.words[code],
            self._table[TIME, places.start : places.stop].tolist(),
            [self._mark(at) for at in places],
            [self._index.line(self._table, at) for at in places],
            self._told.get(code, []),
        ]

    def restore(self, _waiting: list[Any], groups: list[Any]) -> None:
        """Remember again what was written."""
        self.too_late = self.forgotten = 0
        index = self._index = Index(self.asked)
        parts = [np.empty((5, 0), np.int64)]
        self._told = {}
        for key, times, marks, lines, told in groups:
            code = int(index.groups.codes([tuple(key)])[0])
            coded = index.marks.codes(marks) if self.asked.value else marks
            sources = index.sources.codes([source for source, _ in lines])
            numbers = [number for _, number in lines]
            parts.append(np.array([[code] * len(times), times, coded, sources, numbers], np.int64))
            self._told[code] = told
        self._table = np.concatenate(parts, axis=1)
        self._stirred = True


def _late_groups(groups: Ints, fresh: Flags) -> Ints:
    """The groups in which an event of before stands behind a fresh one."""
    passed = fresh[:-1] & ~fresh[1:] & (groups[:-1] == groups[1:])
    return np.unique(groups[:-1][passed])
