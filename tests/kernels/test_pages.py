"""Pages are read as a visitor reads them, in linear time whatever they hold."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from storewarden.kernels.pages import Field, Form, forms, links, words

PAGE = """<!doctype html><html><script>if (a < b) { "<form action='/trap'>" }</script>
<form id=login action="/in?a=1&amp;b=2" METHOD=post><input type=hidden name=csrf value="x&quot;y">
<input name='user'><input type="checkbox" name="remember"><textarea name="note"></textarea>
<input type=number name=quantity value=1 max="7" disabled><button name=go value="Log In">In</button>
</form><input name=lost><form><input name=q></form><a href="/a?b=1&amp;c">A&nbsp;&lt;b</a> <a
href='/a?b=1&amp;c'>again</a>"""


def test_forms_are_read_with_their_fields() -> None:
    login = Form(
        "/in?a=1&b=2",
        "post",
        (
            Field("csrf", "hidden", 'x"y'),
            Field("user", "text"),
            Field("remember", "checkbox"),
            Field("note", "textarea"),
            Field("quantity", "number", "1", "7"),
            Field("go", "button", "Log In"),
        ),
    )
    assert forms(PAGE) == (login, Form("", "get", (Field("q", "text"),)))


def test_a_form_is_filled_like_in_a_browser() -> None:
    login = forms(PAGE)[0]
    assert login.filled(user="ada") == {
        "csrf": 'x"y', "user": "ada", "note": "", "quantity": "1", "go": "Log In",
    }  # fmt: skip
    assert login.named("nobody", "user") == Field("user", "text")
    assert login.of_kind("password") is None


def test_links_and_words_are_what_a_visitor_sees() -> None:
    assert links(PAGE) == ("/a?b=1&c",)
    assert words(PAGE) == "In A <b again"


@pytest.mark.slow
@pytest.mark.parametrize(
    "bait",
    ["<a ", "<a '", '<a "', "<a b=", "<script>", "<", "<a <", "<a \"'", "<form>", "<a a a ",
     "<form><input name=a>", "<input name=a>", '<a "<b \'', "&amp", "<!--", "</script",
     "<a b='c' "],
)  # fmt: skip
def test_bait_is_read_in_linear_time(bait: str) -> None:
    page = bait * (500_000 // len(bait))
    began = time.process_time()
    forms(page)
    words(page)
    assert time.process_time() - began < 5


@given(some.text("<>/'\"= abcform!-&;\n", max_size=300))
def test_any_text_can_be_read(page: str) -> None:
    assert isinstance(forms(page), tuple)
    assert isinstance(words(page), str)
    assert isinstance(links(page), tuple)
