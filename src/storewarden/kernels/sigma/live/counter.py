"""The counting of one correlation, compiled: events of each group in a chain, oldest first.

A window slides along each chain. An event that comes in order costs the same however many the
window holds; one that comes late is put in its place from the chain's newest end.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from storewarden.core.alerts import MOST_LINES
from storewarden.kernels.windows.compiled import counted, inlined

Ints = NDArray[np.int64]
Small = NDArray[np.int32]
NEXT, BEFORE, GROUP, KIND, LATEST, BORN, MARK = range(7)
TIME, SOURCE, LINE = range(3)
HEAD, TAIL, LOW, COUNT, KINDS, LATE, SIZE, OPEN, COMING = range(9)
USED, FREE, TOP = range(3)
NEVER: Final = -(1 << 62)
_LINES = MOST_LINES


class Chains(NamedTuple):
    """Everything that is counted; entry and place 0 are none.

    Attributes:
        links: of each entry the next newer and older one, its group, its kind, whether it is the
            latest of its kind, in which round it came, and its mark.
        told: of each entry its time, source and line.
        groups: of each group its oldest and newest entry, the oldest in the window, how many
            entries and kinds the window holds, in which round an event came late, how many entries
            its chain holds, whether their kinds are known, and how many are about to come.
        moments: of each group the last moment that was told.
        latest: of each kind (a value of a group) its latest entry.
        meta: entries in use, a free entry, entries ever used.
    """

    links: Small
    told: Ints
    groups: Small
    moments: Ints
    latest: Small
    meta: Ints


class Fires(NamedTuple):
    """What came true: the event's place in the batch, the moment, since when, how many, lines."""

    event: Ints
    first: Ints
    counts: Ints
    fresh: NDArray[np.bool_]
    lines: Small
    lined: Ints


@inlined
def _leave(chains: Chains, entry: int) -> None:
    """The oldest entry of a window leaves it."""
    links, groups = chains.links, chains.groups
    group = links[entry, GROUP]
    groups[group, LOW] = links[entry, NEXT]
    groups[group, COUNT] -= 1
    groups[group, KINDS] -= links[entry, LATEST]


@inlined
def _settle(chains: Chains, entry: int, span: int) -> None:
    """Let the window end at the newest entry of a group."""
    group = chains.links[entry, GROUP]
    newest = chains.told[chains.groups[group, TAIL], TIME]
    low = chains.groups[group, LOW]
    while low != 0 and chains.told[low, TIME] <= newest - span:
        _leave(chains, low)
        low = chains.groups[group, LOW]


@inlined
def _entry(  # noqa: PLR0913, PLR0917 - machine code takes plain arguments
    chains: Chains, group: int, kind: int, mark: int, born: int, time: int, source: int, line: int
) -> int:
    """Take an entry into use."""
    entry = chains.meta[FREE]
    if entry != 0:
        chains.meta[FREE] = chains.links[entry, NEXT]
    else:
        entry = chains.meta[TOP]
        chains.meta[TOP] += 1
    chains.meta[USED] += 1
    links = chains.links
    links[entry, GROUP], links[entry, KIND], links[entry, BORN] = group, kind, born
    links[entry, NEXT], links[entry, BEFORE], links[entry, LATEST] = 0, 0, 0
    links[entry, MARK] = mark
    chains.groups[group, SIZE] += 1
    told = chains.told
    told[entry, TIME], told[entry, SOURCE], told[entry, LINE] = time, source, line
    return int(entry)


@inlined
def _chain(chains: Chains, entry: int) -> None:
    """Put an entry into its chain behind all that are not newer."""
    links, groups, told = chains.links, chains.groups, chains.told
    group = links[entry, GROUP]
    older = groups[group, TAIL]
    while older != 0 and told[older, TIME] > told[entry, TIME]:
        older = links[older, BEFORE]
    newer = groups[group, HEAD] if older == 0 else links[older, NEXT]
    links[entry, BEFORE], links[entry, NEXT] = older, newer
    if older == 0:
        groups[group, HEAD] = entry
    else:
        links[older, NEXT] = entry
    if newer == 0:
        groups[group, TAIL] = entry
    else:
        links[newer, BEFORE] = entry


@inlined
def _enter(chains: Chains, entry: int, span: int, kinds: int) -> None:
    """Count an entry that stands in its chain, if the window of the newest reaches to it."""
    links, groups, told = chains.links, chains.groups, chains.told
    group = links[entry, GROUP]
    _settle(chains, entry, span)
    low = groups[group, LOW]
    if kinds and links[entry, KIND] > 0:
        before = chains.latest[links[entry, KIND]]
        if before == 0 or told[before, TIME] <= told[entry, TIME]:
            chains.latest[links[entry, KIND]] = entry
            links[entry, LATEST] = 1
            if before != 0:
                counted_before = low != 0 and told[before, TIME] >= told[low, TIME]
                groups[group, KINDS] -= links[before, LATEST] * counted_before
                links[before, LATEST] = 0
    if told[entry, TIME] <= told[groups[group, TAIL], TIME] - span:
        return
    groups[group, COUNT] += 1
    groups[group, KINDS] += links[entry, LATEST]
    if low == 0 or links[entry, NEXT] == low:
        groups[group, LOW] = entry


@inlined
def _drop_old(chains: Chains, group: int, before: int, kinds: int) -> None:
    """Give back the entries of a group that lie before a moment."""
    links, groups = chains.links, chains.groups
    head = groups[group, HEAD]
    while head != 0 and chains.told[head, TIME] < before:
        if head == groups[group, LOW]:
            _leave(chains, head)
        if kinds and links[head, KIND] > 0 and chains.latest[links[head, KIND]] == head:
            chains.latest[links[head, KIND]] = 0
        groups[group, SIZE] -= 1
        newer = links[head, NEXT]
        links[head, NEXT] = chains.meta[FREE]
        chains.meta[FREE] = head
        chains.meta[USED] -= 1
        head = newer
    groups[group, HEAD] = head
    if head == 0:
        groups[group, TAIL], groups[group, OPEN] = 0, 0
    else:
        links[head, BEFORE] = 0


@counted
def drop_old(chains: Chains, before: int, kinds: int) -> None:
    """Give back all entries that lie before a moment."""
    for group in range(1, len(chains.groups)):
        _drop_old(chains, group, before, kinds)


@counted
def take(  # noqa: PLR0913, PLR0917 - machine code takes plain arguments
    chains: Chains,
    group: Small,
    kind: Small,
    mark: Small,
    time: Ints,
    source: Small,
    line: Ints,
    born: int,
    span: int,
    before: int,
    bar: int,
    kinds: int,
    fires: Fires,
) -> int:
    """Take events in, in order of time; return how many moments came true.

    Args:
        chains: what is remembered, with room for all these.
        group: number of each event's group, from 1.
        kind: number of its value within the group, from 1; 0 in a group that is not open.
        mark: number of its value, to be remembered.
        time: microseconds.
        source: number of its source.
        line: of the source.
        born: number of this round.
        span: microseconds that a window reaches back.
        before: what lies before this moment is forgotten.
        bar: the count that is true.
        kinds: 1 when kinds are counted, 0 when entries are.
        fires: receives what came true; only for groups in which nothing came late.
    """
    groups, told = chains.groups, chains.told
    for at in range(group.size):
        tail = groups[group[at], TAIL]
        if tail != 0 and told[tail, TIME] > time[at]:
            groups[group[at], LATE] = born
    done = 0
    for at in range(group.size):
        mine = group[at]
        _drop_old(chains, mine, before, kinds)
        entry = _entry(chains, mine, kind[at], mark[at], born, time[at], source[at], line[at])
        _chain(chains, entry)
        _enter(chains, entry, span, kinds)
        held = groups[mine, KINDS] if kinds else groups[mine, COUNT]
        if held < bar or groups[mine, LATE] == born or chains.moments[mine] == time[at]:
            continue
        low = groups[mine, LOW]
        fires.event[done], fires.first[done], fires.counts[done] = at, told[low, TIME], held
        fires.fresh[done] = chains.moments[mine] <= time[at] - span
        chains.moments[mine] = time[at]
        lined = 0
        while fires.fresh[done] and entry != 0 and lined < _LINES:
            fires.lines[done, lined] = entry
            lined += 1
            entry = 0 if entry == low else chains.links[entry, BEFORE]
        fires.lined[done] = lined
        done += 1
    return done


@counted
def open_near(chains: Chains, group: Small, bar: int, opened: Small) -> int:
    """Open the groups that may reach their bar with events that are about to come; return how many.

    A group of fewer events than its bar holds fewer kinds: until then nobody tells kinds apart.
    """
    groups, count = chains.groups, 0
    for at in range(group.size):
        mine = group[at]
        groups[mine, COMING] += 1
        if groups[mine, OPEN] == 0 and groups[mine, SIZE] + groups[mine, COMING] >= bar:
            groups[mine, OPEN] = 1
            opened[count] = mine
            count += 1
    for at in range(group.size):
        groups[group[at], COMING] = 0
    return count


@counted
def tell_kinds(chains: Chains, entries: Small, kind: Small) -> None:
    """Tell the kinds of all entries of a group, oldest first, as if they were always told."""
    links, groups = chains.links, chains.groups
    for at in range(entries.size):
        entry = entries[at]
        before = chains.latest[kind[at]]
        links[before, LATEST] = 0
        links[entry, KIND], links[entry, LATEST] = kind[at], 1
        chains.latest[kind[at]] = entry
    if entries.size > 0:
        group = links[entries[0], GROUP]
        entry, kinds = groups[group, LOW], 0
        while entry != 0:
            kinds += links[entry, LATEST]
            entry = links[entry, NEXT]
        groups[group, KINDS] = kinds


@counted
def chained(chains: Chains, group: int, after: int, found: Small) -> int:
    """Write down the entries of a group from a moment on, oldest first; return how many."""
    entry, count = chains.groups[group, TAIL], 0
    while entry != 0 and chains.told[entry, TIME] > after:
        count += 1
        entry = chains.links[entry, BEFORE]
    entry = chains.groups[group, HEAD] if entry == 0 else chains.links[entry, NEXT]
    if count > found.size:
        return count
    for at in range(count):
        found[at] = entry
        entry = chains.links[entry, NEXT]
    return count
