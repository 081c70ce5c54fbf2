"""What was asked once is not asked again, and the answers are those of the matcher."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storewarden.kernels.expressions import Patterns
from storewarden.kernels.sigma.live import answering, remembering
from storewarden.kernels.sigma.live.matcher import Matcher
from storewarden.kernels.sigma.live.remembering import Remembering
from tests.kernels.sigma.judging import Row, batch_of, ruleset

DETECTIONS: list[dict[str, Any]] = [
    {"s": {"path|contains": "admin", "status": 200}, "condition": "s"},
    {"s": {"path|endswith": ".php"}, "n": {"agent": None}, "condition": "s and not n"},
    {"s": {"cs-uri|re": "[?&]x=[0-9]+$"}, "condition": "s"},
    {"s": {"cs-uri|contains": "a?b"}, "condition": "s"},
    {"s": {"path|re": "[^/]b"}, "condition": "s"},
    {"s": {"path|re": "(a|b).x"}, "condition": "not s"},
    {"s": {"c-uri-extension": ["php", "js"]}, "condition": "s"},
    {"s": {"size|gte": 3}, "t": {"size|lt": -1}, "condition": "s or t"},
    {"s": {"status|contains": "0"}, "condition": "s"},
    {"s": {"path|contains|cased": "Admin"}, "condition": "s"},
    {"s": {"agent": ""}, "condition": "s"},
    {"s": {"path|fieldref": "query"}, "condition": "s"},
    {"s": {"cs-uri": None}, "condition": "s"},
    {"s": ["adm", "0x=1"], "condition": "s"},
]
RULES = ruleset(*DETECTIONS)
TEXT = st.lists(st.sampled_from(["/", "admin", "Admin", "a", "b", ".php", "x=1", "\n", "é"]))
MAYBE = st.one_of(st.none(), TEXT.map("".join))
ROWS = st.fixed_dictionaries(
    {
        "path": MAYBE,
        "query": MAYBE,
        "agent": MAYBE,
        "status": st.sampled_from([None, 200, 404, 5000]),
        "size": st.sampled_from([None, -5, -1, 0, 2, 3, 1 << 62]),
    }
)


def same(batches: list[list[Row]]) -> None:
    matcher, stream = Matcher(RULES.rules), Remembering(RULES.rules)
    for rows in batches:
        batch = batch_of(rows)
        meant = {key: rows.tolist() for key, rows in matcher.match(batch).items()}
        found = {key: rows.tolist() for key, rows in stream.match(batch).items()}
        assert found == meant
        assert [*found] == [*meant]


def test_all_rules_are_taken() -> None:
    assert RULES.refused == ()
    assert len(RULES.rules) == len(DETECTIONS)


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.lists(ROWS, max_size=12), min_size=2, max_size=4))
def test_it_says_what_the_matcher_says_batch_after_batch(batches: list[list[Row]]) -> None:
    same(batches)


@pytest.mark.slow
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.lists(ROWS, min_size=3, max_size=12), min_size=4, max_size=6))
def test_it_says_so_when_it_forgets_all_the_time(batches: list[list[Row]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answering, "MOST_TEXTS", 4)
        patch.setattr(remembering, "MOST_CASES", 6)
        same(batches)


def test_only_the_texts_of_a_column_are_searched_for_its_patterns() -> None:
    rules = ruleset(
        {"s": {"path|re": "^.{50}"}, "condition": "s"},
        {"s": {"agent|contains": "scanner"}, "condition": "s"},
    ).rules
    stream = Remembering(rules)
    rows = [{"path": f"/{n}", "agent": f"agent {n} " * 50} for n in range(200)]
    for _ in range(20):
        assert stream.match(batch_of(rows)) == {}
        rows = [{**row, "agent": f"{row['agent']}."} for row in rows]
        rows = [{**row, "path": f"{row['path']}."} for row in rows]


def test_what_it_remembers_is_bounded() -> None:
    stream = Remembering(RULES.rules)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answering, "MOST_TEXTS", 100)
        for begin in range(0, 3000, 50):
            rows = [{"path": f"/p{number}", "query": None} for number in range(begin, begin + 50)]
            stream.match(batch_of(rows))
            assert max(len(known.numbers) for known in stream.columns) <= 50
            assert max(map(len, stream.columns)) <= 151


@pytest.mark.parametrize(
    ("pattern", "exact"),
    [
        (r"(?i)/api/[^/]+/\d+$", True),
        (r"(?:a|b)\.php", True),
        (r"a\nb", False),
        ("a\nb", False),
        (r"(?s)a.b", False),
        (r"a\sb", False),
        (r"\D1", False),
        (r"[^]a]b", False),
        (r"[^-a]b", False),
        (r"[[:^alpha:]]b", False),
        (r"[\W]b", False),
        (r"[^a]b", True),
    ],
)
def test_a_hit_proves_something_only_where_it_cannot_reach_over_a_line(
    pattern: str,
    *,
    exact: bool,
) -> None:
    assert Patterns([pattern]).exact == (exact,)
