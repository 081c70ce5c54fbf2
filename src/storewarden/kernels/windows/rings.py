"""Rings of entries, oldest first: one for each key and tally, at most as long as its bar.

That is enough to be exact: a count reaches its bar when the bar-th newest entry is young enough,
and a distinct count when the bar-th most recently seen distinct item is.
"""

from typing import Final

from storewarden.kernels.windows.behaviour import Distinct
from storewarden.kernels.windows.compiled import counted, inlined
from storewarden.kernels.windows.memory import Memory, Rules

WHO: Final = int(Distinct.ADDRESS)
TAIL, HELD = 0, 1
WHEN, ITEM, LINE, NEXT = 0, 1, 2, 3
_FREE, _TOP, REFUSED = 0, 1, 2
_FREE_ROW, _TOP_ROW, _OFTEN = 5, 6, 7


@inlined
def slot(mem: Memory, key: int, tally: int, what: int) -> int:
    """The newest entry of a ring, or how many it holds."""
    if tally == mem.meta[_OFTEN]:
        return int(mem.often[key, what])
    return int(mem.ring[mem.row[key], tally, what])


@inlined
def _put(mem: Memory, key: int, tally: int, what: int, value: int) -> None:
    if tally == mem.meta[_OFTEN]:
        mem.often[key, what] = value
    else:
        mem.ring[mem.row[key], tally, what] = value


@counted
def drop_oldest(mem: Memory, key: int, tally: int, who: int) -> None:
    """Take the oldest entry out of a ring."""
    tail = slot(mem, key, tally, TAIL)
    oldest = mem.entries[tail, NEXT]
    if who:
        mem.pins[mem.entries[oldest, ITEM]] -= 1
    if oldest == tail:
        _put(mem, key, tally, TAIL, 0)
    else:
        mem.entries[tail, NEXT] = mem.entries[oldest, NEXT]
    mem.entries[oldest, NEXT] = mem.meta[_FREE]
    mem.meta[_FREE] = oldest
    _put(mem, key, tally, HELD, slot(mem, key, tally, HELD) - 1)
    mem.load[key] -= 1


@inlined
def expire(mem: Memory, key: int, tally: int, before: int, who: int) -> None:
    """Take the entries that are older out of a ring."""
    while (
        slot(mem, key, tally, HELD) > 0
        and mem.entries[mem.entries[slot(mem, key, tally, TAIL), NEXT], WHEN] < before
    ):
        drop_oldest(mem, key, tally, who)


@counted
def _forget(mem: Memory, key: int, tally: int, item: int, who: int) -> int:
    """Take the entry of an item out of a ring; return how many that were: 0 or 1."""
    before = slot(mem, key, tally, TAIL)
    for _ in range(slot(mem, key, tally, HELD)):
        entry = mem.entries[before, NEXT]
        if mem.entries[entry, ITEM] == item:
            if entry == slot(mem, key, tally, TAIL):
                _put(mem, key, tally, TAIL, before if entry != before else 0)
            mem.entries[before, NEXT] = mem.entries[entry, NEXT]
            mem.entries[entry, NEXT] = mem.meta[_FREE]
            mem.meta[_FREE] = entry
            _put(mem, key, tally, HELD, slot(mem, key, tally, HELD) - 1)
            mem.load[key] -= 1
            if who:
                mem.pins[item] -= 1
            return 1
        before = entry
    return 0


@inlined
def _new_entry(mem: Memory) -> int:
    """An unused entry; 0 when there is no room left."""
    entry = mem.meta[_FREE]
    if entry != 0:
        mem.meta[_FREE] = mem.entries[entry, NEXT]
    elif mem.meta[_TOP] < len(mem.entries):
        entry = mem.meta[_TOP]
        mem.meta[_TOP] += 1
    else:
        mem.meta[REFUSED] += 1
    return int(entry)


@inlined
def _append(mem: Memory, key: int, tally: int, entry: int, who: int) -> None:
    tail = slot(mem, key, tally, TAIL)
    if tail == 0:
        mem.entries[entry, NEXT] = entry
    else:
        mem.entries[entry, NEXT] = mem.entries[tail, NEXT]
        mem.entries[tail, NEXT] = entry
    _put(mem, key, tally, TAIL, entry)
    _put(mem, key, tally, HELD, slot(mem, key, tally, HELD) + 1)
    mem.load[key] += 1
    if who:
        mem.pins[mem.entries[entry, ITEM]] += 1


@inlined
def _give_row(mem: Memory, key: int) -> None:
    """Give a key its row of rings; there are as many rows as keys."""
    row = mem.meta[_FREE_ROW]
    if row != 0:
        mem.meta[_FREE_ROW] = mem.ring[row, 0, TAIL]
        mem.ring[row, 0, TAIL] = 0
    else:
        row = mem.meta[_TOP_ROW]
        mem.meta[_TOP_ROW] += 1
    mem.row[key] = row


@inlined
def take_row(mem: Memory, key: int) -> None:
    """Take the row of a key back, all rings of which are empty."""
    row = mem.row[key]
    if row != 0:
        mem.ring[row, 0, TAIL] = mem.meta[_FREE_ROW]
        mem.meta[_FREE_ROW] = row
        mem.row[key] = 0


@counted
def push(rules: Rules, mem: Memory, tally: int, key: int, when: int, item: int, line: int) -> int:
    """Enter a record into the ring of its key; return 1 when its item was there already."""
    if mem.row[key] == 0 and tally != mem.meta[_OFTEN]:
        _give_row(mem, key)
    who = 1 if rules.distinct[tally] == WHO else 0
    expire(mem, key, tally, when - rules.span[tally], who)
    if rules.raises[tally] and slot(mem, key, tally, HELD) == 0:
        mem.hot[mem.row[key], tally] = 0
    known = 0
    if rules.distinct[tally] > 0:
        known = _forget(mem, key, tally, item, who)
    if slot(mem, key, tally, HELD) >= rules.bar[tally]:
        drop_oldest(mem, key, tally, who)
    entry = _new_entry(mem)
    if entry > 0:
        mem.entries[entry, WHEN] = when
        mem.entries[entry, ITEM] = item
        mem.entries[entry, LINE] = line
        _append(mem, key, tally, entry, who)
    return known
