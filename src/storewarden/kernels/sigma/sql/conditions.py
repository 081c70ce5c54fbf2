"""The whole condition of a rule as one SQL expression."""

from collections.abc import Mapping
from typing import Final

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
            return " AND ".join(_inside(part) for part in sorted(parts, key=_cost))
        case Or(parts):
            return " OR ".join(_inside(part) for part in parts)
        case Not(part):
            return f"NOT coalesce({condition_sql(part)}, FALSE)"
        case Constant(value):
            return "TRUE" if value else "FALSE"
        case _:
            return test_sql(form)


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
