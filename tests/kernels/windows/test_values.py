"""What was worked out for a value is remembered, and is the same as if it were worked out anew."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.kernels.windows import values
from storewarden.kernels.windows.columns import text
from storewarden.kernels.windows.values import Masks, Values, matches

TEXTS = st.lists(st.one_of(st.none(), st.sampled_from(["", "a", "b", "ab", "é", "a" * 40])))


def lengths(array: pa.Array) -> Masks:
    return np.array([len(one) for one in array.to_pylist()], np.int64)


def column(texts: list[str | None]) -> pa.RecordBatch:
    return pa.record_batch({"path": pa.array(texts, pa.string())})


@given(st.lists(TEXTS, max_size=5), st.sampled_from([0, 2, 100]))
def test_it_is_the_same_as_working_it_out_anew(batches: list[list[str | None]], most: int) -> None:
    known = Values({"length": lengths})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(values, "_MOST", most)
        for texts in batches:
            path = text(column(texts), "path")
            found = path.spread(known.of(path)["length"])
            assert found.tolist() == [len(one or "") for one in texts]
            assert len(known) <= most + 6


def test_each_value_is_worked_out_once() -> None:
    asked: list[str] = []

    def noted(array: pa.Array) -> Masks:
        asked.extend(array.to_pylist())
        return np.zeros(len(array), np.int64)

    known = Values({"noted": noted})
    for texts in (["a", "b", "a"], ["b", "c"], ["c", "a"]):
        known.of(text(column([*texts]), "path"))
    assert asked == ["a", "b", "c"]


def test_a_null_among_the_distinct_values_is_nothing() -> None:
    odd = pa.DictionaryArray.from_arrays(pa.array([0, 1], pa.int32()), pa.array([None, "abc"]))
    path = text(pa.record_batch({"path": odd}), "path")
    assert path.spread(Values({"length": lengths}).of(path)["length"]).tolist() == [0, 3]


@pytest.mark.parametrize("count", [1, 3, 40])
def test_few_values_and_many_are_matched_alike(count: int) -> None:
    texts = pa.array(["/LOGIN", "/x", None, "/login/\n", "/\u017ftart"] * count)
    found = matches(texts, r"/(?:login|start)/?$").tolist()
    assert found == [True, False, False, False, True] * count
