"""What one counting correlation remembers: its chains, and what their numbers stand for."""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from storewarden.core.alerts import MOST_LINES
from storewarden.kernels.sigma.live.counter import (
    GROUP,
    HEAD,
    LATE,
    LINE,
    MARK,
    NEVER,
    OPEN,
    SOURCE,
    TIME,
    TOP,
    USED,
    Chains,
    Fires,
    chained,
    drop_old,
    open_near,
    take,
    tell_kinds,
)
from storewarden.kernels.vocabulary import Tuples

Ints = NDArray[np.int64]
Small = NDArray[np.int32]
_SMALLEST: Final = 64
_NEVER_BAR: Final = 1 << 40


class Events(NamedTuple):
    """Events in columns, in order of time: the texts of the group, the value, and where from.

    Attributes:
        keys: a row each, the number of the text of each column of the group.
        marks: the number of the value's text; 0 where events are counted.
        times: microseconds.
        sources: the number of the source's text.
        lines: of the source.
    """

    keys: Small
    marks: Small
    times: Ints
    sources: Small
    lines: Ints

    def part(self, which: NDArray[np.generic]) -> "Events":
        """Return some of them."""
        return Events(*(column[which] for column in self))


class Holding:
    """The events of all groups, in chains.

    Args:
        width: how many columns make the group.
        span: microseconds that a window reaches back.
        bar: the count that is true.
        kinds: whether values are counted and not events.
    """

    def __init__(self, width: int, span: int, bar: int, *, kinds: bool) -> None:
        self._width, self._span, self._bar, self._kinds = width, span, bar, kinds
        self.clear()
        self._load()

    def _load(self) -> None:
        """Do with nothing what is seldom done: machine code is loaded now and not amid a log."""
        self.drop_old(NEVER)
        nothing = self.since(0, NEVER)
        tell_kinds(self._chains, nothing, nothing)

    def clear(self) -> None:
        """Forget everything."""
        self.groups = Tuples(self._width)
        self._values = Tuples(2)
        self._round = 0
        self._chains = Chains(
            np.zeros((_SMALLEST, 7), np.int32),
            np.zeros((_SMALLEST, 3), np.int64),
            np.zeros((_SMALLEST, 9), np.int32),
            np.full(_SMALLEST, NEVER, np.int64),
            np.zeros(_SMALLEST, np.int32),
            np.array([0, 0, 1], np.int64),
        )

    def __len__(self) -> int:
        """How many events are held, some of which may have become old."""
        return int(self._chains.meta[USED])

    @property
    def places(self) -> int:
        """How many groups and values have a number, some of them for nothing."""
        return len(self.groups) + len(self._values)

    def take(self, events: Events, before: int) -> tuple[Small, Fires, int]:
        """Take events in; returns the group of each, what came true, and how often.

        Args:
            events: in order of time.
            before: what lies before this moment is forgotten.
        """
        return self._enter(events, before, self._bar)

    def load(self, events: Events) -> Small:
        """Take events in, of which nothing is told; returns the group of each."""
        return self._enter(events, NEVER, _NEVER_BAR)[0]

    def _enter(self, events: Events, before: int, bar: int) -> tuple[Small, Fires, int]:
        groups = self.groups.numbers(events.keys) + np.int32(1)
        self._round += 1
        self._make_room(len(groups))
        kinds = np.zeros(len(groups), np.int32)
        if self._kinds and bar < _NEVER_BAR:
            self._open(groups)
            known = np.flatnonzero(self._chains.groups[groups, OPEN])
            kinds[known] = self._kinds_of(groups[known], events.marks[known])
        fires = _fires(len(groups) if bar < _NEVER_BAR else 0)
        done = take(
            self._chains, groups, kinds, events.marks, events.times, events.sources, events.lines,
            self._round, self._span, before, bar, int(self._kinds), fires,
        )  # fmt: skip
        return groups, fires, done

    def _open(self, groups: Small) -> None:
        """Tell kinds apart in the groups that come near their bar with these events."""
        opened = np.empty(len(groups), np.int32)
        for group in opened[: open_near(self._chains, groups, self._bar, opened)].tolist():
            entries = self.since(group, NEVER)
            marks = self._chains.links[entries, MARK]
            kinds = self._kinds_of(np.full(len(entries), group, np.int32), marks)
            tell_kinds(self._chains, entries, kinds)

    def _kinds_of(self, groups: Small, marks: Small) -> Small:
        """Number marks within their groups, and make room for these."""
        kinds = self._values.numbers(np.stack((groups, marks), axis=1)) + np.int32(1)
        self._make_room(0)
        return kinds

    def late(self, groups: Small) -> list[int]:
        """Those of some groups in which something came late in the last round."""
        late = self._chains.groups[groups, LATE] == self._round
        return [int(group) for group in np.unique(groups[late])]

    def since(self, group: int, after: int) -> Small:
        """Return the entries of a group later than a moment, oldest first."""
        found = np.empty(_SMALLEST, np.int32)
        count = chained(self._chains, group, after, found)
        if count > len(found):
            found = np.empty(count, np.int32)
            chained(self._chains, group, after, found)
        return found[:count]

    def is_new(self, entries: Small) -> NDArray[np.bool_]:
        """Say which entries came in the last round."""
        new: NDArray[np.bool_] = self._chains.links[entries, 5] == self._round
        return new

    def told(self, group: int, moment: int) -> None:
        """Remember the last moment that was told of a group."""
        self._chains.moments[group] = moment

    def events(self, entries: Small) -> Events:
        """Return entries as events."""
        links, told = self._chains.links[entries], self._chains.told[entries]
        keys = self.groups.known[links[:, GROUP] - 1]
        sources = told[:, SOURCE].astype(np.int32)
        return Events(keys, links[:, MARK], told[:, TIME], sources, told[:, LINE])

    def of(self, entries: Small) -> Small:
        """Return the group of each entry."""
        groups: Small = self._chains.links[entries, GROUP]
        return groups

    def chains(self) -> dict[int, Small]:
        """Return the entries of each group that has some."""
        groups = np.flatnonzero(self._chains.groups[:, HEAD])
        return {group: self.since(group, NEVER) for group in groups.tolist()}

    def drop_old(self, before: int) -> None:
        """Forget all that lies before a moment."""
        drop_old(self._chains, before, int(self._kinds))

    def _make_room(self, more: int) -> None:
        links, told, groups, moments, latest, meta = self._chains
        entries = int(meta[TOP]) + more
        self._chains = Chains(
            _longer(links, entries),
            _longer(told, entries),
            _longer(groups, len(self.groups) + 1),
            _longer(moments, len(self.groups) + 1, NEVER),
            _longer(latest, len(self._values) + 1),
            meta,
        )


def _fires(count: int) -> Fires:
    return Fires(
        np.empty(count, np.int64),
        np.empty(count, np.int64),
        np.empty(count, np.int64),
        np.empty(count, np.bool_),
        np.empty((count, MOST_LINES), np.int32),
        np.empty(count, np.int64),
    )


def _longer(array: NDArray[Any], least: int, filling: int = 0) -> NDArray[Any]:
    if least <= len(array):
        return array
    longer = np.zeros((max(least, len(array) * 3 // 2), *array.shape[1:]), array.dtype)
    longer[: len(array)] = array
    if filling:
        longer[len(array) :] = filling
    return longer
