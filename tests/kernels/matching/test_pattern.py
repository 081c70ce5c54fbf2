import pytest

from storewarden.kernels.matching import Confidence, Pattern, PatternError, patterns_in
from storewarden.kernels.matching.pattern import Field, all_different

FILE = """
class = "sqli"
title = "SQL injection"
what_to_do = "Look at the query behind it."
[[pattern]]
id = "sqli-union-select"
why = "It glues a second query onto the shop's own."
regex = 'union\\s+select'
where = ["query"]
confidence = "low"
hit = ["id=1+union+select"]
near = ["q=union+jack"]
"""


def test_a_file_becomes_patterns() -> None:
    assert patterns_in(FILE, "sqli.toml") == (
        Pattern(
            id="sqli-union-select",
            attack="sqli",
            regex=r"union\s+select",
            where=frozenset({Field.QUERY}),
            confidence=Confidence.LOW,
            hit=("id=1+union+select",),
            near=("q=union+jack",),
            file="sqli.toml",
            title="SQL injection",
            what_to_do="Look at the query behind it.",
            why="It glues a second query onto the shop's own.",
        ),
    )


def test_a_pattern_looks_everywhere_when_nothing_else_is_said() -> None:
    (pattern,) = patterns_in(FILE.replace('where = ["query"]\n', ""), "sqli.toml")
    assert pattern.where == frozenset(Field)


def test_low_confidence_flags_nothing_by_itself() -> None:
    (low,) = patterns_in(FILE, "sqli.toml")
    (high,) = patterns_in(FILE.replace('"low"', '"high"'), "sqli.toml")
    assert (low.flags, high.flags) == (False, True)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('class = "sqli"', "class = ", "sqli.toml cannot be read: "),
        ('confidence = "low"', 'confidence = "sure"', "sqli.toml cannot be read: Invalid enum"),
        ('["query"]', '["cookie"]', "sqli.toml cannot be read: Invalid enum value 'cookie'"),
        ('["query"]', "[]", "sqli.toml: sqli-union-select looks nowhere; `where` names no field"),
        ("regex =", "rule =", "sqli.toml cannot be read: "),
        ('"sqli-union-select"', '"SQL 1"', "sqli.toml: the id 'SQL 1' must be lower case words"),
        ('class = "sqli"', 'class = "sql-i"', "sqli.toml: the class 'sql-i' must be lower case"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_name(old: str, new: str, said: str) -> None:
    with pytest.raises(PatternError) as refused:
        patterns_in(FILE.replace(old, new), "sqli.toml")
    assert str(refused.value).startswith(said)


def test_an_id_stands_once_in_the_house() -> None:
    files = [patterns_in(FILE, "sqli.toml"), patterns_in(FILE, "other.toml")]
    with pytest.raises(PatternError, match=r"other.toml: sqli-union-select stands in sqli.toml"):
        all_different(files)
