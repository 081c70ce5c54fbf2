"""What is known of the texts of columns: each distinct text is asked about once."""

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from storewarden.kernels.sigma.form import Absent, Test
from storewarden.kernels.sigma.live.marking import Bits
from storewarden.kernels.sigma.live.profiles import Numbers, Profiles
from storewarden.kernels.sigma.live.texts import (
    NOTHING,
    Batch,
    Strings,
    Texts,
    extension_of,
    texts_of,
    url_of,
    wrapped,
)
from storewarden.kernels.vocabulary import Spread, Tuples, Vocabulary

MOST_TEXTS: Final = 65_536
MOST_BYTES: Final = 4 * 1024 * 1024
"""Texts and bytes that are remembered of one column; with more, all columns are forgotten."""

_NULL: Final = pa.nulls(1, pa.string())


class Known:
    """The texts of one column, numbered on from batch to batch.

    Attributes:
        texts: the distinct texts of the batch that was read last.
        numbers: the number of each of these.
        fresh: which of these were never seen before.
    """

    def __init__(self, column: str) -> None:
        self._column = column
        self._vocabulary = Vocabulary()
        self.texts = Texts(NOTHING, np.empty(0, np.int32))
        self.numbers: Numbers = np.empty(0, np.int32)
        self.fresh: NDArray[np.int64] = np.empty(0, np.int64)

    def __len__(self) -> int:
        """How many texts are remembered."""
        return len(self._vocabulary)

    @property
    def is_full(self) -> bool:
        """Whether so much is remembered that it is better forgotten."""
        return len(self._vocabulary) > MOST_TEXTS or self._vocabulary.size > MOST_BYTES

    def clear(self) -> None:
        """Forget all texts."""
        self._vocabulary.clear()

    def read(self, batch: Batch) -> None:
        """Take the column of the next batch."""
        self.texts, before = texts_of(batch, self._column), len(self._vocabulary)
        self.numbers = self._vocabulary.numbers(self.texts.values)
        self.fresh = first_of_each(self.numbers, before)

    def number_of(self, codes: Numbers) -> Numbers:
        """Return the numbers of some of the texts of the batch; -1 for null, which is -1."""
        return spread(self.numbers, codes, none=-1)


class Asked(Protocol):
    """Tests on texts of one kind; a text that is new is asked about once."""

    profiles: Profiles

    def new(self) -> Strings:
        """Return what was never asked about; null where there is no text."""
        ...

    def learn(self, profiles: Numbers) -> None:
        """Remember the profile of each of these."""
        ...

    def rows(self) -> Spread:
        """Return the profile of each row of the batch, by the code of its text."""
        ...

    def clear(self) -> None:
        """Forget all texts."""
        ...


class Column:
    """Tests on one column, or on what is computed from it alone."""

    def __init__(self, tests: Sequence[Test], known: Known, *, extension: bool) -> None:
        self.profiles = Profiles(tests)
        self._known, self._extension = known, extension
        self.clear()

    def clear(self) -> None:
        """Forget all texts."""
        self._of: Numbers = np.empty(0, np.int32)

    def new(self) -> Strings:
        """Return what was never asked about; null comes before all."""
        fresh = self._known.fresh
        values = self._known.texts.values.take(wrapped(fresh)) if fresh.size else NOTHING
        if self._extension:
            values = extension_of(values)
        return values if self._of.size else pa.concat_arrays([_NULL, values])

    def learn(self, profiles: Numbers) -> None:
        """Remember the profile of each of these."""
        self._of = np.concatenate((self._of, profiles))

    def rows(self) -> Spread:
        """Return the profile of each row of the batch, by the code of its text."""
        known = self._known
        return Spread(np.append(self._of[known.numbers + 1], self._of[0]), known.texts.numbers)


class Pair:
    """Tests on path and query as one text."""

    def __init__(self, tests: Sequence[Test], path: Known, query: Known) -> None:
        self.profiles = Profiles(tests)
        self._path, self._query = path, query
        self._pairs = Tuples(2)
        self._codes = self._numbers = np.empty(0, np.int32)
        self.clear()

    def clear(self) -> None:
        """Forget all texts."""
        self._pairs.clear()
        self._of: Numbers = np.empty(0, np.int32)

    def new(self) -> Strings:
        """Return what was never asked about; null where there is neither path nor query."""
        before, path, query = len(self._pairs), self._path, self._query
        paths, queries = self._told_apart()
        rows = np.stack((path.number_of(paths), query.number_of(queries)), axis=1)
        self._numbers = self._pairs.numbers(rows)
        fresh = first_of_each(self._numbers, before)
        if not fresh.size:
            return NOTHING
        return url_of(path.texts.values, query.texts.values, paths[fresh], queries[fresh])

    def _told_apart(self) -> tuple[Numbers, Numbers]:
        """Return path and query of each code; most rows have no query and the code of a path."""
        paths, queries = self._path.texts.numbers, self._query.texts.numbers
        asking, none = queries >= 0, len(self._path.texts.values)
        codes = np.where(paths < 0, np.int32(none), paths)
        alone = np.zeros(none + 1, np.bool_)
        alone[codes[~asking]] = True
        few = np.flatnonzero(alone).astype(np.int32)
        place = np.cumsum(alone, dtype=np.int32) - np.int32(1)
        self._codes = place[codes]
        self._codes[asking] = np.arange(np.count_nonzero(asking), dtype=np.int32) + np.int32(
            len(few)
        )
        few[few == none] = -1
        nothing = np.full(len(few), -1, np.int32)
        return np.append(few, paths[asking]), np.append(nothing, queries[asking])

    def learn(self, profiles: Numbers) -> None:
        """Remember the profile of each of these."""
        self._of = np.concatenate((self._of, profiles))

    def rows(self) -> Spread:
        """Return the profile of each row of the batch, by the code of its text."""
        return Spread(np.append(self._of[self._numbers], np.int32(0)), self._codes)


def profiled(profiles: Profiles, new: Strings, bits: Bits) -> Numbers:
    """Return the profile of each text, from the answers about those that are not null."""
    if not new.null_count:
        return profiles.numbers(bits)
    absent = profiles.packed(np.array([[isinstance(one, Absent) for one in profiles.tests]]))
    every = np.repeat(absent, len(new), axis=0)
    every[np.asarray(new.is_valid())] = bits[:, : every.shape[1]]
    return profiles.numbers(every)


def spread(of_text: Numbers, numbers: Numbers, *, none: int) -> Numbers:
    """Give each row what belongs to its text, and rows without one ``none``."""
    if not of_text.size:
        return np.full(len(numbers), none, np.int32)
    return np.append(of_text, np.int32(none)).take(numbers, mode="wrap")


def first_of_each(numbers: Numbers, before: int) -> NDArray[np.int64]:
    """Where each number from ``before`` on stands first, in their order."""
    places = np.flatnonzero(numbers >= before)
    if places.size and places.size > int(numbers[places].max()) + 1 - before:
        places = places[np.unique(numbers[places], return_index=True)[1]]
    return places
