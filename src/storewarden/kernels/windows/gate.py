"""The gate before the most frequent signals: few records of an address can be at no bar."""

from storewarden.kernels.windows.compiled import counted, inlined
from storewarden.kernels.windows.memory import Memory, Rows, Rules
from storewarden.kernels.windows.rings import HELD, REFUSED, TAIL, push

_FREE, _TOP = 3, 4
_WHEN, _LINE, _SIGNS, _NEWER = 0, 1, 2, 6
_GATE, _BAR, _SPAN = 0, 1, 2


@inlined
def release_oldest(mem: Memory, key: int) -> None:
    """Forget the oldest record before the gate."""
    tail = mem.waiting[key, TAIL]
    oldest = mem.records[tail, _NEWER]
    mem.records[tail, _NEWER] = mem.records[oldest, _NEWER]
    mem.records[oldest, _NEWER] = mem.meta[_FREE]
    mem.meta[_FREE] = oldest
    mem.waiting[key, HELD] -= 1
    if oldest == tail:
        mem.waiting[key, TAIL] = 0


@inlined
def waits_since(mem: Memory, key: int) -> int:
    """The time of the oldest record before the gate."""
    return int(mem.records[mem.records[mem.waiting[key, TAIL], _NEWER], _WHEN])


@inlined
def _wait(rows: Rows, row: int, mem: Memory, key: int) -> None:
    """Put a row into the list before the gate."""
    record = mem.meta[_FREE]
    if record != 0:
        mem.meta[_FREE] = mem.records[record, _NEWER]
    elif mem.meta[_TOP] < len(mem.records):
        record = mem.meta[_TOP]
        mem.meta[_TOP] += 1
    else:
        mem.meta[REFUSED] += 1
        return
    mem.records[record, _WHEN] = rows.time[row]
    mem.records[record, _LINE] = rows.line[row]
    mem.records[record, _SIGNS] = rows.mask[row]
    for distinct in range(1, _NEWER - _SIGNS):
        mem.records[record, _SIGNS + distinct] = rows.items[row, distinct]
    tail = mem.waiting[key, TAIL]
    mem.records[record, _NEWER] = record if tail == 0 else mem.records[tail, _NEWER]
    if tail != 0:
        mem.records[tail, _NEWER] = record
    mem.waiting[key, TAIL] = record
    mem.waiting[key, HELD] += 1


@counted
def let_in(rules: Rules, mem: Memory, key: int) -> None:
    """Open the gate: enter the waiting records, but the newest, as if it had never been shut."""
    mem.open[key] = 1
    while mem.waiting[key, HELD] > 0:
        record = mem.records[mem.waiting[key, TAIL], _NEWER]
        if mem.waiting[key, HELD] > 1:
            for signal in range(len(rules.gated) - 1):
                if not (mem.records[record, _SIGNS] >> signal) & 1:
                    continue
                for at in range(rules.gated[signal], rules.gated[signal + 1]):
                    tally = rules.behind[at]
                    distinct = rules.distinct[tally]
                    item = mem.records[record, _SIGNS + distinct] if distinct > 0 else 0
                    if distinct == 0 or item != 0:
                        when, line = mem.records[record, _WHEN], mem.records[record, _LINE]
                        push(rules, mem, tally, key, when, item, line)
        release_oldest(mem, key)


@inlined
def passes(rows: Rows, row: int, rules: Rules, mem: Memory) -> bool:
    """Whether the gated signals of a row are to be counted one by one."""
    key, now, span = rows.keys[row, 0], rows.time[row], rules.gate[_SPAN]
    if key == 0:
        return False
    if mem.open[key] and now - mem.seen[key] > span:
        mem.open[key] = 0
    mem.seen[key] = now
    if mem.open[key]:
        return True
    while mem.waiting[key, HELD] > 0 and now - waits_since(mem, key) > span:
        release_oldest(mem, key)
    _wait(rows, row, mem, key)
    if mem.waiting[key, HELD] < rules.gate[_BAR]:
        return False
    let_in(rules, mem, key)
    return True
