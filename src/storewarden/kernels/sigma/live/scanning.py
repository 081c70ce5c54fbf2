"""Asks all tests about new texts of all columns in one pass."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from storewarden.kernels.expressions import scanned
from storewarden.kernels.sigma.form import Regex, Test
from storewarden.kernels.sigma.hints import hint_of
from storewarden.kernels.sigma.live.literals import Ints, Literals
from storewarden.kernels.sigma.live.marking import (
    Bits,
    mark_literals,
    mark_patterns,
    separated,
    tell,
)
from storewarden.kernels.sigma.live.profiles import WORD
from storewarden.kernels.sigma.live.questions import arranged
from storewarden.kernels.sigma.live.singly import fitting, holds
from storewarden.kernels.sigma.live.texts import Strings, Texts

_NO_ROWS: Final = np.empty(0, np.int32)


def is_searched(tests: Sequence[Test]) -> bool:
    """Whether regular expressions must be looked for in a column, for they have no hint."""
    return any(isinstance(test, Regex) and not hint_of(test) for test in tests)


class Scan:
    """Tests on several columns of texts.

    Args:
        columns: the tests on each column; those with `is_searched` stand first.
    """

    def __init__(self, columns: Sequence[Sequence[Test]]) -> None:
        self._questions = arranged(columns)
        self._literals = Literals(self._questions.literals, ())
        self._width = max((-(-len(tests) // WORD) for tests in columns), default=1)
        self._unhinted = np.zeros((len(columns), self._width), np.uint32)
        needed = self._questions.needed
        self._searched = int(max(needed.columns, default=-1)) + 1
        for column, place in zip(needed.columns, needed.places, strict=True):
            self._unhinted[column, place // WORD] |= np.uint32(1 << (place % WORD))

    def answers(self, columns: Sequence[Strings]) -> list[Bits]:
        """Answer all tests about texts of each column, none of them null."""
        begins = np.cumsum([0, *map(len, columns)])
        found = np.zeros((int(begins[-1]), self._width), np.uint32)
        if len(found):
            texts = Texts(pa.concat_arrays(list(columns)), _NO_ROWS)
            column = np.repeat(np.arange(len(columns), dtype=np.int32), np.diff(begins))
            for place, where in self._true(texts, column, found, begins):
                found[where, place // WORD] |= np.uint32(1 << (place % WORD))
        return [found[first:last] for first, last in pairwise(begins.tolist())]

    def _true(
        self, texts: Texts, column: NDArray[np.int32], found: Bits, begins: Ints
    ) -> Iterator[tuple[int, Ints]]:
        """Mark what literals alone say; yield what else is true: a test's place, and the texts."""
        maybe = np.zeros_like(found)
        self._mark(texts, column, found, maybe, begins)
        which, where = tell(maybe)
        keys = column[where].astype(np.int64) * self._width * WORD + which
        order = np.argsort(keys, kind="stable")
        for part in np.split(order, np.flatnonzero(np.diff(keys[order])) + 1):
            if part.size:
                at, place = where[part], int(which[part[0]])
                tried = self._questions.tried[int(column[at[0]]), place]
                yield place, at[fitting(texts, at, tried)]
        for number, place, test in self._questions.others:
            first, last = int(begins[number]), int(begins[number + 1])
            if first < last:
                yield place, first + np.flatnonzero(holds(texts, slice(first, last), test))

    def _mark(
        self, texts: Texts, column: NDArray[np.int32], found: Bits, maybe: Bits, begins: Ints
    ) -> None:
        asked, bounds = self._questions, texts.bounds
        ids, ends = self._literals.hits(separated(texts.folded_joined, bounds)[0])
        mark_literals(ids, ends, self._literals.lengths, bounds, column, asked.wanted, found, maybe)
        some = int(begins[self._searched])
        if some:
            bounds = bounds[: some + 1]
            joined, strange = separated(texts.joined, bounds)
            ids, ends = scanned(asked.patterns.database, joined)
            mark_patterns(ids, ends, bounds, column, asked.needed, strange, found, maybe)
            odd = np.flatnonzero(strange)
            maybe[odd] |= self._unhinted[column[odd]]
