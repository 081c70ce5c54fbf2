"""Turns what ``hunt`` is given into questions: SQL as it is, or every rule of a Sigma file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from storewarden.core.errors import HuntRefused

if TYPE_CHECKING:
    from storewarden.kernels.sigma.rules import Correlation, Rule, Ruleset

_MASKED: Final = frozenset({"address", "account", "session"})
_SPAN: Final = re.compile(r"(\d{1,5})\s*([mhdw])")
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


@dataclass(frozen=True, slots=True)
class Question:
    """One SELECT, and the rule that it was made of, if any.

    ``plain`` says that it compares addresses, accounts or sessions with plain values: it must be
    put to them and not to their pseudonyms.
    """

    sql: str
    rule: str = ""
    plain: bool = False


def questions(asked: str) -> list[Question]:
    """Read a rule file, or take the text as SQL; raises `HuntRefused` and OSError."""
    if not asked.lower().endswith((".yml", ".yaml")):
        return [Question(asked)]
    from storewarden.kernels.sigma.reading import read

    path = Path(asked)
    rules = read({path.name: path.read_text("utf-8", "replace")})
    if rules.refused:
        raise HuntRefused("\n".join(str(each) for each in rules.refused))
    found = list(_of(rules))
    if not found:
        raise HuntRefused(f"{path.name} holds no rule")
    return found


def _of(rules: "Ruleset") -> Iterator[Question]:
    from storewarden.kernels.sigma.sql.hunts import correlation_query, rule_query

    known: dict[str, Rule | Correlation] = {rule.told.key: rule for rule in rules.rules}
    known |= {each.told.key: each for each in rules.correlations}
    for rule in rules.rules:
        if rule.told.raises:
            yield Question(rule_query(rule), rule.told.key, _is_plain(rule))
    for each in rules.correlations:
        if each.told.raises:
            heard = rules.heard_by({each.told.key})
            plain = any(_is_plain(rule) for rule in rules.rules if rule.told.key in heard)
            yield Question(correlation_query(each, known), each.told.key, plain)


def _is_plain(rule: "Rule") -> bool:
    from storewarden.kernels.sigma.form import Absent, Same, tests_in

    compared = (test for test in tests_in(rule.form) if not isinstance(test, Absent))
    columns = {test.column for test in compared} | {
        test.other for test in tests_in(rule.form) if isinstance(test, Same)
    }
    return not columns.isdisjoint(_MASKED)


def moment(said: str, now: datetime) -> datetime:
    """Read ``30d``, ``12h``, ``2w`` (back from now) or a day or moment in ISO form, in UTC.

    Raises `ValueError` with what was expected.
    """
    span = _SPAN.fullmatch(said.strip().lower())
    try:
        if span:
            return now - timedelta(**{_UNITS[span[2]]: int(span[1])})
        read = datetime.fromisoformat(said)
    except (ValueError, OverflowError):
        raise ValueError(
            f"{said!r} is no time; expected 30d, 12h, 90m, 2w, 2026-03-01 or 2026-03-01T12:00"
        ) from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
