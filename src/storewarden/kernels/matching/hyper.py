"""Hyperscan: all patterns in one pass, compiled once and kept for the next start."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from storewarden.kernels.decoding.readings import Readings

hyperscan: Any = None  # it has no types
with suppress(ImportError):  # no wheel for this platform: RE2 does all the work
    import hyperscan

THERE: Final = hyperscan is not None
"""Whether this platform has Hyperscan."""

_BLOCK: Final = 256 * 1024
_FLOOD: Final = 1_000
_DIGEST: Final = 32
_FORM: Final = 1
_NEVER: Final = rb"\xff\xfe\xff"  # bytes that no UTF-8 has: an empty database cannot be made

Ints = npt.NDArray[np.int64]
Database = Any  # hyperscan has no types
Numbered = tuple[int, bytes]


class Shelf(Protocol):
    """Keeps compiled things between two starts; whatever goes wrong with it is no harm."""

    def take(self, name: str) -> bytes | None:
        """Return what lies under a name; None when nothing does."""

    def put(self, name: str, content: bytes) -> None:
        """Keep something under a name."""


class _Kept(msgspec.Struct, array_like=True):
    many: bytes
    single: bytes
    refused: list[int]


@dataclass(frozen=True, slots=True)
class Compiled:
    """What Hyperscan made of a list of regular expressions.

    Attributes:
        many: tells every end of every match in a text of many lines.
        single: tells each expression once, for a line alone.
        refused: indices of the expressions that Hyperscan cannot take.
    """

    many: Database
    single: Database
    refused: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Scratch:
    """Working memory of one scan; two threads must never share one."""

    many: Any
    single: Any


class Hyper:
    """Scans readings, or the loud ones alone; any number of threads may call `found` at once."""

    def __init__(self, compiled: Compiled, *, loud: bool = False) -> None:
        self._compiled = compiled
        self._loud = loud
        self._spare: list[_Scratch] = []

    def found(self, readings: Readings) -> tuple[Ints, Ints]:
        """Return which expression (by index) stands in which reading, as two arrays."""
        scratch = self._scratch()
        lines: list[int] = []
        ids: list[int] = []
        for line in self._candidates(readings, scratch).tolist():
            seen = self._confirmed(readings, line, scratch)
            lines += [line] * len(seen)
            ids += seen
        self._spare.append(scratch)
        return np.array(lines, np.int64), np.array(ids, np.int64)

    def _scratch(self) -> _Scratch:
        try:
            return self._spare.pop()  # one step, so that no two threads get the same
        except IndexError:
            made = self._compiled
            return _Scratch(hyperscan.Scratch(made.many), hyperscan.Scratch(made.single))

    def _candidates(self, readings: Readings, scratch: _Scratch) -> Ints:
        """Lines where something ends; a match may have begun in the line before."""
        first = readings.loud if self._loud else 0
        start = int(readings.ends[first - 1]) + 1 if first else 0
        marks = np.arange(start + _BLOCK, len(readings.text), _BLOCK)
        cuts = np.unique(np.searchsorted(readings.ends, marks)) + 1
        edges = [first, *cuts.tolist(), len(readings.ends)]
        blocks = [
            self._in_block(readings, one, other, scratch)
            for one, other in pairwise(edges)
            if one < other
        ]
        return np.concatenate([np.empty(0, np.int64), *blocks])

    def _in_block(self, readings: Readings, first: int, last: int, scratch: _Scratch) -> Ints:
        """Scan the lines from ``first`` to before ``last``; in a flood all are candidates."""
        start = int(readings.ends[first - 1]) + 1 if first else 0
        block = memoryview(readings.text)[start : int(readings.ends[last - 1])]
        ends: list[int] = []
        most = _FLOOD + 16 * (last - first)

        def told(_id: int, _from: int, to: int, _flags: int, _context: object) -> bool:
            ends.append(to)
            return len(ends) > most

        try:
            self._compiled.many.scan(block, match_event_handler=told, scratch=scratch.many)
        except hyperscan.ScanTerminated:
            return np.arange(first, last)
        at = np.unique(np.array(ends, np.int64)) + start
        return np.unique(np.searchsorted(readings.ends, at))

    def _confirmed(self, readings: Readings, line: int, scratch: _Scratch) -> list[int]:
        start = int(readings.ends[line - 1]) + 1 if line else 0
        alone = memoryview(readings.text)[start : int(readings.ends[line])]
        seen: list[int] = []

        def told(found: int, _from: int, _to: int, _flags: int, _context: object) -> None:
            seen.append(found)

        self._compiled.single.scan(alone, match_event_handler=told, scratch=scratch.single)
        return list(dict.fromkeys(seen))


def compiled(expressions: list[Numbered], shelf: Shelf | None) -> Compiled:
    """Compile expressions, or take what was compiled before when it is whole.

    Args:
        expressions: each with the number by which its hits are told; one number may come twice.
        shelf: where the outcome is kept.
    """
    name = _name(expressions)
    kept = shelf.take(name) if shelf is not None else None
    known = _unpacked(kept) if kept is not None else None
    if known is not None:
        return known
    made = _made(expressions)
    if shelf is not None:
        shelf.put(name, _packed(made))
    return made


def _name(expressions: list[Numbered]) -> str:
    """Name a list of expressions, as this release of Hyperscan compiles them."""
    told = msgspec.msgpack.encode([f"{hyperscan.__version__} {_FORM}", expressions])
    return f"patterns-{hashlib.sha256(told).hexdigest()}"


def _made(expressions: list[Numbered]) -> Compiled:
    refused: set[int] = set()
    try:
        many = _database(expressions, 0)
    except hyperscan.error:
        refused = {one[0] for one in expressions if not _taken(one)}
        expressions = [one for one in expressions if one[0] not in refused]
        many = _database(expressions, 0)
    single = _database(expressions, hyperscan.HS_FLAG_SINGLEMATCH)
    return Compiled(many, single, tuple(sorted(refused)))


def _taken(expression: Numbered) -> bool:
    try:
        _database([expression], 0)
    except hyperscan.error:
        return False
    return True


def _database(expressions: list[Numbered], extra: int) -> Database:
    known = expressions or [(0, _NEVER)]
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[expression for _, expression in known],
        ids=[number for number, _ in known],
        elements=len(known),
        flags=hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_MULTILINE | extra,
    )
    return database


def _packed(made: Compiled) -> bytes:
    many, single = hyperscan.dumpb(made.many), hyperscan.dumpb(made.single)
    content = msgspec.msgpack.encode(_Kept(many, single, list(made.refused)))
    return hashlib.sha256(content).digest() + content


def _unpacked(kept: bytes) -> Compiled | None:
    """Read what was kept; None when it is damaged or was made for another kind of processor."""
    content = kept[_DIGEST:]
    if hashlib.sha256(content).digest() != kept[:_DIGEST]:
        return None
    try:
        read = msgspec.msgpack.decode(content, type=_Kept)
        many, single = (
            hyperscan.loadb(one, mode=hyperscan.HS_MODE_BLOCK) for one in (read.many, read.single)
        )
    except (hyperscan.error, msgspec.MsgspecError):
        return None
    return Compiled(many, single, tuple(read.refused))
