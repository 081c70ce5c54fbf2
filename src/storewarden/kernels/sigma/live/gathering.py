"""What correlations listen to in a batch, as columns of numbers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Generic, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from storewarden.kernels.sigma.live.sliding import Flags, Ints
from storewarden.kernels.sigma.live.texts import Batch, Rows, Texts, texts_of
from storewarden.kernels.sigma.rules import Correlation

GROUP, TIME, MARK, SOURCE, LINE = range(5)
Table = NDArray[np.int64]
"""Five columns of events, one a row of the array."""

_FEW: Final = 1024
"""Distinct texts that are turned into words all at once."""

Word = TypeVar("Word", str, tuple[str, ...])


class Names(Generic[Word]):
    """Numbers for words, the same for as long as they are kept."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self._codes: dict[Word, int] = {}

    def codes(self, words: Iterable[Word]) -> Ints:
        """Return the number of each word."""
        return np.array([self._code(word) for word in words], np.int64)

    def ranks(self, codes: Ints) -> Ints:
        """Return numbers that are in order as the words are."""
        if len(self.words) <= 1:
            return np.zeros(len(codes), np.int64)
        used, inverse = np.unique(codes, return_inverse=True)
        words = [self.words[code] for code in used.tolist()]
        ranks = np.empty(len(used), np.int64)
        ranks[sorted(range(len(used)), key=words.__getitem__)] = np.arange(len(used))
        return ranks[inverse]

    def keep(self, used: Ints) -> None:
        """Forget all others, and number these anew in their order."""
        self.words = [self.words[code] for code in used.tolist()]
        self._codes = {word: code for code, word in enumerate(self.words)}

    def _code(self, word: Word) -> int:
        code = self._codes.get(word)
        if code is None:
            code = self._codes[word] = len(self.words)
            self.words.append(word)
        return code


class Words:
    """The columns of one batch, each taken apart once for all correlations."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._texts: dict[str, Texts] = {}
        self._numbers: dict[str, Ints] = {}
        self._lists: dict[str, list[str]] = {}
        times = batch.column("time")
        self._timed: Flags | None = np.asarray(times.is_valid()) if times.null_count else None

    def texts(self, column: str) -> Texts:
        """Return the distinct texts of a column."""
        known = self._texts.get(column)
        if known is None:
            known = self._texts[column] = texts_of(self._batch, column)
        return known

    def numbers(self, column: str) -> Ints:
        """Return a column of whole numbers, null as 0."""
        known = self._numbers.get(column)
        if known is None:
            filled = pc.fill_null(self._batch.column(column), 0)
            known = self._numbers[column] = np.asarray(filled).astype(np.int64)
        return known

    def told(self, rows: Rows, columns: Sequence[str]) -> Rows:
        """Return those of some rows that have a time and a text in each of some columns."""
        kept: Flags = np.ones(len(rows), np.bool_)
        if self._timed is not None:
            kept &= self._timed[rows]
        for column in columns:
            kept &= self.texts(column).numbers[rows] >= 0
        return rows[kept]

    def keys(self, rows: Rows, columns: Sequence[str], names: Names[tuple[str, ...]]) -> Ints:
        """Return the number of each row's group."""
        ids = np.zeros(len(rows), np.int64)
        for at, column in enumerate(columns):
            texts = self.texts(column)
            if at:
                ids = np.unique(ids, return_inverse=True)[1] * len(texts.values)
            ids = ids + texts.numbers[rows]
        _, first, ids = np.unique(ids, return_index=True, return_inverse=True)
        parts = [self._words(column, rows[first]) for column in columns]
        keys = list(zip(*parts, strict=True)) if parts else [()] * len(first)
        return names.codes(keys)[ids]

    def words(self, rows: Rows, column: str, names: Names[str]) -> Ints:
        """Return the number of each row's text."""
        numbers = self.texts(column).numbers[rows]
        _, first, ids = np.unique(numbers, return_index=True, return_inverse=True)
        return names.codes(self._words(column, rows[first]))[ids]

    def _words(self, column: str, rows: Rows) -> list[str]:
        texts = self.texts(column)
        numbers = texts.numbers[rows]
        if len(texts.values) <= _FEW:
            if column not in self._lists:
                self._lists[column] = [*texts.values.to_pylist(), "None"]
            return [self._lists[column][number] for number in numbers.tolist()]
        taken = texts.values.take(pa.array(numbers, mask=numbers < 0))
        return [str(word) for word in taken.to_pylist()]


class Index:
    """What the numbers of one correlation's table stand for."""

    def __init__(self, asked: Correlation) -> None:
        self.asked = asked
        self.groups: Names[tuple[str, ...]] = Names()
        self.marks: Names[str] = Names()
        self.sources: Names[str] = Names()

    def gather(self, words: Words, matched: Mapping[str, Rows]) -> Table:
        """Return all events of a batch that count, in no order."""
        parts = [
            self._heard(words, matched[rule], number)
            for number, rule in enumerate(self.asked.rules)
            if rule in matched
        ]
        return np.concatenate(parts, axis=1) if parts else np.empty((5, 0), np.int64)

    def sort(self, table: Table) -> Table:
        """Order events by group, time, mark, source and line."""
        marks = table[MARK]
        if self.asked.value:
            marks = self.marks.ranks(marks)
        sources = self.sources.ranks(table[SOURCE])
        order = np.lexsort((table[LINE], sources, marks, table[TIME], table[GROUP]))
        return np.take(table, order, axis=1)

    def line(self, table: Table, at: int) -> tuple[str, int]:
        """Name the line of an event."""
        return self.sources.words[int(table[SOURCE, at])], int(table[LINE, at])

    def renumber(self, table: Table) -> Ints:
        """Let names go that do not stand in a table; returns the former numbers of its groups."""
        if self.asked.value:
            _renumber(table[MARK], self.marks)
        _renumber(table[SOURCE], self.sources)
        return _renumber(table[GROUP], self.groups)

    def _heard(self, words: Words, rows: Rows, number: int) -> Table:
        asked, groups = self.asked, self.asked.groups[number]
        rows = words.told(rows, (*groups, asked.value) if asked.value else groups)
        table = np.empty((5, len(rows)), np.int64)
        table[GROUP] = words.keys(rows, groups, self.groups)
        table[TIME] = words.numbers("time")[rows]
        table[MARK] = words.words(rows, asked.value, self.marks) if asked.value else number
        table[SOURCE] = words.words(rows, "source", self.sources)
        table[LINE] = words.numbers("line")[rows]
        return table


def _renumber(codes: Ints, names: Names[Any]) -> Ints:
    used, codes[:] = np.unique(codes, return_inverse=True)
    names.keep(used)
    return used
