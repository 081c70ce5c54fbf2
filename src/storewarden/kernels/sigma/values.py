"""What a value of a Sigma rule asks of a column, in the intermediate form."""

from collections.abc import Iterable
from typing import Final

from sigma.types import (
    SigmaBool,
    SigmaCasedString,
    SigmaCIDRExpression,
    SigmaCompareExpression,
    SigmaExists,
    SigmaExpansion,
    SigmaFieldReference,
    SigmaNull,
    SigmaNumber,
    SigmaRegularExpression,
    SigmaRegularExpressionFlag,
    SigmaString,
    SigmaTimestampPart,
    SigmaType,
    SpecialChars,
)

from storewarden.kernels.sigma import fields
from storewarden.kernels.sigma.amounts import compared_form, equal_form, time_form
from storewarden.kernels.sigma.form import (
    Absent,
    Form,
    How,
    Regex,
    Same,
    Text,
    both,
    either,
    negated,
)
from storewarden.kernels.sigma.impossible import Impossible
from storewarden.kernels.sigma.regexes import compiled
from storewarden.kernels.sigma.wildcards import text_form

NO_VALUE: Final = frozenset({"", "-"})
"""What logs write where there is nothing; our columns hold null there."""

_IPV4: Final = r"^[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}$"
_FLAGS: Final = {
    SigmaRegularExpressionFlag.IGNORECASE: "i",
    SigmaRegularExpressionFlag.MULTILINE: "m",
    SigmaRegularExpressionFlag.DOTALL: "s",
}


def test_of(field: str, value: SigmaType) -> Form:
    """Say what a field test asks; raises `Impossible`."""
    columns = fields.columns_of(field)
    if not columns:
        raise Impossible(f"no log that comes here has a field {field}", field)
    if isinstance(value, SigmaExpansion):
        return either(*(test_of(field, one) for one in value.values))
    if isinstance(value, SigmaExists):
        there = negated(both(*(Absent(column) for column in columns)))
        return there if value.exists else negated(there)
    return either(*(_one(column, value, field) for column in columns))


def keyword(value: SigmaType) -> Form:
    """Say what a value without a field asks: to stand in any text; raises `Impossible`."""
    if isinstance(value, SigmaExpansion):
        return either(*(keyword(one) for one in value.values))
    if isinstance(value, SigmaRegularExpression):
        return either(*(_regex(column, value) for column in fields.KEYWORD_COLUMNS))
    if isinstance(value, SigmaNumber):
        return keyword(SigmaString.from_str(str(value.number)))
    if not isinstance(value, SigmaString):
        raise Impossible(f"a keyword must be a text, not {type(value).__name__}")
    anywhere = SpecialChars.WILDCARD_MULTI + value + SpecialChars.WILDCARD_MULTI
    cased = isinstance(value, SigmaCasedString)
    return either(*(text_form(column, anywhere, cased=cased) for column in _keyword_columns(value)))


def _keyword_columns(value: SigmaString) -> Iterable[str]:
    """A keyword with a question mark may lie across path and query."""
    across = any("?" in part if isinstance(part, str) else True for part in value.s)
    return (fields.URL, *fields.KEYWORD_COLUMNS) if across else fields.KEYWORD_COLUMNS


def _one(column: str, value: SigmaType, field: str) -> Form:
    match value:
        case SigmaNull():
            return Absent(column)
        case SigmaNumber() | SigmaCompareExpression():
            return _amount(column, value, field)
        case SigmaString():
            return _string(column, value)
        case SigmaBool():
            return text_form(column, SigmaString.from_str(str(value.boolean)), cased=False)
        case _:
            return _special(column, value, field)


def _amount(column: str, value: SigmaNumber | SigmaCompareExpression, field: str) -> Form:
    if isinstance(value, SigmaCompareExpression):
        return compared_form(column, value, field)
    if isinstance(value, SigmaTimestampPart):
        return time_form(column, value, field)
    return equal_form(column, value.number)


def _special(column: str, value: SigmaType, field: str) -> Form:
    match value:
        case SigmaRegularExpression():
            return _regex(column, value)
        case SigmaCIDRExpression():
            return _network(column, value)
        case SigmaFieldReference():
            return _same(column, value)
        case _:
            raise Impossible(f"{type(value).__name__} is no value that can be looked for", field)


def _string(column: str, value: SigmaString) -> Form:
    cased = isinstance(value, SigmaCasedString)
    plain = "".join(part for part in value.s if isinstance(part, str))
    if not value.contains_special():
        if plain in NO_VALUE and fields.is_text(column):
            said = text_form(column, value, cased=cased)
            return either(said, Absent(column))
        if not fields.is_text(column) and plain.isascii() and plain.isdecimal():
            return equal_form(column, int(plain))
    return text_form(column, value, cased=cased)


def _regex(column: str, asked: SigmaRegularExpression) -> Form:
    flags = "".join(sorted(_FLAGS[flag] for flag in asked.flags))
    written = asked.regexp.to_plain(regex=True)
    pattern = f"(?{flags}){written}" if flags else written
    compiled(pattern)
    return Regex(column, pattern)


def _network(column: str, asked: SigmaCIDRExpression) -> Form:
    """Addresses of a network by how they are written; IPv6 in its short form (RFC 5952)."""
    if not fields.is_text(column):
        raise Impossible(f"{column} holds no addresses", asked.cidr)
    written = (text_form(column, SigmaString(one), cased=False) for one in asked.expand())
    shape = Regex(column, _IPV4) if asked.network.version == 4 else _colon(column)  # noqa: PLR2004 - IPv4
    return both(either(*written), shape)


def _colon(column: str) -> Form:
    return Text(column, How.CONTAINS, ":")


def _same(column: str, asked: SigmaFieldReference) -> Form:
    others = fields.columns_of(asked.field)
    if not others:
        raise Impossible(f"no log that comes here has a field {asked.field}", asked.field)
    how = {
        (False, False): How.EQUALS,
        (True, False): How.STARTS,
        (False, True): How.ENDS,
        (True, True): How.CONTAINS,
    }[asked.starts_with, asked.ends_with]
    return either(*(Same(column, how, other) for other in others))
