"""Many expressions at once say what RE2 says of each of them on each text."""

import pyarrow as pa
import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from storewarden.kernels.expressions import Together
from storewarden.kernels.windows.traits import GOODS_PATH, STATIC, TRAITS

EXPRESSIONS = [
    r"/(?:admin|cms)/login/?$",
    r"^/user/?$",
    r"a[^/]b",
    r"[^a]b$",
    r"a.b",
    r"a\sb",
    r"(?s)a.b",
    r"x*",
    r"\.(?:css|js)$",
    r"s+k",
    r"^.{3}$",
    r"\D1",
    "a\nb",
    r"(\x2f|a)[\x2e\x2f]?css|\\x2f",
    r"a\x2b{2}|x{1\x2c2}",
    r"\x61b\x0a",
]
PARTS = [
    "/",
    "admin",
    "LOGIN",
    "a",
    "b",
    "x",
    "\n",
    "\0",
    ".css",
    "é",
    "\u212a",
    "\u017f",
    "1",
    "user",
    "++",
    "{1,2}",
    "\\x2f",
]
TEXTS = st.lists(st.lists(st.sampled_from(PARTS), max_size=6).map("".join), max_size=30)
TOGETHER = Together(EXPRESSIONS)
OURS = [STATIC, GOODS_PATH, *(each.path for each in TRAITS if each.path)]


def singly(expressions: list[str], texts: list[str]) -> list[list[int]]:
    options = re2.Options()
    options.case_sensitive = False
    return [
        [at for at, text in enumerate(texts) if re2.compile(one, options).search(text)]
        for one in expressions
    ]


@settings(deadline=None)
@given(TEXTS)
def test_it_says_what_re2_says(texts: list[str]) -> None:
    found = TOGETHER.fitting(pa.array(texts, pa.string()))
    assert [one.tolist() for one in found] == singly(EXPRESSIONS, texts)


def test_the_action_table_is_read_so() -> None:
    texts = ["/", "/wp-login.php", "/Admin/login/", "/catalogue/1-x.html", "/.env", "/a.CSS", "é\n"]
    texts += ["/rest/V1/integration/admin/token", "/basket/vouchers/add/", "/x" * 500, ""]
    found = Together(OURS).fitting(pa.array(texts, pa.string()))
    assert [one.tolist() for one in found] == singly(OURS, texts)


@pytest.mark.parametrize("expressions", [[], ["a"], ["x*"]])
def test_nothing_to_look_for_or_to_look_at(expressions: list[str]) -> None:
    empty = pa.array([], pa.string())
    assert [one.tolist() for one in Together(expressions).fitting(empty)] == [[]] * len(expressions)


def test_a_part_of_an_array_is_looked_at_alone() -> None:
    part = pa.array(["b", "a", "é", "aa"], pa.string()).slice(1)
    [found] = Together(["a"]).fitting(part)
    assert found.tolist() == [0, 2]
