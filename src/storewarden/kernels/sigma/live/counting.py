"""One correlation that counts and only grows, followed a batch at a time.

Events stand in chains by group, and windows slide over them in compiled code. Only a group that is
near its bar and whose events came late is looked at event by event.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from storewarden.kernels.sigma.form import Sign
from storewarden.kernels.sigma.live.counter import NEVER, Fires
from storewarden.kernels.sigma.live.firing import Fired, fired
from storewarden.kernels.sigma.live.gathering import SOURCE, gathered, group_words, shelves
from storewarden.kernels.sigma.live.groups import Group, Mark
from storewarden.kernels.sigma.live.holding import Events, Holding, Small
from storewarden.kernels.sigma.live.shelf import Shelf, Words
from storewarden.kernels.sigma.live.texts import Flags, Rows
from storewarden.kernels.sigma.rules import Correlation, Sort

_ROOM: Final = 4096
"""Events, groups and values that may be kept for nothing."""


class Counted:
    """What one correlation remembers.

    Args:
        asked: the correlation.
        shelf: numbers the texts.

    Attributes:
        too_late: events that came too late to be counted.
        forgotten: groups that were given up to keep memory bounded.
    """

    def __init__(self, asked: Correlation, shelf: Shelf) -> None:
        self.asked = asked
        self.too_late = 0
        self.forgotten = 0
        self._shelf = shelf
        self._bar = asked.count + (asked.sign is Sign.GT)
        kinds = asked.sort is Sort.VALUE_COUNT
        self._held = Holding(len(asked.group_names), asked.span, self._bar, kinds=kinds)
        self._told: dict[int, list[int]] = {}
        self._before = NEVER
        self._live = 0
        self._stirred = False

    def listen(self, words: Words, matched: Mapping[str, Rows], after: int) -> Iterator[Fired]:
        """Take events in; those before a moment are too late."""
        new = gathered(self.asked, words, matched)
        late = new.times < after
        if late.any():
            self.too_late += int(late.sum())
            new = new.part(~late)
        if not len(new.times):
            return
        self._stirred = True
        groups, fires, done = self._held.take(new, self._before)
        causes = [*self._in_order(new, groups, fires, done), *self._out_of_order(groups)]
        causes.sort(key=lambda cause: (cause[0], cause[1].group))
        yield from (cause[1] for cause in causes)

    def settled(self, _before: int | None) -> Iterator[Fired]:
        """Nothing waits: what is true was told."""
        return iter(())

    def tidy(self, before: int, most: int) -> None:
        """Forget what no window can reach any more, and more than that when it is too much."""
        self._before = before
        if not self._stirred:
            return
        self._stirred = False
        if len(self._held) > min(most, 2 * self._live + _ROOM):
            self._held.drop_old(before)
            self._forget_told(before)
            if len(self._held) > most:
                self._load(self._without_quiet(most * 3 // 4), {})
            self._live = len(self._held)
        if self._held.places > 3 * len(self._held) + _ROOM:
            self.renumber({})

    def used(self) -> Iterator[tuple[str, Small]]:
        """Yield the numbers of the shelf that are in use, by its parts."""
        keys = self._held.groups.known
        yield from ((name, keys[:, at]) for at, name in enumerate(shelves(self.asked)))
        events = self._held.events(self._all())
        yield SOURCE, events.sources
        if self.asked.value:
            yield self.asked.value, events.marks

    def renumber(self, moved: Mapping[str, Small]) -> None:
        """Number groups and values anew, when texts were moved on the shelf."""
        self._load(self._all(), moved)

    def written(self) -> list[Any]:
        """Write down what is remembered, for JSON."""
        self._held.drop_old(self._before)
        return [[], [self._group_written(*chain) for chain in self._held.chains().items()]]

    def restore(self, _waiting: list[Any], groups: list[Any]) -> None:
        """Remember again what was written."""
        self.too_late = self.forgotten = 0
        self._held.clear()
        self._told = {}
        parts = [self._read(*group) for group in groups if group[1]]
        if parts:
            events = Events(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
            numbers = self._held.load(events)
            begins = np.cumsum([0, *(len(part.times) for part in parts[:-1])])
            told = [group[-1] for group in groups if group[1]]
            for at, moments in zip(begins.tolist(), told, strict=True):
                self._tell_again(int(numbers[at]), moments)
        self._stirred = True

    def _read(
        self,
        key: Sequence[str],
        times: list[int],
        marks: list[Any],
        lines: list[tuple[str, int]],
        _told: list[int],
    ) -> Events:
        """Read one group as it was written."""
        texts = [
            self._coded(name, [text]) for name, text in zip(shelves(self.asked), key, strict=True)
        ]
        keys = np.array(texts, np.int32).reshape(1, -1).repeat(len(times), axis=0)
        value = self.asked.value
        coded = self._coded(value, marks) if value else np.zeros(len(times), np.int32)
        sources = self._coded(SOURCE, [source for source, _ in lines])
        numbers = np.array([number for _, number in lines], np.int64)
        return Events(keys, coded, np.array(times, np.int64), sources, numbers)

    def _in_order(
        self, new: Events, groups: Small, fires: Fires, done: int
    ) -> Iterator[tuple[int, Fired]]:
        events = fires.event[:done]
        keys = group_words(self.asked, self._shelf, new.keys[events])
        for number, (at, key) in enumerate(zip(events.tolist(), keys, strict=True)):
            moment, lined = int(new.times[at]), int(fires.lined[number])
            self._told.setdefault(int(groups[at]), []).append(moment)
            yield (
                moment,
                Fired(
                    self.asked.told.key,
                    key,
                    moment,
                    int(fires.first[number]),
                    int(fires.counts[number]),
                    bool(fires.fresh[number]),
                    self._lines(fires.lines[number, :lined][::-1]),
                ),
            )

    def _out_of_order(self, groups: Small) -> Iterator[tuple[int, Fired]]:
        """Look again at each moment that late events may have made true."""
        for group in self._held.late(groups):
            entries = self._held.since(group, NEVER)
            times, new = self._held.events(entries).times, self._held.is_new(entries)
            reached = times > times[new][0] - self.asked.span
            if reached.sum() >= self._bar:
                yield from self._one_by_one(group, entries[reached], new[reached])

    def _one_by_one(self, number: int, entries: Small, new: Flags) -> Iterator[tuple[int, Fired]]:
        asked, told = self.asked, self._told.setdefault(number, [])
        group, events = Group(told=told), self._held.events(entries)
        key = group_words(asked, self._shelf, events.keys[:1])[0]
        marks, lines, times = self._marks(events), self._lines(entries), events.times.tolist()
        for at in np.flatnonzero(~new).tolist():
            group.put(times[at], marks[at], lines[at])
        group.again(asked)
        for at in np.flatnonzero(new).tolist():
            for moment in group.add(asked, times[at], marks[at], lines[at]):
                for one in fired(asked, key, group, moment):
                    yield times[at], one
        self._tell_again(number, told)

    def _tell_again(self, group: int, told: list[int]) -> None:
        if told:
            self._told[group] = told
            self._held.told(group, told[-1])

    def _marks(self, events: Events) -> list[Mark]:
        if self.asked.value:
            return [*self._shelf.words(self.asked.value, events.marks)]
        marks: list[Mark] = events.marks.tolist()
        return marks

    def _lines(self, entries: Small) -> tuple[tuple[str, int], ...]:
        if not entries.size:
            return ()
        events = self._held.events(entries)
        sources = self._shelf.words(SOURCE, events.sources)
        return tuple(zip(sources, events.lines.tolist(), strict=True))

    def _group_written(self, group: int, entries: Small) -> list[Any]:
        events = self._held.events(entries)
        key = group_words(self.asked, self._shelf, events.keys[:1])[0]
        told = self._told.get(group, [])
        return [key, events.times.tolist(), self._marks(events), self._lines(entries), told]

    def _coded(self, name: str, texts: list[str]) -> Small:
        return self._shelf.of(name).numbers(pa.array(texts, pa.string()))

    def _all(self) -> Small:
        return np.concatenate([np.empty(0, np.int32), *self._held.chains().values()])

    def _load(self, entries: Small, moved: Mapping[str, Small]) -> None:
        """Hold these events alone, anew; texts may have been moved on the shelf."""
        events, told, before = self._held.events(entries), self._told, self._held.of(entries)
        if moved and len(entries):
            events = self._moved(events, moved)
        self._held.clear()
        groups = self._held.load(events)
        self._told = {}
        for old, new in zip(before.tolist(), groups.tolist(), strict=True):
            if old in told:
                self._tell_again(new, told.pop(old))

    def _moved(self, events: Events, moved: Mapping[str, Small]) -> Events:
        keys = events.keys.copy()
        for at, name in enumerate(shelves(self.asked)):
            keys[:, at] = moved[name][keys[:, at]]
        value = self.asked.value
        marks = moved[value][events.marks] if value else events.marks
        return events._replace(keys=keys, marks=marks, sources=moved[SOURCE][events.sources])

    def _without_quiet(self, most: int) -> Small:
        """The entries of the groups that were heard last."""
        chains = list(self._held.chains().values())
        last = self._held.events(np.array([chain[-1] for chain in chains], np.int32)).times
        chains = [chains[at] for at in np.argsort(-last, kind="stable")]
        kept = int((np.cumsum([len(chain) for chain in chains]) <= most).sum())
        self.forgotten += len(chains) - kept
        return np.concatenate([np.empty(0, np.int32), *chains[:kept]])

    def _forget_told(self, before: int) -> None:
        for group, told in list(self._told.items()):
            del told[: bisect_left(told, before)]
            if not told:
                del self._told[group]
