"""Outside text is made harmless before it meets a terminal."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from storewarden.cli.page import sections
from storewarden.cli.terminal import clean


def test_ordinary_text_of_any_language_is_left_alone() -> None:
    for text in ("Zoë's shop, 4 °C", "Łódź", "京都", "שלום", "🙂"):
        assert clean(text) == text


def test_what_moves_a_terminal_is_spelled_out() -> None:
    assert clean("\x1b[2J\x1b]0;owned\x07") == "\\x1b[2J\\x1b]0;owned\\x07"
    assert clean("invoice\u202egnp.exe") == "invoice\\u202egnp.exe"
    assert clean("a\u200bb\ufeff\u2066") == "a\\u200bb\\ufeff\\u2066"
    assert clean("\x00\x7f\x9b31m") == "\\x00\\x7f\\x9b31m"
    assert clean("\U000e0041") == "\\U000e0041"
    assert clean("\ud800") == "\\ud800"


def test_lines_and_odd_spaces_become_spaces() -> None:
    assert clean("a\nb\tc\u00a0d\u2003e") == "a b c d e"
    assert clean("a\rb\u2028c") == "a\\x0db\\u2028c"


def test_endless_text_is_cut() -> None:
    assert clean("x" * 4_000) == "x" * 4_000
    assert clean("x" * 4_001) == "x" * 4_000 + " ... (cut)"


@given(st.text())
def test_nothing_hidden_is_left(text: str) -> None:
    kinds = {unicodedata.category(sign) for sign in clean(text)}
    assert not kinds & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert clean(clean(text)) == clean(text)


def test_a_page_is_read_in_paragraphs_with_headings() -> None:
    page = "Is it\nlocked?\n\n*Why it matters.* Thieves\ncome.\n\n*How to put it right.* Lock it.\n"
    assert list(sections(page)) == [
        ("", "Is it locked?"),
        ("Why it matters", "Thieves come."),
        ("How to put it right", "Lock it."),
    ]
