"""The SQL keeps to what DuckDB and Spark both know, and says nothing that it was not asked."""

import re
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from storewarden.kernels import events
from storewarden.kernels.sigma.sql.hunts import correlation_query, rule_query
from tests.kernels.sigma.judging import judged, one_rule
from tests.kernels.sigma.test_correlations import ACTIONS, listening
from tests.rules.stories import FOLDERS, ruleset_of

SHARED = frozenset(
    {
        "contains",
        "lower",
        "replace",
        "translate",
        "concat",
        "chr",
        "coalesce",
        "nullif",
        "regexp_extract",
    }
    | {"regexp_replace", "left", "right", "length", "count", "max", "sum", "lead", "least", "cast"}
)
WORDS = frozenset(
    [
        "select",
        "distinct",
        "from",
        "where",
        "and",
        "or",
        "not",
        "in",
        "is",
        "null",
        "true",
        "false",
        "like",
        "escape",
        "between",
        "as",
        "case",
        "when",
        "then",
        "else",
        "end",
        "union",
        "all",
        "with",
        "over",
        "partition",
        "by",
        "order",
        "range",
        "unbounded",
        "preceding",
        "current",
        "row",
        "string",
    ]
)
TOKEN = re.compile(r"'(?P<text>[^']*)'|(?P<word>[A-Za-z_][A-Za-z_0-9]*)(?P<call>\s*\()?|\s+|\S")
NAMES = re.compile(
    r"group_\d|h|c\d?|chain|counted|begun|rule|step|steps|spans|again|worth|one|time|events"
)
GROUPED = frozenset(
    {"over", "and", "or", "not", "from", "where", "in", "as", "when", "else", "then", "all", "with"}
)


def linted(sql: str) -> Iterator[str]:
    """Everything in an SQL text that is outside the shared subset."""
    for token in TOKEN.finditer(sql):
        word = token["word"]
        if token["text"] is not None and ("\\" in token["text"] or not token["text"].isprintable()):
            yield token[0]
        if token[0] in {'"', "\\", "`", ";"} or (token[0] == "-" and sql[token.end()] == "-"):
            yield token[0]
        if word is None:
            continue
        known = word.lower() in WORDS or word in events.LIVE.names or bool(NAMES.fullmatch(word))
        if token["call"] and word.lower() not in GROUPED:
            known = word.lower() in SHARED
        elif word in {"count", "step"}:
            known = True
        if not known:
            yield word
    if re.search(r"count\s*\(\s*distinct|qualify", sql, re.IGNORECASE):
        yield "count(distinct) or qualify"


ODD: list[dict[str, Any]] = [
    {"path": "it's \\ a % _ ! \n\t\0 text*'"},
    {"path|re": r"\bx|^$"},
    {"cs-uri|contains": "?x*y"},
    {"c-uri-extension": "php"},
    {"sc-status|contains": "50"},
    {"path|fieldref|startswith": "referrer"},
    {"time|hour": [2, 3]},
    {"address|cidr": ["10.0.0.0/9", "2001:db8::/33"]},
    {"path|contains": "Straße K\u212a"},
]


@pytest.mark.parametrize("item", ODD, ids=str)
def test_an_odd_rule_stays_in_the_subset(item: dict[str, Any]) -> None:
    sql = rule_query(one_rule({"s": item, "n": item, "condition": "s or not n"}))
    assert list(linted(sql)) == []


@pytest.mark.parametrize(
    ("detection", "written"),
    [
        (
            {"s": {"path|endswith": "/.ENV", "sc-status": 200}, "condition": "s"},
            "(lower(path) LIKE '%/.env') AND ((status = 200) OR (path IS NULL))",
        ),
        (
            {"s": [{"path": "/a"}, {"query": "b"}], "n": {"size|gt": 5}, "condition": "s and n"},
            (
                "((lower(path) = '/a') OR (lower(query) = 'b'))"
                " AND ((size > 5) OR (path IS NULL AND query IS NULL))"
            ),
        ),
        (
            {"s": {"path": "/a"}, "n": {"sc-status": 404}, "condition": "n and not s"},
            "(status = 404) AND (NOT coalesce(lower(path) = '/a', FALSE))",
        ),
    ],
    ids=["one text", "one text of two", "no text must be there"],
)
def test_texts_are_asked_before_numbers_where_they_must_hold(
    detection: dict[str, Any], written: str
) -> None:
    assert rule_query(one_rule(detection)).partition(" WHERE ")[2] == written


def test_a_sign_that_engines_make_small_in_their_own_way_is_no_letter() -> None:
    rows = [{"path": text} for text in ("/KIT", "/\u212aIT", "/K\u0130T", "/xIT", "/x\u0130T")]
    assert judged({"s": {"path": "/kit"}, "condition": "s"}, *rows) == [0]
    assert judged({"s": {"path": "/?it"}, "condition": "s"}, *rows) == [0, 1, 3]
    assert judged({"s": {"path": "/??t"}, "condition": "s"}, *rows) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_shipped_rule_stays_in_the_subset(folder: Any) -> None:
    found = ruleset_of(folder)
    known = {rule.told.key: rule for rule in found.rules}
    queries = [rule_query(rule) for rule in found.rules]
    queries += [correlation_query(one, known) for one in found.correlations]
    with duckdb.connect() as base:
        base.register("events", events.stored(events.empty()))
        for sql in queries:
            assert list(linted(sql)) == []
            assert base.execute(sql).fetchall() == []


@pytest.mark.parametrize("kind", ["event_count", "value_count", "temporal", "temporal_ordered"])
@pytest.mark.parametrize("groups", [[], ["address"], ["address", "status"]], ids=str)
def test_every_correlation_stays_in_the_subset(kind: str, groups: list[str]) -> None:
    more: dict[str, Any] = {"group-by": groups} if groups else {}
    if kind in {"event_count", "value_count"}:
        more["condition"] = {"gte": 2, **({"field": "account"} if kind == "value_count" else {})}
    found = listening(type=kind, rules=list(ACTIONS), timespan="5m", **more)
    known = {rule.told.key: rule for rule in found.rules}
    assert list(linted(correlation_query(found.correlations[0], known))) == []


def test_the_lint_sees_what_is_foreign() -> None:
    sql = "SELECT \"a\", count(DISTINCT x) OVER () FROM t QUALIFY regexp_matches(path, 'a\\b') -- x"
    assert set(linted(sql)) >= {'"', "regexp_matches", "QUALIFY", "t", "count(distinct) or qualify"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "hostile", ["' OR 1=1 --", "'; DROP TABLE events; --", "\\' OR TRUE", "a'||chr(39)"]
)
@pytest.mark.parametrize("how", ["", "|contains", "|startswith", "|endswith", "|cased"])
def test_a_hostile_value_stays_a_value(hostile: str, how: str) -> None:
    rows = [{"agent": hostile}, {"agent": "harmless"}, {}]
    assert judged({"s": {f"agent{how}": hostile}, "condition": "s"}, *rows) == [0]
