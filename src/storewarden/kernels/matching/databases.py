"""Hyperscan's databases of patterns: compiled once and kept for the next start."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, Protocol

import msgspec

from storewarden.kernels.decoding.kinds import SIGNS
from storewarden.kernels.decoding.readings import ASKED, TOLD
from storewarden.kernels.matching.loudness import split
from storewarden.kernels.matching.pattern import Pattern

hyperscan: Any = None  # it has no types
with suppress(ImportError):  # no wheel for this platform: RE2 does all the work
    import hyperscan

THERE: Final = hyperscan is not None
"""Whether this platform has Hyperscan."""

_DIGEST: Final = 32
_FORM: Final = 5
_TOGETHER: Final = 96
"""Whole patterns in one database: of more, each takes much longer to compile."""
_NEVER: Final = r"\xff\xfe\xff"  # bytes that no UTF-8 has: an empty database cannot be made

Database = Any  # hyperscan has no types
Numbered = tuple[int, str]


class Shelf(Protocol):
    """Keeps compiled things between two starts; whatever goes wrong with it is no harm."""

    def take(self, name: str) -> bytes | None:
        """Return what lies under a name; None when nothing does."""

    def put(self, name: str, content: bytes) -> None:
        """Keep something under a name."""


class _Kept(msgspec.Struct, array_like=True):
    asked: bytes
    told: bytes
    whole: list[bytes]
    refused: list[int]


@dataclass(frozen=True, slots=True)
class Compiled:
    """What Hyperscan made of patterns, which are known by their place in the list.

    Attributes:
        asked: the parts that may match everyday text of a path or a query; tells every end.
        told: the parts that may match everyday text of an agent or a referrer; tells every end.
        whole: the whole expressions, some in each; tells each once, for a line alone.
        refused: the patterns that Hyperscan cannot take.
    """

    asked: Database
    told: Database
    whole: tuple[Database, ...]
    refused: tuple[int, ...]


def compiled(patterns: Sequence[Pattern], shelf: Shelf | None) -> Compiled:
    """Compile patterns, or take what was compiled before from the shelf when it is whole."""
    name = _name(patterns)
    kept = shelf.take(name) if shelf is not None else None
    known = _unpacked(kept) if kept is not None else None
    if known is not None:
        return known
    made = _made(patterns)
    if shelf is not None:
        shelf.put(name, _packed(made))
    return made


def _name(patterns: Sequence[Pattern]) -> str:
    """Name what is made of patterns, as this release of Hyperscan compiles them."""
    known = [(pattern.regex, sorted(pattern.where)) for pattern in patterns]
    told = msgspec.msgpack.encode([f"{hyperscan.__version__} {_FORM}", SIGNS, known])
    return f"patterns-{hashlib.sha256(told).hexdigest()}"


def _made(patterns: Sequence[Pattern]) -> Compiled:
    refused = set[int]()
    known = [(number, pattern.regex) for number, pattern in enumerate(patterns)]
    try:
        whole = _in_groups(known)
    except hyperscan.error:
        refused = {number for number, expression in known if not _taken(expression)}
        known = [one for one in known if one[0] not in refused]
        whole = _in_groups(known)
    asked, told = (
        _calm([one for one in known if patterns[one[0]].where & fields]) for fields in (ASKED, TOLD)
    )
    return Compiled(asked, told, whole, tuple(sorted(refused)))


def _in_groups(expressions: list[Numbered]) -> tuple[Database, ...]:
    single = hyperscan.HS_FLAG_SINGLEMATCH
    starts = range(0, len(expressions), _TOGETHER)
    return tuple(_database(expressions[start : start + _TOGETHER], single) for start in starts)


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
    asked, told, *whole = map(hyperscan.dumpb, (made.asked, made.told, *made.whole))
    content = msgspec.msgpack.encode(_Kept(asked, told, whole, list(made.refused)))
    return hashlib.sha256(content).digest() + content


def _unpacked(kept: bytes) -> Compiled | None:
    """Read what was kept; None when it is damaged or was made for another kind of processor."""
    content = kept[_DIGEST:]
    if hashlib.sha256(content).digest() != kept[:_DIGEST]:
        return None
    try:
        read = msgspec.msgpack.decode(content, type=_Kept)
        asked, told, *whole = (
            hyperscan.loadb(one, mode=hyperscan.HS_MODE_BLOCK)
            for one in (read.asked, read.told, *read.whole)
        )
    except (hyperscan.error, msgspec.MsgspecError):
        return None
    return Compiled(asked, told, tuple(whole), tuple(read.refused))
