"""Numbers and parts of the time, in the intermediate form."""

import math
from typing import Final

from sigma.types import (
    CompareOperators,
    SigmaCompareExpression,
    SigmaString,
    SigmaTimestampPart,
    TimestampPart,
)

from storewarden.kernels.sigma import fields
from storewarden.kernels.sigma.form import Absent, Constant, Form, Number, Sign, Within, negated
from storewarden.kernels.sigma.impossible import Impossible
from storewarden.kernels.sigma.wildcards import text_form

_LARGEST: Final = 2**63 - 1
_SECOND: Final = 1_000_000
_PARTS: Final = {
    TimestampPart.MINUTE: (60 * _SECOND, 3600 * _SECOND),
    TimestampPart.HOUR: (3600 * _SECOND, 86_400 * _SECOND),
}


def equal_form(column: str, number: int | float) -> Form:
    """A column equals a number; a text column equals its writing."""
    if fields.is_text(column):
        return text_form(column, SigmaString.from_str(str(number)), cased=False)
    if number != math.floor(number) or abs(number) > _LARGEST:
        return Constant(value=False)
    return Number(column, Sign.EQ, int(number))


def compared_form(column: str, asked: SigmaCompareExpression, field: str) -> Form:
    """A number column is smaller or larger; raises `Impossible` for text."""
    if fields.is_text(column):
        raise Impossible(f"{field} holds text, which is neither larger nor smaller", field)
    if isinstance(asked.number, SigmaTimestampPart):
        raise Impossible("a part of the time can be equal to a number only", field)
    number = asked.number.number
    if asked.op is CompareOperators.NEQ:
        return negated(equal_form(column, number))
    upward = asked.op in {CompareOperators.GT, CompareOperators.LTE}
    whole = math.floor(number) if upward else math.ceil(number)
    sign = Sign[asked.op.name]
    if abs(whole) > _LARGEST:
        fits = (whole < 0) == (sign in {Sign.GT, Sign.GTE})
        return negated(Absent(column)) if fits else Constant(value=False)
    return Number(column, sign, whole)


def time_form(column: str, asked: SigmaTimestampPart, field: str) -> Form:
    """The time of day, UTC, is as asked; raises `Impossible` for what cannot be told."""
    if column != "time" or asked.timestamp_part not in _PARTS:
        raise Impossible("only `time|hour` and `time|minute` (UTC) can be told", field)
    unit, cycle = _PARTS[asked.timestamp_part]
    first = int(asked.number) * unit
    return Within(column, cycle, first, first + unit - 1)
