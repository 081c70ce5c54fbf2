"""Matches many rules on a batch at once."""

from collections.abc import Mapping, Sequence
from typing import Final

from storewarden.kernels.sigma.form import (
    Absent,
    And,
    Constant,
    Empty,
    Form,
    Like,
    Not,
    Number,
    Or,
    Regex,
    Text,
    tests_in,
)
from storewarden.kernels.sigma.live.compiling import patterns_of, sets_of
from storewarden.kernels.sigma.live.masks import NONE, Mask, all_of, any_of, invert, rows_of
from storewarden.kernels.sigma.live.sight import Sight
from storewarden.kernels.sigma.live.texts import Batch, Rows
from storewarden.kernels.sigma.rules import Rule

_DEAR: Final = 9
_COSTS: Final[Mapping[type, int]] = {
    Text: 0,
    Like: 1,
    Regex: 2,
    Empty: 3,
    Number: 4,
    Absent: 5,
    Constant: 6,
    Not: 7,
}


class Matcher:
    """Compiled rules; built once, then shared by any number of threads."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple((rule.told.key, _cheapest_first(rule.form)) for rule in rules)
        tests = {test for _, form in self._rules for test in tests_in(form)}
        self._sets = sets_of(tests)
        self._patterns = patterns_of(tests)

    def match(self, batch: Batch) -> dict[str, Rows]:
        """Match a batch of events (``kernels.events.LIVE``; plain text columns are fine too).

        Returns:
            Key of each rule that matches something -> the numbers of the rows, in order.
        """
        if not batch.num_rows:
            return {}
        sight = Sight(batch, self._sets, self._patterns)
        found = ((key, rows_of(_mask(form, sight))) for key, form in self._rules)
        return {key: rows for key, rows in found if rows.size}


def _mask(form: Form, sight: Sight) -> Mask:
    match form:
        case And(parts):
            return all_of(_mask(part, sight) for part in parts)
        case Or(parts):
            return any_of((_mask(part, sight) for part in parts), sight.count)
        case Not(part):
            return invert(_mask(part, sight), sight.count)
        case Constant(value):
            return invert(NONE, sight.count) if value else NONE
        case _:
            return sight.see(form)


def _cheapest_first(form: Form) -> Form:
    match form:
        case And(parts):
            return And(tuple(sorted(map(_cheapest_first, parts), key=_cost)))
        case Or(parts):
            return Or(tuple(map(_cheapest_first, parts)))
        case Not(part):
            return Not(_cheapest_first(part))
        case _:
            return form


def _cost(form: Form) -> int:
    match form:
        case And(parts) | Or(parts):
            return max(map(_cost, parts), default=0)
        case _:
            return _COSTS.get(type(form), _DEAR)
