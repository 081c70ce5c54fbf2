from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.kernels.decoding.plain import LONGEST, plain

WRAPPED = [
    ("%27", "'"),
    ("%2527", "'"),
    ("%252527", "'"),
    ("%25252527", "%27"),  # three times and no more
    ("a+b%2Bc", "a b+c"),
    ("%u0027%U0027", "'%U0027"),
    ("&lt;script&gt;&#39;&#x27;&#x000027", "<script>'''"),
    ("a=1&lt=2&section;", "a=1&lt=2&section;"),
    (r"\u003cscript\x3e\u{27}\047", "<script>''"),
    ("%c0%ae%c0%ae%c0%af", "../"),
    ("%e0%80%ae%f0%80%80%af", "./"),
    ("%c0%2e", "."),
    ("%ef%bc%9cscript%ef%bc%9e", "<script>"),
    ("\uff1cscript\uff1e \u24db\u24de\u24d2\u24d0\u24db", "<script> local"),
    ("%u02b9 or 1=1", "' or 1=1"),
    ("%00", "\x00"),
    ("%", "%"),
    ("%zz%4", "%zz%4"),
    ("%ff", "\ufffd"),
    (r"\ud800", "\ufffd"),
    ("&#1114112;&#55296;", "\ufffd\ufffd"),
    ("caf%C3%A9", "caf\u00e9"),
    ("", ""),
]


@pytest.mark.parametrize(("logged", "meant"), WRAPPED)
def test_every_wrapping_is_undone(logged: str, meant: str) -> None:
    assert plain(logged, plus=True) == meant


def test_a_plus_in_a_path_is_a_plus() -> None:
    assert plain("/c%2B%2B+books/", plus=False) == "/c+++books/"


@given(st.text())
def test_it_never_raises_and_never_grows_beyond_its_bound(text: str) -> None:
    known = plain(text, plus=True)
    assert len(known) <= LONGEST
    known.encode()


def test_a_very_long_value_is_cut() -> None:
    assert plain("a" * (LONGEST + 9), plus=False) == "a" * LONGEST
    assert len(plain("\ufdfa" * LONGEST, plus=False)) == LONGEST


@given(st.text(st.characters(max_codepoint=126, min_codepoint=32, exclude_characters="%&\\+")))
def test_what_was_percent_encoded_up_to_three_times_comes_back(text: str) -> None:
    wrapped = text
    for _ in range(3):
        wrapped = quote(wrapped, safe="")
        assert plain(wrapped, plus=True) == text


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="%&\\")))
def test_what_was_written_as_entities_comes_back(text: str) -> None:
    assert plain("".join(f"&#{ord(sign)};" for sign in text), plus=False) == text
    assert plain("".join(f"&#x{ord(sign):x};" for sign in text), plus=True) == text


@given(st.text(st.sampled_from("%27aA&#;xlt\\u0 +")))
def test_decoding_what_is_decoded_to_the_end_changes_nothing(text: str) -> None:
    once = plain(text, plus=False)
    if plain(once, plus=False) != once:  # it was wrapped more than three times
        assert text.count("%") + text.count("&") + text.count("\\") >= 3
