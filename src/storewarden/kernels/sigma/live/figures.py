"""The tests on one column of numbers: a few classes of numbers, told apart by their bounds."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from storewarden.kernels.sigma.form import Number, Sign, Test
from storewarden.kernels.sigma.live.profiles import Numbers, Profiles
from storewarden.kernels.sigma.live.sight import compare
from storewarden.kernels.sigma.live.texts import Batch
from storewarden.kernels.vocabulary import Spread
from storewarden.kernels.windows.compiled import counted

Ints = NDArray[np.int64]
_SMALL: Final = 1024
_LOWEST: Final = -(1 << 63)


class Classed:
    """Tests on a column of numbers.

    Args:
        column: of whole numbers.
        tests: `Number` and `Absent` tests on it.
    """

    def __init__(self, column: str, tests: Sequence[Test]) -> None:
        self._column = column
        self.profiles = Profiles(tests)
        self._bounds = _bounds(tests)
        self._small = np.searchsorted(self._bounds, np.arange(_SMALL), "right").astype(np.int32)
        self._of = np.empty(0, np.int32)

    def clear(self) -> None:
        """Give profiles their numbers anew."""
        self._of = np.empty(0, np.int32)

    def ask(self, batch: Batch) -> Spread:
        """Return the profile of each row, by its class."""
        if not self._of.size:
            self._of = self.profiles.numbers(self.profiles.packed(self._answers()))
        array, found = batch.column(self._column), np.empty(batch.num_rows, np.int32)
        missing = np.asarray(array.is_null()) if array.null_count else np.zeros(0, np.bool_)
        held = np.asarray(pc.fill_null(array, 0) if array.null_count else array).astype(np.int64)
        _classes(held, missing, self._bounds, self._small, found)
        return Spread(self._of, found)

    def _answers(self) -> NDArray[np.bool_]:
        """What is true of each class, and at last of null."""
        classes = np.concatenate(([_LOWEST], self._bounds))
        tests = self.profiles.tests
        answers = np.zeros((len(classes) + 1, len(tests)), np.bool_)
        for place, test in enumerate(tests):
            if isinstance(test, Number):
                answers[:-1, place] = compare(test.sign, classes, test.value)
            else:
                answers[-1, place] = True
        return answers


def _bounds(tests: Sequence[Test]) -> Ints:
    """Where a class of numbers begins of which the same is true."""
    bounds = {
        bound
        for test in tests
        if isinstance(test, Number)
        for bound in _cuts(test.sign, test.value)
        if _LOWEST < bound < -_LOWEST
    }
    return np.array(sorted(bounds), np.int64)


def _cuts(sign: Sign, value: int) -> tuple[int, ...]:
    match sign:
        case Sign.LT | Sign.GTE:
            return (value,)
        case Sign.LTE | Sign.GT:
            return (value + 1,)
        case Sign.EQ:
            return value, value + 1


@counted
def _classes(
    held: Ints,
    missing: NDArray[np.bool_],
    bounds: Ints,
    small: Numbers,
    found: Numbers,
) -> None:
    for row in range(held.size):
        number, at = held[row], 0
        if missing.size > 0 and missing[row]:
            at = bounds.size + 1
        elif 0 <= number < _SMALL:
            at = small[number]
        else:
            low, high = 0, bounds.size
            while low < high:
                middle = (low + high) // 2
                if bounds[middle] <= number:
                    low = middle + 1
                else:
                    high = middle
            at = low
        found[row] = at
