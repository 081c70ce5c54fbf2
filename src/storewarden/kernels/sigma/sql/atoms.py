"""One expression of SQL for each test of the intermediate form.

Texts of ASCII compare with what ``lower`` makes, which engines put to each text of a dictionary
once (``translate`` they do not: it has the last word only where letters beyond ASCII count).
"""

from collections.abc import Callable, Mapping
from typing import Final

import re2

from storewarden.kernels.sigma import fields
from storewarden.kernels.sigma.folding import PAIRS
from storewarden.kernels.sigma.form import (
    Absent,
    Empty,
    How,
    Like,
    Number,
    Regex,
    Same,
    Test,
    Text,
    Wild,
    Within,
)
from storewarden.kernels.sigma.hints import hint_of
from storewarden.kernels.sigma.sql.words import (
    ascii_run,
    folded_for,
    like,
    like_literal,
    literal,
    lowered,
)

_COMPUTED: Final[Mapping[str, str]] = {
    fields.URL: (
        "CASE WHEN path IS NULL AND query IS NULL THEN NULL"
        " ELSE concat(coalesce(path, ''), coalesce('?' || query, '')) END"
    ),
    fields.EXTENSION: "nullif(regexp_extract(path, '[.]([^./]+)$', 1), '')",
}
_ALL_CAPITALS: Final = "".join(map(chr, PAIRS))
_ALL_SMALL: Final = "".join(map(chr, PAIRS.values()))


def column_sql(column: str) -> str:
    """Write a column, which may be a computed one."""
    return _COMPUTED.get(column, column)


def test_sql(test: Test) -> str:
    """Write one test; it may be NULL where the form says false."""
    match test:
        case Text():
            return _text(test)
        case Empty(column):
            return f"{_as_text(column)} = ''"
        case Like():
            return _like(test)
        case Regex():
            return _regex(test)
        case Same():
            return _same(test)
        case _:
            return _plain(test)


def _plain(test: Number | Within | Absent) -> str:
    match test:
        case Number(column, sign, value):
            return f"{column} {sign.value} {value}"
        case Within(column, cycle, first, last):
            rest = f"(({column} % {cycle} + {cycle}) % {cycle})"
            return f"{rest} BETWEEN {first} AND {last}"
        case Absent(column):
            parts = fields.COMPUTED[column] if column == fields.URL else (column_sql(column),)
            return " AND ".join(f"{part} IS NULL" for part in parts)


def _as_text(column: str) -> str:
    return column_sql(column) if fields.is_text(column) else f"CAST({column} AS STRING)"


def _text(test: Text) -> str:
    column, value = _as_text(test.column), test.value
    if test.cased:
        return _stands(column, test.how, value)
    if value.isascii():
        return _stands(lowered(column, value), test.how, value)
    exact = _stands(folded_for(column, value), test.how, value)
    run = ascii_run(value)
    return f"{_contains(f'lower({column})', run)} AND {exact}" if run else exact


def _stands(column: str, how: How, value: str) -> str:
    match how:
        case How.EQUALS:
            return f"{column} = {literal(value)}"
        case How.STARTS:
            return like(column, f"{like_literal(value)}%")
        case How.ENDS:
            return like(column, f"%{like_literal(value)}")
        case How.CONTAINS:
            return _contains(column, value)


def _contains(column: str, value: str) -> str:
    return f"contains({column}, {literal(value)})"


def _like(test: Like) -> str:
    column = _as_text(test.column)
    signs = {Wild.ANY: "%", Wild.ONE: "_"}
    pattern = "".join(
        signs[part] if isinstance(part, Wild) else like_literal(part) for part in test.parts
    )
    if test.cased:
        return like(column, pattern)
    literals = "".join(part for part in test.parts if not isinstance(part, Wild))
    if literals.isascii():
        return like(lowered(column, literals, by_sign=Wild.ONE in test.parts), pattern)
    exact = like(folded_for(column, literals), pattern)
    run = max((ascii_run(p) for p in test.parts if not isinstance(p, Wild)), key=len, default="")
    return f"{_contains(f'lower({column})', run)} AND {exact}" if run else exact


def _regex(test: Regex) -> str:
    """What was found is mostly not empty; where it may be, a mark put in its place shows."""
    column, pattern = _as_text(test.column), literal(test.pattern)
    found = f"regexp_extract({column}, {pattern}, 0) <> ''"
    if _may_be_empty(test.pattern):
        return f"({found} OR regexp_replace({column}, {pattern}, chr(1)) <> {column})"
    hint = hint_of(test)
    return (
        f"{_contains(f'lower({column})', hint)} AND {found}" if hint.isascii() and hint else found
    )


def _may_be_empty(pattern: str) -> bool:
    """Whether a pattern can fit between two letters or in nothing."""
    return "\\b" in pattern or "\\B" in pattern or re2.search(pattern, "") is not None


def _same(test: Same) -> str:
    sides = (_as_text(test.column), _as_text(test.other))
    one, other = (
        f"translate({side}, {literal(_ALL_CAPITALS)}, {literal(_ALL_SMALL)})" for side in sides
    )
    write: dict[How, Callable[[], str]] = {
        How.EQUALS: lambda: f"{one} = {other}",
        How.STARTS: lambda: f"left({one}, length({other})) = {other}",
        How.ENDS: lambda: f"right({one}, length({other})) = {other}",
        How.CONTAINS: lambda: f"contains({one}, {other})",
    }
    return write[test.how]()
