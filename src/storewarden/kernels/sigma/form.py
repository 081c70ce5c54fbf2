"""The intermediate form of a rule: what both the live matcher and the hunt SQL are made from.

Every test is either true or false: a test on a column that is null is false, so that ``Not`` of
it is true, as Sigma means it. Only `Absent` is true of null.
"""

from dataclasses import dataclass
from enum import StrEnum


class How(StrEnum):
    """Where in the text the value must stand."""

    EQUALS = "equals"
    STARTS = "starts"
    ENDS = "ends"
    CONTAINS = "contains"


class Sign(StrEnum):
    """How numbers compare; the value is its SQL."""

    LT = "<"
    LTE = "<="
    GT = ">"
    GTE = ">="
    EQ = "="


class Wild(StrEnum):
    """A wildcard: any characters or exactly one."""

    ANY = "*"
    ONE = "?"


@dataclass(frozen=True, slots=True)
class Text:
    """A text stands in a column; ``value`` is folded unless ``cased``. It is never empty.

    The column may be a number column: then its decimal writing is meant.
    """

    column: str
    how: How
    value: str
    cased: bool = False


@dataclass(frozen=True, slots=True)
class Empty:
    """The column holds the empty text (not null)."""

    column: str


@dataclass(frozen=True, slots=True)
class Like:
    """A text with wildcards equals a column; literal parts are folded unless ``cased``."""

    column: str
    parts: tuple[str | Wild, ...]
    cased: bool = False


@dataclass(frozen=True, slots=True)
class Regex:
    """An RE2 pattern is found in a column; flags stand inside the pattern."""

    column: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number column compares with a number."""

    column: str
    sign: Sign
    value: int


@dataclass(frozen=True, slots=True)
class Within:
    """The rest of ``column`` modulo ``cycle`` (never negative) lies in ``first``..``last``."""

    column: str
    cycle: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Same:
    """One column's text stands in another column; both folded."""

    column: str
    how: How
    other: str


@dataclass(frozen=True, slots=True)
class Absent:
    """The column is null."""

    column: str


@dataclass(frozen=True, slots=True)
class Constant:
    """Always true, or never."""

    value: bool


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts are true."""

    parts: tuple["Form", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the parts is true."""

    parts: tuple["Form", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part is false."""

    part: "Form"


Test = Text | Empty | Like | Regex | Number | Within | Same | Absent
Form = And | Or | Not | Constant | Test


def both(*parts: Form) -> Form:
    """And, made flat and without what is always true."""
    flat = dict.fromkeys(_flat(And, parts))
    flat.pop(Constant(value=True), None)
    if Constant(value=False) in flat:
        return Constant(value=False)
    return (
        next(iter(flat)) if len(flat) == 1 else And(tuple(flat)) if flat else Constant(value=True)
    )


def either(*parts: Form) -> Form:
    """Or, made flat and without what is never true."""
    flat = dict.fromkeys(_flat(Or, parts))
    flat.pop(Constant(value=False), None)
    if Constant(value=True) in flat:
        return Constant(value=True)
    return (
        next(iter(flat)) if len(flat) == 1 else Or(tuple(flat)) if flat else Constant(value=False)
    )


def negated(part: Form) -> Form:
    """Not; twice is none."""
    if isinstance(part, Constant):
        return Constant(value=not part.value)
    return part.part if isinstance(part, Not) else Not(part)


def _flat(kind: type[And] | type[Or], parts: tuple[Form, ...]) -> list[Form]:
    flat: list[Form] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, (And, Or)) and type(part) is kind else (part,))
    return flat


def tests_in(form: Form) -> list[Test]:
    """Every test of a form, each once."""
    match form:
        case And(parts) | Or(parts):
            return list(dict.fromkeys(test for part in parts for test in tests_in(part)))
        case Not(part):
            return tests_in(part)
        case Constant():
            return []
        case _:
            return [form]
