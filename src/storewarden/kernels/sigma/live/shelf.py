"""The texts that correlations remember, by column, as numbers that stay the same."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from storewarden.kernels.sigma.live.texts import (
    Batch,
    Flags,
    Numbers,
    Rows,
    Texts,
    texts_of,
    wrapped,
)
from storewarden.kernels.vocabulary import Vocabulary

Ints = NDArray[np.int64]
Small = NDArray[np.int32]
_NEW: Final = -2
_FEW: Final = 8
_ROOM: Final = 65_536
"""Texts that may be kept for nothing."""


class Shelf:
    """Numbers for the texts of columns, shared by all correlations."""

    def __init__(self) -> None:
        self._texts: dict[str, Vocabulary] = {}
        self._kept: dict[str, int] = {}

    def of(self, column: str) -> Vocabulary:
        """Return the texts of a column."""
        return self._texts.setdefault(column, Vocabulary())

    def words(self, column: str, numbers: Numbers) -> list[str]:
        """Return the texts of some numbers; -1 stands for null."""
        texts = self.of(column).texts(np.maximum(numbers, 0)) if numbers.size else []
        return [w if n >= 0 else "None" for w, n in zip(texts, numbers.tolist(), strict=True)]

    def is_full(self) -> bool:
        """Whether more is kept than may be kept for nothing."""
        kept = self._kept
        return any(len(t) > 2 * kept.get(c, 0) + _ROOM for c, t in self._texts.items())

    def keep(self, used: Mapping[str, Sequence[Small]]) -> dict[str, Small]:
        """Forget all texts but these; returns for each column the new number of each old one."""
        moved = {}
        for column, vocabulary in self._texts.items():
            numbers = np.unique(np.concatenate([*used.get(column, ()), np.empty(0, np.int32)]))
            numbers = numbers[numbers >= 0]
            new = np.full(len(vocabulary) + 1, -1, np.int32)
            new[numbers] = np.arange(len(numbers), dtype=np.int32)
            vocabulary.keep(numbers)
            self._kept[column] = len(numbers)
            moved[column] = new
        return moved


class Words:
    """The columns of one batch, each taken apart once for all correlations."""

    def __init__(self, batch: Batch, shelf: Shelf) -> None:
        self.shelf = shelf
        self._batch = batch
        self._texts: dict[str, Texts] = {}
        self._numbers: dict[tuple[str, str], Small] = {}
        self.times = _figures(batch, "time")
        self.lines = _figures(batch, "line")
        times = batch.column("time")
        self._timed: Flags | None = np.asarray(times.is_valid()) if times.null_count else None

    def numbers(self, column: str, shelf: str, rows: Rows) -> Small:
        """Return the number of some rows' texts, as a part of the shelf has it; -1 for null."""
        texts = self._text(column)
        known = self._numbers.get((column, shelf))
        if known is None:
            known = self._numbers[column, shelf] = np.full(len(texts.values) + 1, _NEW, np.int32)
            known[-1] = -1
        codes = texts.numbers[rows]
        numbers: Small = known[codes]
        new = numbers == _NEW
        if new.any():
            fresh = _each_once(codes[new], len(known))
            known[fresh] = self.shelf.of(shelf).numbers(texts.values.take(wrapped(fresh)))
            numbers = known[codes]
        return numbers

    def _text(self, column: str) -> Texts:
        texts = self._texts.get(column)
        if texts is None:
            texts = self._texts[column] = texts_of(self._batch, column)
        return texts

    def told(self, rows: Rows, columns: Sequence[str]) -> Rows:
        """Return those of some rows that have a time and a text in each of some columns."""
        kept: Flags | None = None if self._timed is None else self._timed[rows]
        for column in columns:
            there = self._text(column).numbers[rows] >= 0
            kept = there if kept is None else kept & there
        return rows if kept is None or kept.all() else rows[kept]


def _each_once(codes: Small, most: int) -> Small:
    if len(codes) * _FEW < most:
        return np.unique(codes)
    there = np.zeros(most, np.bool_)
    there[codes] = True
    return np.flatnonzero(there).astype(np.int32)


def _figures(batch: Batch, column: str) -> Ints:
    array = batch.column(column)
    if array.null_count:
        array = pc.fill_null(array, 0)
    return np.asarray(array).astype(np.int64, copy=False)
