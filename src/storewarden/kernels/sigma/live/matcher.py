"""Matches many rules on a batch at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from storewarden.kernels.sigma import fields
from storewarden.kernels.sigma.form import (
    Absent,
    And,
    Constant,
    Empty,
    Form,
    How,
    Like,
    Not,
    Number,
    Or,
    Regex,
    Test,
    Text,
    tests_in,
)
from storewarden.kernels.sigma.hints import hint_of
from storewarden.kernels.sigma.live.literals import Literals
from storewarden.kernels.sigma.live.masks import NONE, Mask, all_of, any_of, invert, rows_of
from storewarden.kernels.sigma.live.patterns import Patterns
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
        self._sets = _sets(tests)
        self._patterns = _patterns(tests)

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


def _sets(tests: Iterable[Test]) -> dict[tuple[str, bool], Literals]:
    """What must be looked for, by column and by whether case counts."""
    anywhere: dict[tuple[str, bool], set[str]] = defaultdict(set)
    whole: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for test in tests:
        match test:
            case Text(column, How.EQUALS, value, cased):
                whole[column, cased].add(value)
            case Text(column, _, value, cased):
                anywhere[column, cased].add(value)
            case Like(column) | Regex(column) if hint_of(test):
                for base in fields.bases_of(column):
                    anywhere[base, False].add(hint_of(test))
    keys = {*anywhere, *whole}
    return {key: Literals(sorted(anywhere[key]), sorted(whole[key])) for key in keys}


def _patterns(tests: Iterable[Test]) -> dict[str, Patterns]:
    """Regular expressions without a literal that would rule texts out, by column."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for test in tests:
        if isinstance(test, Regex) and not hint_of(test):
            wanted[test.column].append(test.pattern)
    return {column: Patterns(sorted(patterns)) for column, patterns in wanted.items()}
