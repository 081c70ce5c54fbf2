"""The live matcher takes batches as they are, from any number of threads at once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyarrow as pa
import pytest

from storewarden.kernels import events
from storewarden.kernels.sigma.form import Like, Regex
from storewarden.kernels.sigma.hints import hint_of
from storewarden.kernels.sigma.live.matcher import Matcher
from storewarden.kernels.sigma.reading import read
from tests.kernels.sigma.judging import batch_of, one_rule, written

RULE = one_rule(
    {
        "s": {"path|contains": "admin", "status": 200},
        "n": {"agent": None},
        "condition": "s and not n",
    }
)
ROWS: list[dict[str, Any]] = [
    {"path": "/Admin/", "status": 200, "agent": "x"},
    {"path": "/admin/", "status": 404, "agent": "x"},
    {"path": "/admin/", "status": 200},
    {"path": None, "status": 200, "agent": "x"},
    {"path": "/x/ADMIN", "status": 200, "agent": "y"},
]


def rows_in(batch: pa.RecordBatch) -> list[int]:
    return [int(row) for row in Matcher([RULE]).match(batch).get("rule_0", [])]


def test_an_empty_batch_and_no_rules_are_fine() -> None:
    assert rows_in(events.empty()) == []
    assert Matcher([]).match(batch_of(ROWS)) == {}


def test_plain_text_columns_and_slices_are_fine() -> None:
    assert rows_in(batch_of(ROWS)) == [0, 4]
    assert rows_in(events.stored(batch_of(ROWS))) == [0, 4]
    assert rows_in(batch_of(ROWS).slice(1)) == [3]
    assert rows_in(events.stored(batch_of(ROWS)).slice(1, 3)) == []


def test_a_null_among_the_distinct_values_is_null() -> None:
    paths = pa.DictionaryArray.from_arrays(
        pa.array([0, 1, None], pa.int32()), pa.array([None, "/admin"])
    )
    batch = events.batch({"path": paths, "status": [200] * 3, "agent": ["x"] * 3})
    assert rows_in(batch) == [1]


def test_a_literal_does_not_span_two_values() -> None:
    assert rows_in(batch_of([{**ROWS[0], "path": "/ad"}, {**ROWS[0], "path": "min"}])) == []


def test_threads_share_one_matcher() -> None:
    texts = {
        f"{n}.yml": written({"s": {"path|contains": f"item{n}-"}, "condition": "s"}, name=f"r{n}")
        for n in range(50)
    }
    matcher = Matcher(read(texts).rules)
    batch = batch_of([{"path": f"/item{n % 70}-{n}/"} for n in range(5000)])
    alone = {key: rows.tolist() for key, rows in matcher.match(batch).items()}
    assert len(alone) == 50
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(matcher.match, [batch] * 24):
            assert {key: rows.tolist() for key, rows in found.items()} == alone


@pytest.mark.parametrize(
    ("pattern", "hint"),
    [
        ("abc", "abc"),
        ("ABC", "abc"),
        ("abcd?", "abc"),
        ("abcd*e", "abc"),
        ("ab+cde", "cde"),
        ("ab{0,2}cde", "cde"),
        ("abc|def", ""),
        ("abc(def|ghi)?", "abc"),
        ("(abc)?def", "def"),
        (r"abc\.def", "abc.def"),
        ("[abc]def", "def"),
        ("[^]]def[]x]ghij", "ghij"),
        ("(?i)task", ""),
        ("(?i)path/to", "path/to"),
        (r"abc\x41def", ""),
        ("a?bc", ""),
        (r"\(abc\)", "(abc)"),
        (r"what\?now", "what"),
    ],
)
def test_a_hint_stands_in_every_text_that_fits(pattern: str, hint: str) -> None:
    assert hint_of(Regex("path", pattern)) == hint


def test_the_longest_literal_of_wildcards_is_the_hint() -> None:
    assert hint_of(Like("path", ("ab", "abcd", "abc"))) == "abcd"
