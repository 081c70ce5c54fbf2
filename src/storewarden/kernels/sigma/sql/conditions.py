"""The whole condition of a rule as one SQL expression."""

from storewarden.kernels.sigma.form import And, Constant, Form, Not, Or
from storewarden.kernels.sigma.sql.atoms import test_sql


def condition_sql(form: Form) -> str:
    """Write a form as an expression that is true exactly where the live matcher says so.

    It may be NULL instead of false; under NOT that is made false, so that NOT of it is true.
    """
    match form:
        case And(parts):
            return " AND ".join(_inside(part) for part in parts)
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
