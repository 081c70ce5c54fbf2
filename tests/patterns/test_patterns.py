"""The patterns as a whole: they say why, know honest people, and one engine takes them all."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from storewarden.bootstrap import installed
from storewarden.kernels.events import batch
from storewarden.kernels.matching import Matcher, Pattern, databases
from storewarden.kernels.matching.pattern import Field
from storewarden.store.shelf import users_shelf

PATTERNS = installed.installed_patterns()
HONEST: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("honest.toml").read_text("utf-8")
)


@cache
def matcher() -> Matcher:
    return installed.matcher()


def flagged(asked: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The values, each in its field, in which a pattern finds what flags a line."""
    columns = {
        field.value: [value if name == field.value else None for name, value in asked]
        for field in Field
    }
    hits = matcher().match(batch({**columns, "kind": "http"}, len(asked)))
    for row, number in zip(hits.rows.tolist(), hits.patterns.tolist(), strict=True):
        pattern = matcher().patterns[number]
        if pattern.flags:
            yield asked[row][1], pattern.id


def natural(pattern: Pattern) -> str:
    """The field that a pattern's examples are written for."""
    fields = sorted(field.value for field in pattern.where)
    return "query" if "query" in fields else fields[0]


def test_there_are_patterns_for_every_class_of_attack() -> None:
    assert len({pattern.attack for pattern in PATTERNS}) == 19
    assert len(PATTERNS) >= 370


def test_every_id_begins_with_a_word_of_its_own_and_comes_once() -> None:
    assert len({pattern.id for pattern in PATTERNS}) == len(PATTERNS)
    assert [p.id for p in PATTERNS if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", p.id)] == []


def test_every_pattern_says_why_in_a_sentence() -> None:
    assert [p.id for p in PATTERNS if not re.fullmatch(r"\S.{20,160}\.", p.why)] == []


def test_no_look_alike_is_flagged_by_any_pattern_of_the_house() -> None:
    asked = [(natural(pattern), value) for pattern in PATTERNS for value in pattern.near]
    assert list(flagged(asked)) == []


@pytest.mark.parametrize("field", sorted(HONEST))
def test_what_honest_people_ask_of_a_shop_is_not_flagged(field: str) -> None:
    assert list(flagged([(field, value) for value in HONEST[field]])) == []


@pytest.mark.skipif(not databases.THERE, reason="no Hyperscan for this platform")
@pytest.mark.slow
def test_the_fast_engine_takes_every_pattern() -> None:
    kept = databases.compiled(PATTERNS, users_shelf())
    assert [PATTERNS[number].id for number in kept.refused] == []


def test_no_pattern_looks_ahead_or_back() -> None:
    banned = re.compile(r"\(\?(?:[=!>]|<[=!])|\\[1-9](?![0-9])|\(\?P=")
    assert [p.id for p in PATTERNS if banned.search(p.regex.replace("\\\\", ""))] == []


def test_a_line_break_inside_a_value_hides_no_command() -> None:
    found = dict(flagged([("query", "host=192.0.2.1%0aid")]))
    assert found == {"host=192.0.2.1%0aid": "command-short-after-separator"}
