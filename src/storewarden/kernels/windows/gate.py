"""The gate before the most frequent signals: few records of an address can be at no bar.

How many came is known roughly: two stretches, the present one and the one before, hold all of a
window that ends now, and more. Only who may be near a bar is counted exactly.
"""

from typing import Final

from storewarden.kernels.windows.compiled import counted, inlined
from storewarden.kernels.windows.memory import Memory, Rows, Rules
from storewarden.kernels.windows.rings import REFUSED, push

OPEN: Final = 0
"""Whether the gate is open, in `Memory.gate`."""
_TAIL, HELD, _NOW = 1, 2, 3
_FREE, _TOP = 3, 4
_WHEN, _LINE, _NEWER = 0, 1, 5
_ITEMS: Final = 3
_NUMBER: Final = 0xFFFFFFFF
_SPAN, _BAR = 0, 1


@inlined
def _newer(mem: Memory, record: int) -> int:
    return int(mem.records[record, _NEWER] & _NUMBER)


@inlined
def _link(mem: Memory, record: int, newer: int) -> None:
    """Let a record be followed by another one."""
    mem.records[record, _NEWER] = (mem.records[record, _NEWER] >> 32 << 32) | newer


@inlined
def release_oldest(mem: Memory, key: int) -> None:
    """Forget the oldest record before the gate."""
    tail = mem.gate[key, _TAIL]
    oldest = _newer(mem, tail)
    _link(mem, tail, _newer(mem, oldest))
    _link(mem, oldest, mem.meta[_FREE])
    mem.meta[_FREE] = oldest
    mem.gate[key, HELD] -= 1
    if oldest == tail:
        mem.gate[key, _TAIL] = 0


@inlined
def waits_since(mem: Memory, key: int) -> int:
    """The time of the oldest record before the gate."""
    return int(mem.records[_newer(mem, mem.gate[key, _TAIL]), _WHEN])


@counted
def waiting(mem: Memory, key: int, since: int, sign: int) -> int:
    """How many records before the gate have a sign, from a time on."""
    record, found = mem.gate[key, _TAIL], 0
    for _ in range(mem.gate[key, HELD]):
        record = _newer(mem, record)
        if mem.records[record, _WHEN] >= since and (mem.records[record, _NEWER] >> 32) & sign:
            found += 1
    return found


@inlined
def _wait(rows: Rows, row: int, mem: Memory, key: int) -> None:
    """Put a row into the list before the gate."""
    record = mem.meta[_FREE]
    if record != 0:
        mem.meta[_FREE] = _newer(mem, record)
    elif mem.meta[_TOP] < len(mem.records):
        record = mem.meta[_TOP]
        mem.meta[_TOP] += 1
    else:
        mem.meta[REFUSED] += 1
        return
    mem.records[record, _WHEN] = rows.time[row]
    mem.records[record, _LINE] = rows.line[row]
    for distinct in range(1, _ITEMS + 1):
        mem.records[record, _LINE + distinct] = rows.items[row, distinct]
    tail = mem.gate[key, _TAIL]
    mem.records[record, _NEWER] = rows.mask[row] << 32
    _link(mem, record, record if tail == 0 else _newer(mem, tail))
    if tail != 0:
        _link(mem, tail, record)
    mem.gate[key, _TAIL] = record
    mem.gate[key, HELD] += 1


@counted
def let_in(rules: Rules, mem: Memory, key: int) -> None:
    """Open the gate: enter the waiting records as if it had never been shut."""
    mem.gate[key, OPEN] = 1
    while mem.gate[key, HELD] > 0:
        record = _newer(mem, mem.gate[key, _TAIL])
        signs = mem.records[record, _NEWER] >> 32
        for signal in range(len(rules.gated) - 1):
            if not (signs >> signal) & 1:
                continue
            for at in range(rules.gated[signal], rules.gated[signal + 1]):
                tally = rules.behind[at]
                distinct = rules.distinct[tally]
                item = mem.records[record, _LINE + distinct] if distinct > 0 else 0
                if distinct == 0 or item != 0:
                    when, line = mem.records[record, _WHEN], mem.records[record, _LINE]
                    push(rules, mem, tally, key, when, item, line)
        release_oldest(mem, key)


@inlined
def _is_near(rules: Rules, mem: Memory, key: int, now: int) -> bool:
    """Take a record into the rough counts; whether one of them is high enough for its bar."""
    near = False
    for at in range(len(rules.near)):
        span, place = rules.near[at, _SPAN], _NOW + 2 * at
        gone = now - mem.since[key, 1 + at]
        if gone >= 2 * span:
            mem.gate[key, place], mem.gate[key, place + 1] = 0, 0
            mem.since[key, 1 + at] = now
        elif gone >= span:
            mem.gate[key, place + 1], mem.gate[key, place] = mem.gate[key, place], 0
            mem.since[key, 1 + at] += span
        mem.gate[key, place] += 1
        if mem.gate[key, place] + mem.gate[key, place + 1] >= rules.near[at, _BAR]:
            near = True
    return near


@inlined
def passes(rows: Rows, row: int, rules: Rules, mem: Memory) -> bool:
    """Whether the gated signals of a row are to be counted one by one."""
    key, now, span = rows.keys[row, 0], rows.time[row], rules.gate[1]
    if key == 0:
        return False
    if mem.gate[key, OPEN] and now - mem.since[key, 0] > span:
        mem.gate[key, OPEN] = 0
    mem.since[key, 0] = now
    if mem.gate[key, OPEN]:
        return True
    while mem.gate[key, HELD] > 0 and now - waits_since(mem, key) > span:
        release_oldest(mem, key)
    if _is_near(rules, mem, key, now):
        let_in(rules, mem, key)
        return True
    _wait(rows, row, mem, key)
    return False


@inlined
def shut(mem: Memory, key: int) -> None:
    """Forget the gate of a key that is forgotten."""
    for place in range(mem.gate.shape[1]):
        mem.gate[key, place] = 0
    for place in range(mem.since.shape[1]):
        mem.since[key, place] = 0
