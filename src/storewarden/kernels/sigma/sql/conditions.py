"""The whole condition of a rule as one SQL expression."""

from collections.abc import Mapping, Sequence
from typing import Final

from storewarden.kernels.sigma.fields import bases_of, is_text
from storewarden.kernels.sigma.form import (
    Absent,
    And,
    Constant,
    Form,
    Like,
    Not,
    Number,
    Or,
    Regex,
    Same,
    Within,
    tests_in,
)
from storewarden.kernels.sigma.sql.atoms import test_sql

_COSTS: Final[Mapping[type, int]] = {Number: 0, Absent: 0, Like: 3, Regex: 4, Same: 5}
_TEXT: Final = 2


def condition_sql(form: Form) -> str:
    """Write a form as an expression that is true exactly where the live matcher says so.

    It may be NULL instead of false; under NOT that is made false, so that NOT of it is true.
    """
    match form:
        case And(parts):
            return _all_of(sorted(parts, key=_cost))
        case Or(parts):
            return " OR ".join(_inside(part) for part in parts)
        case Not(part):
            return f"NOT coalesce({condition_sql(part)}, FALSE)"
        case Constant(value):
            return "TRUE" if value else "FALSE"
        case _:
            return test_sql(form)


def _all_of(parts: Sequence[Form]) -> str:
    """Texts first: an engine judges each text of a dictionary once, but only before rows fall out.

    A number of its own would be asked while the file is read, before the texts. "Or the text is
    null" changes nothing where the texts must hold, and keeps it for the rows that they leave.
    """
    texts = [part for part in parts if not _of_numbers(part)]
    without = " AND ".join(f"{column} IS NULL" for column in _needed(texts))
    if not without:
        return " AND ".join(map(_inside, parts))
    late = [f"({_inside(part)} OR ({without}))" for part in parts if _of_numbers(part)]
    return " AND ".join([*map(_inside, texts), *late])


def _of_numbers(form: Form) -> bool:
    tests = tests_in(form)
    return bool(tests) and not any(is_text(test.column) for test in tests)


def _needed(all_of: Sequence[Form]) -> tuple[str, ...]:
    """Text columns of which one is not null wherever all of the forms are true; may be none."""
    needs = [need for need in map(_need, all_of) if need]
    return min(needs, key=len, default=())


def _need(form: Form) -> tuple[str, ...]:
    match form:
        case And(parts):
            return _needed(parts)
        case Or(parts):
            needs = [_need(part) for part in parts]
            return tuple(dict.fromkeys(sum(needs, ()))) if all(needs) else ()
        case Not() | Constant() | Absent() | Within():
            return ()
        case _:
            return bases_of(form.column) if is_text(form.column) else ()


def _inside(part: Form) -> str:
    return f"({condition_sql(part)})"


def _cost(form: Form) -> int:
    """What is quick to tell stands first."""
    match form:
        case And(parts) | Or(parts):
            return max(map(_cost, parts), default=0)
        case Not(part):
            return _cost(part)
        case _:
            return _COSTS.get(type(form), _TEXT)
