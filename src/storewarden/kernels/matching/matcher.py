"""Matches all patterns on a batch of events, on each distinct value once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from storewarden.kernels.decoding.readings import FIELDS, LINE, Readings, Some, read
from storewarden.kernels.events import Kind
from storewarden.kernels.matching import databases
from storewarden.kernels.matching.clean import Clean
from storewarden.kernels.matching.hits import Hits, Int32s, merged, none, spread
from storewarden.kernels.matching.hyper import Hyper
from storewarden.kernels.matching.linear import linear, refusal
from storewarden.kernels.matching.pattern import Pattern, PatternError

_TEXT_ANCHORS: Final = re.compile(r"(?<!\\)(?:\\\\)*\\[AzZG]")
_MESSAGE: Final = len(FIELDS)
Ints = npt.NDArray[np.int64]


class _Engine(Protocol):
    def found(self, readings: Readings) -> tuple[Ints, Ints]:
        """Return pairs of a reading and a pattern, as two arrays."""

    def forget(self) -> None:
        """Forget what was seen; the answers stay the same."""


@dataclass(frozen=True, slots=True)
class _Column:
    """Distinct values of one field, and which of them stands in each row."""

    field: int
    values: pa.StringArray
    indices: pa.Int32Array

    @property
    def read_as(self) -> str:
        """How the values are read."""
        return FIELDS[self.field] if self.field < len(FIELDS) else LINE

    def hits(self, values: Ints, patterns: Ints) -> Hits:
        """Turn hits on values, sorted, into hits on rows."""
        if not len(values):
            return none()
        indices = pa.Array.from_buffers(
            pa.int32(), len(self.indices), [None, self.indices.buffers()[1]], 0, self.indices.offset
        )
        found = spread(indices.to_numpy(), values.astype(np.int32), patterns.astype(np.int32))
        if not self.indices.null_count:
            return found
        there = np.asarray(self.indices.is_valid())[found.rows]  # nobody knows what stands in nulls
        return Hits(found.rows[there], found.patterns[there])


class Matcher:
    """All patterns, compiled; any number of threads may call `match` at once.

    Args:
        patterns: what to look for.
        shelf: where the compiled patterns are kept for the next start.

    Raises:
        PatternError: a pattern that neither Hyperscan nor RE2 can take, by file and id.
    """

    def __init__(self, patterns: Sequence[Pattern], shelf: databases.Shelf | None = None) -> None:
        self.patterns = tuple(patterns)
        for pattern in self.patterns:
            _refuse_text_anchors(pattern)
        self._clean = Clean()
        self._engines = tuple(_engines(self.patterns, shelf))
        looks = [
            [any(where == field for where in pattern.where) for field in FIELDS] + [True]
            for pattern in self.patterns
        ]
        self._looks = np.array(looks, bool).reshape(len(self.patterns), len(FIELDS) + 1)

    def forget(self) -> None:
        """Forget which values are clean and what others show; the answers stay the same."""
        self._clean = Clean()
        for engine in self._engines:
            engine.forget()

    def match(self, batch: pa.RecordBatch) -> Hits:
        """Find all patterns in path, query, agent and referrer, and in lines that did not parse.

        Args:
            batch: events, live or stored; it may be empty.
        """
        columns = [column for column in _columns(batch) if len(column.values)]
        unknown = [self._clean.unknown(column.values, column.field) for column in columns]
        if not any(len(numbers) for numbers in unknown):
            return none()
        starts = np.cumsum([0, *(len(column.values) for column in columns)])
        parts = [
            Some(column.values, column.read_as, numbers, start)
            for column, numbers, start in zip(columns, unknown, starts.tolist(), strict=False)
        ]
        owners, patterns = self._found(read(parts))
        hits = [
            self._on_rows(column, numbers, owners - start, patterns)
            for column, numbers, start in zip(columns, unknown, starts.tolist(), strict=False)
        ]
        return merged(hits)

    def _on_rows(self, column: _Column, unknown: Int32s, values: Ints, patterns: Ints) -> Hits:
        """Take what is a column's from what was found; remember where nothing was."""
        mine = (values >= 0) & (values < len(column.values)) & self._looks[patterns, column.field]
        clean = np.zeros(len(column.values), bool)
        clean[unknown] = True
        clean[values[mine]] = False
        self._clean.remember(column.values, column.field, np.flatnonzero(clean).astype(np.int32))
        return column.hits(values[mine], patterns[mine])

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


def _engines(patterns: tuple[Pattern, ...], shelf: databases.Shelf | None) -> Iterator[_Engine]:
    others: Sequence[int] = range(len(patterns))
    if databases.THERE:
        made = databases.compiled(patterns, shelf)
        others = made.refused
        yield Hyper(made)
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
    kinds = _coded(batch.column("kind"))
    raw = pc.equal(kinds.indices, pc.index(kinds.dictionary, Kind.RAW.value))
    if pc.any(raw).as_py():
        texts = batch.column("message").cast(pa.string())
        yield _column(_MESSAGE, pc.if_else(raw, texts, pa.scalar(None, pa.string())))


def _column(field: int, texts: pa.Array) -> _Column:
    coded = _coded(texts)
    values = coded.dictionary.cast(pa.string())
    values = values.fill_null("") if values.null_count else values
    return _Column(field, values, coded.indices.cast(pa.int32()))


def _coded(texts: pa.Array) -> pa.DictionaryArray:
    return texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()
