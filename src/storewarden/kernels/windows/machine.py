"""The loop over rows in the order of time: exact sliding counts in bounded memory."""

from storewarden.core.alerts import MOST_LINES
from storewarden.kernels.windows.compiled import counted, inlined
from storewarden.kernels.windows.gate import HELD as WAITING
from storewarden.kernels.windows.gate import (
    OPEN,
    passes,
    release_oldest,
    shut,
    waiting,
    waits_since,
)
from storewarden.kernels.windows.memory import ROOM, Array, Memory, Rows, Rules, Told
from storewarden.kernels.windows.rings import (
    HELD,
    ITEM,
    LINE,
    NEXT,
    TAIL,
    WHEN,
    WHO,
    expire,
    push,
    slot,
    take_row,
)

_LINES = MOST_LINES
_GATE, _SPAN = 0, 1
_OFTEN = 7


@counted
def _at_bar(mem: Memory, rules: Rules, key: int, tally: int, now: int) -> bool:
    if rules.sign[tally] != 0 and mem.gate[key, OPEN] == 0:
        since, sign = now - rules.span[tally], rules.sign[tally]
        return bool(waiting(mem, key, since, sign) >= rules.bar[tally])
    home = rules.kept[tally]
    who = 1 if rules.distinct[home] == WHO else 0
    expire(mem, key, home, now - rules.span[home], who)
    held, bar = slot(mem, key, home, HELD), rules.bar[tally]
    if home == tally or held < bar:
        return bool(held >= bar)
    entry = mem.entries[slot(mem, key, home, TAIL), NEXT]
    for _ in range(held - bar):
        entry = mem.entries[entry, NEXT]
    return bool(mem.entries[entry, WHEN] >= now - rules.span[tally])


@inlined
def _named(mem: Memory, rules: Rules, tally: int, member: int, now: int) -> bool:
    """Whether nobody vouches for a member of a crowd."""
    voucher, block = rules.vouched[tally], mem.block[member]
    return bool(voucher < 0 or block == 0 or not _at_bar(mem, rules, block, voucher, now))


@inlined
def _excused(rows: Rows, row: int, rules: Rules, mem: Memory, tally: int) -> bool:
    other = rules.unless[tally]
    if other < 0:
        return False
    key = rows.keys[row, rules.by[other]]
    return bool(key > 0 and _at_bar(mem, rules, key, other, rows.time[row]))


@inlined
def _judged(rows: Rows, row: int, rules: Rules, mem: Memory, tally: int, known: int) -> int:
    """Whether there is something to tell: 0 no, 1 the bar is crossed, 2 one more of a crowd."""
    key = rows.keys[row, rules.by[tally]]
    if mem.ring[mem.row[key], tally, HELD] < rules.bar[tally]:
        mem.hot[mem.row[key], tally] = 0
        return 0
    if mem.hot[mem.row[key], tally] == 0:
        if _excused(rows, row, rules, mem, tally):
            return 0
        mem.hot[mem.row[key], tally] = 1
        return 1
    if rules.distinct[tally] == WHO and not known:
        member = rows.items[row, WHO]
        return 2 if _named(mem, rules, tally, member, rows.time[row]) else 0
    return 0


@counted
def _tell(rows: Rows, row: int, rules: Rules, mem: Memory, told: Told, at: int, more: int) -> None:
    """Write the alert at place ``at`` down; ``more`` names the newest member alone."""
    key, tally = told.key[at], told.tally[at]
    held = mem.ring[mem.row[key], tally, HELD]
    entry = mem.entries[mem.ring[mem.row[key], tally, TAIL], NEXT]
    told.counted[at], told.first[at], told.row[at] = held, mem.entries[entry, WHEN], row
    crowd = rules.distinct[tally] == WHO
    lined = membered = 0
    for place in range(held):
        if place >= held - _LINES:
            told.lines[at, lined] = mem.entries[entry, LINE]
            lined += 1
        member = mem.entries[entry, ITEM]
        wanted = crowd and (not more or place == held - 1)
        if wanted and _named(mem, rules, tally, member, rows.time[row]):
            told.members[at, membered] = member
            membered += 1
        entry = mem.entries[entry, NEXT]
    told.lined[at], told.membered[at] = lined, membered


@inlined
def _count(
    rows: Rows, row: int, rules: Rules, mem: Memory, told: Told, done: int, tally: int
) -> int:
    """Count one row in one tally; return how many alerts are told by now."""
    key, distinct = rows.keys[row, rules.by[tally]], rules.distinct[tally]
    item = rows.items[row, distinct]
    if key == 0 or (distinct > 0 and item == 0):
        return done
    known = push(rules, mem, tally, key, rows.time[row], item, rows.line[row])
    if not rules.raises[tally]:
        return done
    judged = _judged(rows, row, rules, mem, tally, known)
    if judged == 0:
        return done
    told.key[done], told.tally[done] = key, tally
    _tell(rows, row, rules, mem, told, done, judged - 1)
    return done + 1


@counted
def run(rows: Rows, rules: Rules, mem: Memory, told: Told, begin: int) -> tuple[int, int]:
    """Count rows from ``begin`` on; return (row to go on with, alerts told)."""
    done = 0
    most = rules.by.size
    gate = rules.gate[_GATE]
    for row in range(begin, rows.time.size):
        if done + most > ROOM:
            return row, done
        mask, signal = rows.mask[row], 0
        let = mask & gate != 0 and passes(rows, row, rules, mem)
        while mask:
            if mask & 1:
                for at in range(rules.start[signal], rules.start[signal + 1]):
                    done = _count(rows, row, rules, mem, told, done, rules.tallies[at])
                if let:
                    for at in range(rules.gated[signal], rules.gated[signal + 1]):
                        done = _count(rows, row, rules, mem, told, done, rules.behind[at])
            mask >>= 1
            signal += 1
    return rows.time.size, done


@counted
def sweep(rules: Rules, mem: Memory, last: Array, now: int, gone: Array) -> int:
    """Expire everything of keys last seen before ``now``; write empty keys into ``gone``."""
    found = 0
    for key in range(2, last.size):
        if last[key] == 0 or last[key] >= now:
            continue
        while mem.gate[key, WAITING] > 0 and now - waits_since(mem, key) > rules.gate[_SPAN]:
            release_oldest(mem, key)
        if mem.load[key] > 0:
            often = mem.meta[_OFTEN]
            if often >= 0:
                expire(mem, key, often, now - rules.span[often], 0)
            for tally in range(rules.by.size if mem.row[key] > 0 else 0):
                who = 1 if rules.distinct[tally] == WHO else 0
                expire(mem, key, tally, now - rules.span[tally], who)
        if mem.load[key] == 0:
            take_row(mem, key)
        if mem.load[key] == 0 and mem.gate[key, WAITING] == 0 and mem.pins[key] == 0:
            shut(mem, key)
            gone[found] = key
            found += 1
    return found
