"""What must be looked for in texts so that tests can be answered, compiled once."""

from collections import defaultdict
from collections.abc import Iterable

from storewarden.kernels.expressions import Patterns
from storewarden.kernels.sigma import fields
from storewarden.kernels.sigma.form import How, Like, Regex, Test, Text
from storewarden.kernels.sigma.hints import hint_of
from storewarden.kernels.sigma.live.literals import Literals


def sets_of(tests: Iterable[Test]) -> dict[tuple[str, bool], Literals]:
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


def patterns_of(tests: Iterable[Test]) -> dict[str, Patterns]:
    """Regular expressions without a literal that would rule texts out, by column."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for test in tests:
        if isinstance(test, Regex) and not hint_of(test):
            wanted[test.column].append(test.pattern)
    return {column: Patterns(sorted(patterns)) for column, patterns in wanted.items()}
