"""Hyperscan: all patterns in one pass, compiled once and kept for the next start."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any, Final, Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from storewarden.kernels.decoding.readings import SIGNS, Readings
from storewarden.kernels.matching.loudness import split

hyperscan: Any = None  # it has no types
with suppress(ImportError):  # no wheel for this platform: RE2 does all the work
    import hyperscan

THERE: Final = hyperscan is not None
"""Whether this platform has Hyperscan."""

_BLOCK: Final = 256 * 1024
_FLOOD: Final = 1_000
_DIGEST: Final = 32
_FORM: Final = 3
_NEVER: Final = r"\xff\xfe\xff"  # bytes that no UTF-8 has: an empty database cannot be made

Ints = npt.NDArray[np.int64]
Database = Any  # hyperscan has no types
Numbered = tuple[int, str]


class Shelf(Protocol):
    """Keeps compiled things between two starts; whatever goes wrong with it is no harm."""

    def take(self, name: str) -> bytes | None:
        """Return what lies under a name; None when nothing does."""

    def put(self, name: str, content: bytes) -> None:
        """Keep something under a name."""


class _Kept(msgspec.Struct, array_like=True):
    calm: bytes
    whole: bytes
    refused: list[int]


@dataclass(frozen=True, slots=True)
class Compiled:
    """What Hyperscan made of a list of regular expressions.

    Attributes:
        calm: the parts that may match everyday text; tells every end of every match.
        whole: the whole expressions; tells each once, for a line alone.
        refused: indices of the expressions that Hyperscan cannot take.
    """

    calm: Database
    whole: Database
    refused: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Scratch:
    """Working memory of one scan; two threads must never share one."""

    calm: Any
    whole: Any


class Hyper:
    """Scans readings; any number of threads may call `found` at once.

    Everyday readings are scanned in one pass for the parts that can match them, and looked at
    alone when something ends there; loud readings, which are few, are looked at alone at once.
    """

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._spare: list[_Scratch] = []

    def found(self, readings: Readings) -> tuple[Ints, Ints]:
        """Return which expression (by index) stands in which reading, as two arrays."""
        scratch = self._scratch()
        calm = _candidates(readings, self._compiled.calm, scratch.calm).tolist()
        lines: list[int] = []
        ids: list[int] = []
        for line in chain(calm, range(readings.loud, len(readings.ends))):
            seen = _seen(readings, line, self._compiled.whole, scratch.whole)
            lines += [line] * len(seen)
            ids += seen
        self._spare.append(scratch)
        return np.array(lines, np.int64), np.array(ids, np.int64)

    def _scratch(self) -> _Scratch:
        try:
            return self._spare.pop()  # one step, so that no two threads get the same
        except IndexError:
            made = self._compiled
            return _Scratch(hyperscan.Scratch(made.calm), hyperscan.Scratch(made.whole))


def _candidates(readings: Readings, database: Database, scratch: Database) -> Ints:
    """Everyday lines where something ends; a match may have begun in the line before."""
    last = readings.loud
    total = int(readings.ends[last - 1]) if last else 0
    cuts = np.unique(np.searchsorted(readings.ends[:last], np.arange(_BLOCK, total, _BLOCK))) + 1
    blocks = [
        _in_block(readings, one, other, database, scratch)
        for one, other in pairwise([0, *cuts.tolist(), last])
        if one < other
    ]
    return np.concatenate([np.empty(0, np.int64), *blocks])


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
    at = np.unique(np.array(ends, np.int64)) + start
    return np.unique(np.searchsorted(readings.ends, at))


def _seen(readings: Readings, line: int, database: Database, scratch: Database) -> list[int]:
    """Which expressions a line shows by itself."""
    start = int(readings.ends[line - 1]) + 1 if line else 0
    alone = memoryview(readings.text)[start : int(readings.ends[line])]
    seen: list[int] = []

    def told(found: int, _from: int, _to: int, _flags: int, _context: object) -> None:
        seen.append(found)

    database.scan(alone, match_event_handler=told, scratch=scratch)
    return seen


def compiled(expressions: list[str], shelf: Shelf | None) -> Compiled:
    """Compile expressions, or take what was compiled before from the shelf when it is whole."""
    name = _name(expressions)
    kept = shelf.take(name) if shelf is not None else None
    known = _unpacked(kept) if kept is not None else None
    if known is not None:
        return known
    made = _made(expressions)
    if shelf is not None:
        shelf.put(name, _packed(made))
    return made


def _name(expressions: list[str]) -> str:
    """Name a list of expressions, as this release of Hyperscan compiles them."""
    told = msgspec.msgpack.encode([f"{hyperscan.__version__} {_FORM}", SIGNS, expressions])
    return f"patterns-{hashlib.sha256(told).hexdigest()}"


def _made(expressions: list[str]) -> Compiled:
    single, refused = hyperscan.HS_FLAG_SINGLEMATCH, set[int]()
    known = list(enumerate(expressions))
    try:
        whole = _database(known, single)
    except hyperscan.error:
        refused = {number for number, expression in known if not _taken(expression)}
        known = [one for one in known if one[0] not in refused]
        whole = _database(known, single)
    return Compiled(_calm(known), whole, tuple(sorted(refused)))


def _calm(expressions: list[Numbered]) -> Database:
    """Compile the parts that may match everyday text; all there is when parts are refused."""
    parts = [(number, part) for number, whole in expressions for part in split(whole)[1]]
    try:
        return _database(parts, 0)
    except hyperscan.error:
        return _database(expressions, 0)


def _taken(expression: str) -> bool:
    try:
        _database([(0, expression)], 0)
    except hyperscan.error:
        return False
    return True


def _database(expressions: list[Numbered], extra: int) -> Database:
    known = expressions or [(0, _NEVER)]
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[expression.encode() for _, expression in known],
        ids=[number for number, _ in known],
        elements=len(known),
        flags=hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_MULTILINE | extra,
    )
    return database


def _packed(made: Compiled) -> bytes:
    kept = _Kept(hyperscan.dumpb(made.calm), hyperscan.dumpb(made.whole), list(made.refused))
    content = msgspec.msgpack.encode(kept)
    return hashlib.sha256(content).digest() + content


def _unpacked(kept: bytes) -> Compiled | None:
    """Read what was kept; None when it is damaged or was made for another kind of processor."""
    content = kept[_DIGEST:]
    if hashlib.sha256(content).digest() != kept[:_DIGEST]:
        return None
    try:
        read = msgspec.msgpack.decode(content, type=_Kept)
        calm, whole = (
            hyperscan.loadb(one, mode=hyperscan.HS_MODE_BLOCK) for one in (read.calm, read.whole)
        )
    except (hyperscan.error, msgspec.MsgspecError):
        return None
    return Compiled(calm, whole, tuple(read.refused))
