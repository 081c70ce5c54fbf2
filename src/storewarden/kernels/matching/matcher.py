"""Matches all patterns on a batch of events, on each distinct value once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from storewarden.kernels.decoding.readings import FIELDS, Readings, Some, joined, read
from storewarden.kernels.events import Kind
from storewarden.kernels.matching import hyper
from storewarden.kernels.matching.hits import Hits, Int32s, merged, none, spread
from storewarden.kernels.matching.linear import linear, refusal
from storewarden.kernels.matching.pattern import Pattern, PatternError

_TEXT_ANCHORS: Final = re.compile(r"(?<!\\)(?:\\\\)*\\[AzZG]")
_MESSAGE: Final = len(FIELDS)
Ints = npt.NDArray[np.int64]


class _Engine(Protocol):
    def found(self, readings: Readings) -> tuple[Ints, Ints]:
        """Return pairs of a reading and a pattern, as two arrays."""


@dataclass(frozen=True, slots=True)
class _Column:
    """Distinct values of one field, and which of them stands in each row (-1: none)."""

    field: int
    values: pa.Array
    indices: Int32s


class Matcher:
    """All patterns, compiled; any number of threads may call `match` at once.

    Args:
        patterns: what to look for.
        shelf: where the compiled patterns are kept for the next start.

    Raises:
        PatternError: a pattern that neither Hyperscan nor RE2 can take, by file and id.
    """

    def __init__(self, patterns: Sequence[Pattern], shelf: hyper.Shelf | None = None) -> None:
        self.patterns = tuple(patterns)
        for pattern in self.patterns:
            _refuse_text_anchors(pattern)
        self._engines = tuple(_engines(self.patterns, shelf))
        looks = [
            [any(where == field for where in pattern.where) for field in FIELDS] + [True]
            for pattern in self.patterns
        ]
        self._looks = np.array(looks, bool).reshape(len(self.patterns), len(FIELDS) + 1)

    def match(self, batch: pa.RecordBatch) -> Hits:
        """Find all patterns in path, query, agent and referrer, and in lines that did not parse.

        Args:
            batch: events, live or stored; it may be empty.
        """
        columns = [column for column in _columns(batch) if len(column.values)]
        if not columns:
            return none()
        starts = np.cumsum([0, *(len(column.values) for column in columns)])
        owners, patterns = self._found(_read(columns, starts.tolist()))
        parts = []
        for number, column in enumerate(columns):
            mine = (owners >= starts[number]) & (owners < starts[number + 1])
            mine &= self._looks[patterns, column.field]
            values = (owners[mine] - starts[number]).astype(np.int32)
            parts.append(spread(column.indices, values, patterns[mine].astype(np.int32)))
        return merged(parts)

    def _found(self, readings: Readings) -> tuple[Ints, Ints]:
        """Pairs of a value's number and a pattern, sorted, each once."""
        pairs = [engine.found(readings) for engine in self._engines]
        owners = readings.owners[np.concatenate([lines for lines, _ in pairs])]
        both = np.unique(owners << 32 | np.concatenate([ids for _, ids in pairs]))
        return both >> 32, both & 0xFFFFFFFF


def _refuse_text_anchors(pattern: Pattern) -> None:
    if _TEXT_ANCHORS.search(pattern.regex):
        raise PatternError(
            f"{pattern.file}: {pattern.id} cannot be used: write ^ and $ for the ends of a value"
        )


def _engines(patterns: tuple[Pattern, ...], shelf: hyper.Shelf | None) -> Iterator[_Engine]:
    others: Sequence[int] = range(len(patterns))
    if hyper.THERE:
        made = hyper.compiled([pattern.regex for pattern in patterns], shelf)
        others = made.refused
        yield hyper.Hyper(made)
    for number in others:
        _refuse(patterns[number], refusal(patterns[number].regex.encode()))
    if others:
        yield linear([(number, patterns[number].regex.encode()) for number in others])


def _refuse(pattern: Pattern, because: str) -> None:
    if because:
        raise PatternError(f"{pattern.file}: {pattern.id} cannot be used: {because}")


def _columns(batch: pa.RecordBatch) -> Iterator[_Column]:
    for number, field in enumerate(FIELDS):
        yield _column(number, batch.column(field))
    raw = pc.equal(batch.column("kind").cast(pa.string()), Kind.RAW.value)
    if pc.any(raw).as_py():
        texts = batch.column("message").cast(pa.string())
        yield _column(_MESSAGE, pc.if_else(raw, texts, pa.scalar(None, pa.string())))


def _column(field: int, texts: pa.Array) -> _Column:
    coded = texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()
    indices = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return _Column(field, coded.dictionary.fill_null(""), indices.astype(np.int32, copy=False))


def _read(columns: list[_Column], starts: list[int]) -> Readings:
    parts: list[Some] = []
    for column, start in zip(columns, starts, strict=False):
        field = FIELDS[column.field] if column.field < _MESSAGE else "query"
        parts += read(column.values, field, start)
    return joined(parts)
