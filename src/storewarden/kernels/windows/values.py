"""What is known of the values of a column: worked out once for each, then remembered."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import re2

from storewarden.kernels.vocabulary import Vocabulary
from storewarden.kernels.windows.columns import Column

Masks = npt.NDArray[np.int64]
_SINGLE: Final = 64
"""So many values are looked at one by one: a regular expression would be compiled for them anew."""
_MOST: Final = 65_536
_BYTES: Final = 4 * 1024 * 1024

Work = Callable[[pa.Array], Masks]
"""A 64-bit number for each value of a string array."""


class Values:
    """Numbers for the values of one column, from work that is done once for each value.

    With too many values remembered all are forgotten: the work is done anew, the same comes out.

    Args:
        works: by name.
    """

    def __init__(self, works: Mapping[str, Work]) -> None:
        self._works = dict(works)
        self._vocabulary = Vocabulary()
        self._known: dict[str, Masks] = {}
        self._forget()

    def __len__(self) -> int:
        """How many values are remembered."""
        return len(self._vocabulary)

    def of(self, column: Column) -> dict[str, Masks]:
        """Return, for each work, the number of each distinct value of a column; 0 for null."""
        values = column.values
        values = values if values.type == pa.string() else values.cast(pa.string())
        if len(self) > _MOST or self._vocabulary.size > _BYTES:
            self._forget()
        before = len(self)
        missing = np.asarray(values.is_null()) if values.null_count else None
        numbers = self._vocabulary.numbers(values if missing is None else values.fill_null(""))
        if len(self) > before:
            self._learn(values, numbers, before)
        found = {name: known[numbers] for name, known in self._known.items()}
        if missing is not None:
            for worked in found.values():
                worked[missing] = 0
        return found

    def _learn(self, values: pa.Array, numbers: npt.NDArray[np.int32], before: int) -> None:
        fresh = np.flatnonzero(numbers >= before)
        if fresh.size > len(self) - before:
            fresh = fresh[np.unique(numbers[fresh], return_index=True)[1]]
        places = pa.Array.from_buffers(pa.int64(), len(fresh), [None, pa.py_buffer(fresh)])
        new = values.take(places)
        new = new.fill_null("") if new.null_count else new
        for name, work in self._works.items():
            self._known[name] = np.concatenate((self._known[name], work(new)))

    def _forget(self) -> None:
        self._vocabulary.clear()
        self._known = {name: np.empty(0, np.int64) for name in self._works}


def matches(values: pa.Array, regex: str) -> npt.NDArray[np.bool_]:
    """In which values a regular expression (RE2) is found, without regard to case; not in null."""
    if len(values) > _SINGLE:
        found = pc.match_substring_regex(values, regex, ignore_case=True)
        return np.asarray(found.fill_null(False))
    search = _compiled(regex).search
    texts = values.to_pylist()
    return np.array([text is not None and search(text) is not None for text in texts], bool)


@cache
def _compiled(regex: str) -> Any:  # noqa: ANN401 - re2 has no types
    options = re2.Options()
    options.case_sensitive = False
    return re2.compile(regex, options)
