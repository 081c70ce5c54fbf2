"""Which texts each of many expressions fits, as RE2 means it."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import re2
from numpy.typing import NDArray

from storewarden.kernels.expressions.patterns import Patterns, scanned
from storewarden.kernels.vocabulary import raw

Ints = NDArray[np.int64]
_FEED: Final = 10
_ASCII_END: Final = 0x80
_NONE: Final[Ints] = np.empty(0, np.int64)


class Together:
    """Expressions (RE2), searched without regard to case.

    Args:
        expressions: any number of them.
    """

    def __init__(self, expressions: Sequence[str]) -> None:
        options = re2.Options()
        options.case_sensitive = False
        self._each = [re2.compile(one, options).search for one in expressions]
        written = [f"(?i){one}" for one in expressions]
        self._patterns = Patterns(written)
        place = {one: at for at, one in enumerate(self._patterns.fit)}
        self._places = [place.get(one) for one in written]

    def fitting(self, texts: pa.Array) -> list[Ints]:
        """Return for each expression the texts that it fits.

        Args:
            texts: a string array without null.
        """
        places, strange, bounds = _scanned(self._patterns, texts)
        odd = np.flatnonzero(strange)
        found: list[Ints] = []
        for place, search in zip(self._places, self._each, strict=True):
            if place is None:
                found.append(_fitting(texts, np.arange(len(texts)), search))
                continue
            hit = places[bounds[place] : bounds[place + 1]]
            if not hit.size and not odd.size:
                found.append(_NONE)
                continue
            hit = np.unique(hit)
            sure = hit[~strange[hit]] if self._patterns.exact[place] else _NONE
            maybe = np.setdiff1d(np.union1d(hit, odd), sure)
            found.append(np.union1d(sure, _fitting(texts, maybe, search)))
        return found


def _scanned(patterns: Patterns, texts: pa.Array) -> tuple[Ints, NDArray[np.bool_], Ints]:
    """Return the texts that were hit, by pattern; which are strange; where each pattern begins."""
    bounds, held = raw(texts)
    begins = bounds.astype(np.int64) - int(bounds[0])
    joined = held[int(bounds[0]) : int(bounds[-1])]
    strange = np.zeros(len(texts), np.bool_)
    odd = np.flatnonzero((joined >= _ASCII_END) | (joined == _FEED))
    strange[np.searchsorted(begins, odd, side="right") - 1] = True
    if patterns.database is None or not len(texts):
        return _NONE, strange, np.zeros(len(patterns.fit) + 1, np.int64)
    apart = np.insert(joined, begins[1:], _FEED)
    ids, ends = scanned(patterns.database, apart)
    last = np.searchsorted(begins + np.arange(begins.size), ends, side="left") - 1
    order = np.argsort(ids, kind="stable")
    cuts = np.searchsorted(ids[order], np.arange(len(patterns.fit) + 1))
    return np.clip(last, 0, len(texts) - 1)[order], strange, cuts


def _fitting(texts: pa.Array, numbers: Ints, search: Callable[[str], object]) -> Ints:
    some = [texts[number].as_py() for number in numbers.tolist()]
    return numbers[[search(text) is not None for text in some]] if some else _NONE
