"""Which rules hold of each row of profiles, and which rows of a batch that means."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from storewarden.kernels.sigma.form import And, Constant, Form, Not, Or, Test
from storewarden.kernels.sigma.live.profiles import Numbers
from storewarden.kernels.sigma.live.texts import Flags, Rows
from storewarden.kernels.windows.compiled import counted

Holds = Callable[[Test], Flags]
"""Says of what a test is true."""


class Rulings:
    """For each of some cases the rules that hold of it.

    Args:
        forms: what each rule asks.
    """

    def __init__(self, forms: Sequence[Form]) -> None:
        self._forms = tuple(forms)
        self.clear()

    def clear(self) -> None:
        """Forget all cases."""
        self._begins = np.zeros(1, np.int32)
        self._rules = np.empty(0, np.int32)

    def learn(self, count: int, holds: Holds) -> None:
        """Judge so many new cases."""
        judged = np.array([judge(form, count, holds) for form in self._forms], np.bool_)
        cases, rules = np.nonzero(judged.reshape(len(self._forms), count).T)
        ends = np.searchsorted(cases, np.arange(1, count + 1)).astype(np.int32)
        self._begins = np.concatenate((self._begins, self._begins[-1] + ends))
        self._rules = np.concatenate((self._rules, rules.astype(np.int32)))

    def rows(self, cases: Numbers) -> list[tuple[int, Rows]]:
        """Return each rule that holds somewhere, and the rows, whose cases are given."""
        counts = np.zeros(len(self._forms) + 1, np.int64)
        _count(cases, self._begins, self._rules, counts)
        ends = np.cumsum(counts)
        found = np.empty(int(ends[-1]), np.int32)
        _fill(cases, self._begins, self._rules, ends.copy(), found)
        return [
            (rule, found[ends[rule] : ends[rule + 1]])
            for rule in np.flatnonzero(counts[1:]).tolist()
        ]


def judge(form: Form, count: int, holds: Holds) -> Flags:
    """Say of which of so many cases a form is true."""
    match form:
        case And(parts):
            return _joined(np.logical_and, (judge(part, count, holds) for part in parts))
        case Or(parts):
            return _joined(np.logical_or, (judge(part, count, holds) for part in parts))
        case Not(part):
            return ~judge(part, count, holds)
        case Constant(value):
            return np.full(count, value, np.bool_)
        case _:
            return holds(form)


def _joined(join: Callable[[Flags, Flags], Flags], parts: Iterable[Flags]) -> Flags:
    first, *rest = parts
    for part in rest:
        first = join(first, part)
    return first


@counted
def _count(cases: Numbers, begins: Numbers, rules: Numbers, counts: NDArray[np.int64]) -> None:
    for row in range(cases.size):
        for at in range(begins[cases[row]], begins[cases[row] + 1]):
            counts[rules[at] + 1] += 1


@counted
def _fill(
    cases: Numbers, begins: Numbers, rules: Numbers, places: NDArray[np.int64], found: Rows
) -> None:
    for row in range(cases.size):
        for at in range(begins[cases[row]], begins[cases[row] + 1]):
            found[places[rules[at]]] = row
            places[rules[at]] += 1
