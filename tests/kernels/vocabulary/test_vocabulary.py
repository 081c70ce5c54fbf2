"""A text has one number for as long as it is kept, and another text has another."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from storewarden.kernels.vocabulary import Tuples, Vocabulary

TEXTS = st.lists(st.text(st.sampled_from("ab\0é/😀"), max_size=40), max_size=60)


def strings(texts: list[str]) -> pa.Array:
    return pa.array(texts, pa.string())


@given(st.lists(TEXTS, max_size=6))
def test_numbers_are_given_in_the_order_of_first_appearance(batches: list[list[str]]) -> None:
    vocabulary, known = Vocabulary(), dict[str, int]()
    for texts in batches:
        for text in texts:
            known.setdefault(text, len(known))
        assert vocabulary.numbers(strings(texts)).tolist() == [known[text] for text in texts]
        assert len(vocabulary) == len(known)
        assert vocabulary.size == sum(len(text.encode()) for text in known)
    assert vocabulary.texts(np.arange(len(known))) == [*known]


def test_a_slice_of_an_array_is_numbered_from_its_own_beginning() -> None:
    vocabulary = Vocabulary()
    assert vocabulary.numbers(strings(["x", "a", "b", "a"]).slice(1)).tolist() == [0, 1, 0]
    assert vocabulary.texts(np.array([1])) == ["b"]


def test_many_texts_and_long_ones_stay_apart() -> None:
    vocabulary = Vocabulary()
    texts = [f"/product/{number}" for number in range(20_000)] + ["x" * 100_000]
    first = vocabulary.numbers(strings(texts)).tolist()
    assert first == [*range(20_001)]
    assert vocabulary.numbers(strings(texts[::-1])).tolist() == first[::-1]


def test_after_clearing_numbers_begin_anew() -> None:
    vocabulary = Vocabulary()
    vocabulary.numbers(strings(["a", "b"]))
    vocabulary.clear()
    assert (len(vocabulary), vocabulary.size) == (0, 0)
    assert vocabulary.numbers(strings(["b", "", "a"])).tolist() == [0, 1, 2]


@given(st.lists(st.lists(st.tuples(*[st.integers(-1, 3)] * 3), max_size=40), max_size=6))
def test_rows_are_numbered_like_texts(batches: list[list[tuple[int, int, int]]]) -> None:
    tuples, known = Tuples(3), dict[tuple[int, int, int], int]()
    for rows in batches:
        for row in rows:
            known.setdefault(row, len(known))
        numbers = tuples.numbers(np.array(rows, np.int32).reshape(-1, 3))
        assert numbers.tolist() == [known[row] for row in rows]
    assert [tuple(row) for row in tuples.known.tolist()] == [*known]


def test_many_rows_stay_apart() -> None:
    tuples = Tuples(2)
    rows = np.stack((np.arange(9_000), np.arange(9_000)[::-1]), axis=1).astype(np.int32)
    assert tuples.numbers(rows).tolist() == [*range(9_000)]
    assert tuples.numbers(rows[::-1].copy()).tolist() == [*range(9_000)][::-1]
