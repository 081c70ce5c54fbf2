import re
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.kernels.decoding.squeezed import squeezed
from storewarden.kernels.decoding.wrapped import wrapped

RUN_AS = [
    ("un/**/ion/* x */select", "un ion select"),
    ("/*!50000union*/ select", " union select"),
    ("/*! select */1", " select 1"),
    ("c''at /e\"t\"c/pas\\swd", "cat /etc/passwd"),
    ("w^h^o'am'i", "whoami"),
    ("cat$IFS$9/etc/passwd;id${IFS}x", "cat /etc/passwd;id x"),
    ("who$@ami wh${@}oami", "whoami whoami"),
    ("c$?at /et$$c/pas$@swd", "cat /etc/passwd"),
    ('""p""y""t""h""o""n""3"".""1""0"" x', 'python3.10"" x'),
    ("system#nothing\n(id)", "system (id)"),
    ("select -- x\r\n1", "select 1"),
    ("http://shop.example/\nx", "http://shop.example/ x"),
    ("cat /etc\\\n/passwd", "cat /etc/passwd"),
    ("a \t\r\n  b", "a b"),
    ("/etc/./././/passwd", "/etc/passwd"),
    ("http://shop.example//x", "http://shop.example/x"),
    ("sel\x00ect", "select"),
    ("Accept: */*, text/*", "Accept: *, text/*"),
    ("it's o'neil's", "its oneils"),
    ("plain words", "plain words"),
]


@pytest.mark.parametrize(("said", "run"), RUN_AS)
def test_what_an_interpreter_skips_is_gone(said: str, run: str) -> None:
    assert squeezed(said) == re.sub(" +", " ", run)


@given(st.text(st.sampled_from("ab/*!.\\'\"^`$@IFS{} \r\n\x00:")))
def test_squeezing_twice_changes_nothing_more_and_never_grows(text: str) -> None:
    once = squeezed(text)
    assert len(once) <= len(text)
    assert squeezed(once) == once


@given(st.text())
def test_any_text_can_be_squeezed(text: str) -> None:
    assert len(squeezed(text)) <= len(text)


@pytest.mark.parametrize("piece", ["/*", "*/", "/.", "'", "a'", "\\", "${", "/**/", " ", "$@"])
def test_a_long_repetition_takes_no_time(piece: str) -> None:
    long = piece * 8192
    assert len(squeezed(long)) <= len(long)


def test_base64_that_can_be_run_is_read() -> None:
    assert wrapped("x=PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==") == "<script>alert(1)</script>"
    assert wrapped("a=1&x=PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg%3D%3D") == "<script>alert(1)</script>"


def test_base64_of_everyday_words_and_tokens_is_left_alone() -> None:
    assert wrapped("sign=VGhhbmtzLCBmb3IgYWxsIHlvdXIgd29yaw") == ""
    assert wrapped("sid=9f86d081884c7d659a2feaa0c55ad015") == ""
    assert wrapped("gclid=Cj0KCQjw8qmhBhClARIsANAtboc2xZ") == ""


@given(st.binary(min_size=0, max_size=300))
def test_no_base64_does_harm(octets: bytes) -> None:
    said = wrapped("x=" + b64encode(octets).decode())
    assert said == "" or said.isascii()
