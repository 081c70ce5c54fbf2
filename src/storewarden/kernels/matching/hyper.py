"""Hyperscan: all patterns in one pass."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from storewarden.kernels.decoding.readings import Readings
from storewarden.kernels.matching.databases import Compiled, Database, hyperscan

_BLOCK: Final = 256 * 1024
_FLOOD: Final = 1_000
_FEW: Final = 16
"""Loud lines that are looked at together before each is."""
_MOST: Final = 4_096
"""Lines of which is remembered what they show; with more, all are forgotten."""
_LONGEST: Final = 512

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Scratch:
    """Working memory of one scan; two threads must never share one."""

    asked: Any  # hyperscan has no types
    told: Any
    whole: tuple[Any, ...]


class Hyper:
    """Scans readings; any number of threads may call `found` at once.

    Everyday readings are scanned in one pass for the parts that can match them, and looked at
    alone when something ends there; loud readings, which are few, are looked at in small groups
    for everything, and alone when their group shows something.
    """

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._spare: list[_Scratch] = []
        self._known: dict[bytes, list[int]] = {}

    def found(self, readings: Readings) -> tuple[Ints, Ints]:
        """Return which expression (by index) stands in which reading, as two arrays."""
        scratch = self._scratch()
        made, told, loud = self._compiled, readings.told, readings.loud
        asked = _candidates(readings, (0, told), made.asked, scratch.asked)
        others = _candidates(readings, (told, loud), made.told, scratch.told)
        lines: list[int] = []
        ids: list[int] = []
        for line in chain(asked, others, self._suspects(readings, scratch)):
            seen = self._shown(_between(readings, line, line), scratch)
            lines += [line] * len(seen)
            ids += seen
        self._spare.append(scratch)
        return np.array(lines, np.int64), np.array(ids, np.int64)

    def _suspects(self, readings: Readings, scratch: _Scratch) -> Iterator[int]:
        """Loud lines that may show something: of some that show nothing together none does."""
        every = range(readings.loud, len(readings.ends))
        for first in every[::_FEW]:
            some = every[first - readings.loud :][:_FEW]
            if self._show(_between(readings, some[0], some[-1]), scratch):
                yield from some

    def _show(self, lines: bytes, scratch: _Scratch) -> bool:
        """Whether anything matches in some lines, be it across two of them."""
        try:
            for database, mine in zip(self._compiled.whole, scratch.whole, strict=True):
                database.scan(lines, match_event_handler=_at_once, scratch=mine)
        except hyperscan.ScanTerminated:
            return True
        return False

    def _shown(self, line: bytes, scratch: _Scratch) -> list[int]:
        """Which expressions a line shows by itself; attackers say the same again and again."""
        seen = self._known.get(line)
        if seen is None:
            seen = _seen(line, zip(self._compiled.whole, scratch.whole, strict=True))
            if len(self._known) >= _MOST:
                self._known = {}
            if len(line) <= _LONGEST:
                self._known[line] = seen
        return seen

    def forget(self) -> None:
        """Forget which lines were seen; the answers stay the same."""
        self._known = {}

    def _scratch(self) -> _Scratch:
        try:
            return self._spare.pop()  # one step, so that no two threads get the same
        except IndexError:
            made = self._compiled
            asked, told, *whole = map(hyperscan.Scratch, (made.asked, made.told, *made.whole))
            return _Scratch(asked, told, tuple(whole))


def _candidates(
    readings: Readings, lines: tuple[int, int], database: Database, scratch: Database
) -> list[int]:
    """Everyday lines where something ends; a match may have begun in the line before."""
    first, last = lines
    if first == last:
        return []
    start = int(readings.ends[first - 1]) + 1 if first else 0
    marks = np.arange(start + _BLOCK, int(readings.ends[last - 1]), _BLOCK)
    cuts = np.unique(np.searchsorted(readings.ends[first:last], marks)) + first + 1
    blocks = [
        _in_block(readings, one, other, database, scratch)
        for one, other in pairwise([first, *cuts.tolist(), last])
        if one < other
    ]
    found: list[int] = np.concatenate(blocks).tolist()
    return found


def _in_block(
    readings: Readings, first: int, last: int, database: Database, scratch: Database
) -> Ints:
    """Scan the lines from ``first`` to before ``last``; in a flood all are candidates."""
    start = int(readings.ends[first - 1]) + 1 if first else 0
    block = memoryview(readings.text)[start : int(readings.ends[last - 1])]
    ends: list[int] = []
    most = _FLOOD + 16 * (last - first)

    def told(_id: int, _from: int, to: int, _flags: int, _context: object) -> bool:
        ends.append(to)
        return len(ends) > most

    try:
        database.scan(block, match_event_handler=told, scratch=scratch)
    except hyperscan.ScanTerminated:
        return np.arange(first, last)
    if not ends:
        return np.empty(0, np.int64)
    at = np.unique(np.array(ends, np.int64)) + start
    return np.unique(np.searchsorted(readings.ends, at))


def _between(readings: Readings, first: int, last: int) -> bytes:
    """The lines from ``first`` to ``last``, without the last newline."""
    start = int(readings.ends[first - 1]) + 1 if first else 0
    return readings.text[start : int(readings.ends[last])]


def _at_once(*_: object) -> bool:
    """End a scan at its first match."""
    return True


def _seen(line: bytes, whole: Iterable[tuple[Database, Database]]) -> list[int]:
    """Scan a line for every expression."""
    seen: list[int] = []

    def told(found: int, _from: int, _to: int, _flags: int, _context: object) -> None:
        seen.append(found)

    for database, scratch in whole:
        database.scan(line, match_event_handler=told, scratch=scratch)
    return seen
