"""The pass over the bytes must never call a value plain that an expression would call odd."""

import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storewarden.kernels.decoding.kinds import LOUD, ODD, PLUS, SIGNS, weigh
from storewarden.kernels.decoding.wrapped import LIKELY
from storewarden.kernels.machine.strings import strings

CODED = r"%|\\[uUxX0-3]|&#|&[A-Za-z]{2,8};|[^\x00-\x7F]"
LOOSE = (
    r"\*/|[\\$]|[\w/]['\"^`]|''|\"\"|  |[\x00-\x1f\x7f]|[^\x00-\x7F]|(?:^|[^:/])/\.?/|[^:]//\.?/"
)
PIECES = ["/", "//", "/./", ":", "*", "'", '"', "`", "^", "&", "lt;", "#", " ", "+", "a", "_", "="]
PIECES += ["PHNjcmlwdD5hbGVydCgxKQ", ".", "\n", "\x00", "\u00e4", "%", "$", "\\", "a;", "https://"]
TEXT = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=8).map("".join))


def kinds(texts: list[str], *, plus: bool, longest: int = 10_000) -> list[int]:
    values = pa.array(texts, pa.string())
    found = np.empty(len(texts), np.uint8)
    weigh(strings(values), np.arange(len(texts), dtype=np.int32), int(plus), longest, found)
    return [int(kind) for kind in found]


@given(st.lists(TEXT, max_size=5), st.booleans())
@example(["a+  b", "a++b", "a+ b", "x=PHNjcmlwdD5hbGVydCgxKQ", "http:///x"], True)
def test_no_odd_value_is_overlooked(texts: list[str], plus: bool) -> None:  # noqa: FBT001 - drawn
    for text, kind in zip(texts, kinds(texts, plus=plus), strict=True):
        spaced = text.replace("+", " ") if plus else text
        odd = re.search(f"{CODED}|{LOOSE}", text) or re.search(LOOSE, spaced)
        assert kind & ODD or not (odd or (plus and re.search(LIKELY, text)))
        assert bool(kind & LOUD) == any(sign in SIGNS + "\n" for sign in text)
        assert bool(kind & PLUS) == (plus and "+" in text)


@pytest.mark.parametrize(
    "text",
    ["", "/catalogue/blue-mug_12/", "https://shop.example/a/?q=1&page=2", "a=1&lt=2", "/a.b/"],
)
def test_everyday_values_need_nothing(text: str) -> None:
    assert kinds([text], plus=True) == [0]


def test_a_search_of_two_words_only_has_a_plus() -> None:
    assert kinds(["q=red+mug&page=2"], plus=True) == [PLUS]
    assert kinds(["q=red+mug&page=2"], plus=False) == [0]


def test_what_is_very_long_is_odd() -> None:
    assert kinds(["a" * 9, "a" * 10], plus=False, longest=9) == [0, ODD]


def test_a_slice_of_an_array_is_read_where_it_lies() -> None:
    values = pa.array(["%", "a", "'", "%"], pa.string()).slice(1, 2)
    found = np.empty(2, np.uint8)
    weigh(strings(values), np.arange(2, dtype=np.int32), 0, 99, found)
    assert found.tolist() == [0, LOUD]
