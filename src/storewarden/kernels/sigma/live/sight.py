"""One batch as the rules see it: what was found in its texts, each thing looked for once."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from storewarden.kernels.expressions import Patterns, scanned
from storewarden.kernels.sigma import fields
from storewarden.kernels.sigma.form import (
    Absent,
    Empty,
    How,
    Like,
    Number,
    Regex,
    Same,
    Sign,
    Test,
    Text,
    Within,
)
from storewarden.kernels.sigma.hints import hint_of
from storewarden.kernels.sigma.live.literals import NOT_FOUND, Found, Ints, Literals, is_short
from storewarden.kernels.sigma.live.masks import NONE, Mask, OnTexts, all_of, any_of, rows_of
from storewarden.kernels.sigma.live.singly import fitting, standing
from storewarden.kernels.sigma.live.texts import (
    Batch,
    Flags,
    Rows,
    Texts,
    extensions,
    texts_of,
    urls,
)

_COMPARE: Final[Mapping[Sign, Callable[[Any, int], Any]]] = {
    Sign.LT: np.less,
    Sign.LTE: np.less_equal,
    Sign.GT: np.greater,
    Sign.GTE: np.greater_equal,
    Sign.EQ: np.equal,
}
_FEED: Final = 10
_ASCII_END: Final = 0x80
_NOWHERE: Final[Ints] = np.empty(0, np.int64)
_FEW: Final = 8
"""One row in so many is few."""

Sets = Mapping[tuple[str, bool], Literals]
"""What to look for, by column and by whether case counts."""


class Sight:
    """One batch and what was found in it; used by one thread, for one batch."""

    def __init__(self, batch: Batch, sets: Sets, patterns: Mapping[str, Patterns]) -> None:
        self.count: int = batch.num_rows
        self._batch = batch
        self._sets = sets
        self._patterns = patterns
        self._equal: dict[tuple[str, bool], Mapping[str, Ints]] = {}
        self._maybe: dict[str, Mapping[str, Ints]] = {}
        self._texts: dict[str, Texts] = {}
        self._found: dict[tuple[str, bool], Mapping[str, Found]] = {}
        self._known: dict[Test, Mask] = {}

    def see(self, test: Test) -> Mask:
        """Say of what in the batch a test is true."""
        known = self._known.get(test)
        if known is None:
            known = self._known[test] = self._look(test)
        return known

    def texts(self, column: str) -> Texts:
        """Return the distinct texts of a column."""
        known = self._texts.get(column)
        if known is None:
            known = self._texts[column] = self._taken(column)
        return known

    def found(self, column: str, *, cased: bool) -> Mapping[str, Found]:
        """Return which literals stand in a column, and where."""
        key, texts = (column, cased), self.texts(column)
        if key not in self._found:
            joined = texts.joined if cased else texts.folded_joined
            self._found[key] = self._sets[key].find(joined, texts.bounds)
        return self._found[key]

    def equal(self, column: str, *, cased: bool) -> Mapping[str, Ints]:
        """Return which whole texts stand in a column, and where."""
        key, texts = (column, cased), self.texts(column)
        if key not in self._equal:
            self._equal[key] = self._sets[key].equal(texts.values if cased else texts.folded)
        return self._equal[key]

    def maybe(self, column: str) -> Mapping[str, Ints]:
        """Return which patterns without a hint may fit texts of a column, and which texts."""
        if column not in self._maybe:
            self._maybe[column] = _maybe(self._patterns[column], self.texts(column))
        return self._maybe[column]

    def _taken(self, column: str) -> Texts:
        if column == fields.EXTENSION:
            return extensions(self.texts("path"))
        if column == fields.URL:
            return urls(self.texts("path"), self.texts("query"), slice(None))
        return texts_of(self._batch, column)

    def _look(self, test: Test) -> Mask:
        match test:
            case Text():
                return self._literal(test.column, test.value, test.how, cased=test.cased)
            case Absent(column):
                parts = fields.COMPUTED[column] if column == fields.URL else (column,)
                return all_of(self._null(part) for part in parts)
            case Empty(column):
                return self._empty(column)
            case Like() | Regex():
                return self._pattern(test)
            case _:
                return self._compared(test)

    def _compared(self, test: Number | Within | Same) -> Mask:
        match test:
            case Number(column, sign, value):
                return self._numbers(column, lambda held: compare(sign, held, value))
            case Within(column, cycle, first, last):
                return self._numbers(
                    column, lambda held: (held % cycle >= first) & (held % cycle <= last)
                )
            case Same():
                return self._same(test)

    def _literal(self, column: str, value: str, how: How, *, cased: bool) -> Mask:
        places = self._places(column, value, how, cased=cased)
        if not places.size:
            return NONE
        texts = self.texts(column)
        flags = texts.none()
        flags[places] = True
        return OnTexts(texts, flags)

    def _places(self, column: str, value: str, how: How, *, cased: bool) -> Ints:
        texts = self.texts(column)
        values = texts.values if cased else texts.folded
        if how is How.EQUALS:
            return self.equal(column, cased=cased).get(value, _NOWHERE)
        if is_short(value):
            return np.flatnonzero(standing(values, how, value))
        return self.found(column, cased=cased).get(value, NOT_FOUND).places(how)

    def _null(self, column: str) -> Mask:
        if not fields.is_text(column):
            return np.flatnonzero(np.asarray(self._batch.column(column).is_null())).astype(np.int32)
        texts = self.texts(column)
        flags = texts.none()
        flags[-1] = True
        return OnTexts(texts, flags)

    def _empty(self, column: str) -> Mask:
        texts = self.texts(column)
        flags = texts.none()
        flags[:-1] = np.diff(texts.bounds) == 0
        return OnTexts(texts, flags) if flags.any() else NONE

    def _numbers(self, column: str, holds: Callable[[Any], Any]) -> Rows:
        array = self._batch.column(column)
        there = np.asarray(array.is_valid())
        held = np.asarray(pc.fill_null(array, 0)).astype(np.int64)
        return np.flatnonzero(holds(held) & there).astype(np.int32)

    def _pattern(self, test: Like | Regex) -> Mask:
        """Rule out by the hint first; in few rows paths and queries are joined anew."""
        hint, column = hint_of(test), test.column
        rows = self._hinted(column, hint) if hint else None
        if rows is not None and not rows.size:
            return NONE
        if column == fields.URL and rows is not None and rows.size * _FEW < self.count:
            some = urls(self.texts("path"), self.texts("query"), rows)
            fits = _fitting(some, np.arange(len(some.values)), test)
            return np.asarray(rows[fits[some.numbers]], np.int32)
        texts = self.texts(column)
        maybe = (
            self._unhinted(test)
            if rows is None
            else np.unique(texts.numbers[rows]).astype(np.int64)
        )
        flags = _fitting(texts, maybe[maybe >= 0], test)
        return OnTexts(texts, flags) if flags.any() else NONE

    def _unhinted(self, test: Like | Regex) -> Ints:
        """The texts of a column that may fit a pattern that has no hint."""
        texts = self.texts(test.column)
        patterns = self._patterns.get(test.column)
        if patterns and isinstance(test, Regex) and patterns.holds(test.pattern):
            return self.maybe(test.column).get(test.pattern, _NOWHERE)
        return np.arange(len(texts.values))

    def _hinted(self, column: str, hint: str) -> Rows:
        """The rows that may fit, for a literal stands in what the column is made of."""
        parts = (
            self._literal(base, hint, How.CONTAINS, cased=False) for base in fields.bases_of(column)
        )
        return rows_of(any_of(parts, self.count))

    def _same(self, test: Same) -> Rows:
        one, other = self._written(test.column), self._written(test.other)
        return np.array(
            [row for row in range(self.count) if _stands(one[row], test.how, other[row])], np.int32
        )

    def _written(self, column: str) -> list[str | None]:
        """Every row's text, folded."""
        texts = self.texts(column)
        words = [*texts.folded.to_pylist(), None]
        return [words[number] for number in texts.numbers]


def compare(sign: Sign, held: Any, value: int) -> Any:  # noqa: ANN401 - arrays of any numbers
    """Compare numbers with a number."""
    return _COMPARE[sign](held, value)


def _stands(text: str | None, how: How, part: str | None) -> bool:
    if text is None or part is None:
        return False
    match how:
        case How.EQUALS:
            return text == part
        case How.STARTS:
            return text.startswith(part)
        case How.ENDS:
            return text.endswith(part)
        case How.CONTAINS:
            return part in text


def _fitting(texts: Texts, maybe: NDArray[np.int64], test: Like | Regex) -> Flags:
    """Flag those of some texts that fit a pattern."""
    flags = texts.none()
    if maybe.size:
        flags[maybe] = fitting(texts, maybe, test)
    return flags


def _maybe(patterns: Patterns, texts: Texts) -> Mapping[str, Ints]:
    """Return, for each pattern that some text may fit, these texts, in order."""
    if patterns.database is None:
        return {}
    joined = np.insert(texts.joined, texts.bounds[1:], _FEED)
    bounds = texts.bounds + np.arange(texts.bounds.size)
    ids, ends = scanned(patterns.database, joined)
    places = np.clip(np.searchsorted(bounds, ends, side="left") - 1, 0, len(texts.values) - 1)
    odd = np.flatnonzero((texts.joined >= _ASCII_END) | (texts.joined == _FEED))
    strange = np.unique(np.searchsorted(texts.bounds, odd, side="right") - 1)
    fit = patterns.fit
    if strange.size:
        return {text: np.union1d(places[ids == n], strange) for n, text in enumerate(fit)}
    return {fit[n]: np.unique(places[ids == n]) for n in np.unique(ids).tolist()}
