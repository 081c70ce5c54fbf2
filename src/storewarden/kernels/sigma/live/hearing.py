"""One correlation followed event by event: orders of events, and what more events may undo."""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from storewarden.kernels.sigma.live.firing import NO_LINE, Fired, Key, fired
from storewarden.kernels.sigma.live.gathering import SOURCE, gathered, group_words
from storewarden.kernels.sigma.live.groups import Group, Line, Mark
from storewarden.kernels.sigma.live.shelf import Words
from storewarden.kernels.sigma.live.texts import Rows
from storewarden.kernels.sigma.rules import Correlation

Event = tuple[int, Key, Mark, Line]
Said = Mapping[str, Sequence[Fired]]
"""What correlations said became true, by their keys."""


class Heard:
    """What one correlation remembers.

    Attributes:
        too_late: events that came too late to be counted.
        forgotten: groups that were given up to keep memory bounded.
    """

    def __init__(self, asked: Correlation) -> None:
        self.asked = asked
        self.too_late = 0
        self.forgotten = 0
        self._groups: dict[Key, Group] = {}
        self._waiting: list[tuple[int, Key]] = []
        self._events = 0

    def listen(
        self, words: Words, matched: Mapping[str, Rows], after: int, said: Said | None = None
    ) -> Iterator[Fired]:
        """Take events in, and what others said of them; those before a moment are too late."""
        events = _events(self.asked, words, matched)
        late = sum(event[0] < after for event in events)
        self.too_late += late
        events = [event for event in events if event[0] >= after] if late else events
        yield from self._take(_sorted([*events, *_passed(self.asked, said)]) if said else events)

    def hear(self, said: Said) -> Iterator[Fired]:
        """Take in what other correlations said since the events were heard."""
        yield from self._take(_sorted(_passed(self.asked, said)))

    def _take(self, events: Iterable[Event]) -> Iterator[Fired]:
        for time, key, mark, line in events:
            group = self._groups.setdefault(key, Group())
            for moment in group.add(self.asked, time, mark, line):
                if self.asked.only_grows:
                    yield from fired(self.asked, key, group, moment)
                else:
                    heapq.heappush(self._waiting, (moment, key))

    def settled(self, before: int | None) -> Iterator[Fired]:
        """Tell what no event can undo any more."""
        while self._waiting and (before is None or self._waiting[0][0] < before):
            moment, key = heapq.heappop(self._waiting)
            group = self._groups.get(key)
            if group is not None:
                yield from fired(self.asked, key, group, moment)

    def tidy(self, before: int, most: int) -> None:
        """Forget what no window can reach any more, and more than that when it is too much."""
        groups = self._groups
        for key in [key for key, group in groups.items() if group.times[0] < before]:
            groups[key].forget(before)
            if not groups[key].times:
                del groups[key]
        self._events = sum(len(group.times) for group in groups.values())
        if self._events > most:
            self._forget_quiet(most * 3 // 4)

    def _forget_quiet(self, most: int) -> None:
        for key in sorted(self._groups, key=lambda key: self._groups[key].times[-1]):
            if self._events <= most:
                return
            self._events -= len(self._groups.pop(key).times)
            self.forgotten += 1

    def written(self) -> list[Any]:
        """Write down what is remembered, for JSON."""
        groups = [[k, g.times, g.marks, g.lines, g.told] for k, g in self._groups.items()]
        return [self._waiting, groups]

    def restore(self, waiting: list[Any], groups: list[Any]) -> None:
        """Remember again what was written."""
        self.too_late = self.forgotten = 0
        self._waiting = [(moment, tuple(key)) for moment, key in waiting]
        self._groups = {tuple(key): _group(self.asked, *held) for key, *held in groups}


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


def _passed(asked: Correlation, said: Said) -> Iterator[Event]:
    """The moments of other correlations, as events of their groups; never too late."""
    for number, (rule, columns) in enumerate(zip(asked.rules, asked.groups, strict=True)):
        places = [int(column.removeprefix("group_")) for column in columns] if rule in said else []
        for one in said.get(rule, ()):
            line = one.lines[-1] if one.lines else NO_LINE
            yield one.time, tuple(one.group[at] for at in places), number, line


def _sorted(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda event: event[:2])


def _events(asked: Correlation, words: Words, matched: Mapping[str, Rows]) -> list[Event]:
    """Everything in a batch that a correlation listens to and that has a time and a group."""
    if matched.keys().isdisjoint(asked.rules):
        return []
    events, shelf = gathered(asked, words, matched), words.shelf
    keys = group_words(asked, shelf, events.keys)
    marks: list[Mark] = events.marks.tolist()
    if asked.value:
        marks = [*shelf.words(asked.value, events.marks)]
    sources = shelf.words(SOURCE, events.sources)
    lines = zip(sources, events.lines.tolist(), strict=True)
    told = zip(events.times.tolist(), keys, marks, lines, strict=True)
    return _sorted(told)
