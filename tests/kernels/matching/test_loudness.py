import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from storewarden.kernels.decoding.kinds import SIGNS
from storewarden.kernels.matching.loudness import is_loud, split, ways

PIECES = ["a", "b", ".", r"\s", r"\w", "[;a]", "[;'(]", "[^a]", ";", r"\(", "a?", ";?", "(?:a|;)"]
PIECES += [
    "[-;a]",
    "[;^a]",
    "[a;-]",
    r"[];a]",
    r"[\];b-x]",
    "(?:a;|(?:b|')x|y)",
    "(a|;)",
    "(?:a|;)+",
]
PIECES += ["(?:;|')", r"\b", "a{2}", ";{0,2}", ";+", "a|;", "'|;", "x-y"]
REGEX = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join)
TEXT = st.text(st.sampled_from("abxy-;'( "), max_size=6)


@pytest.mark.parametrize(
    ("regex", "loud"),
    [
        (r"union\s+select", False),
        (r"union;+select", True),
        (r"union\s*select", False),
        ("<script", True),
        ("['\"]or", True),
        ("['a]or", False),
        ("(?:<|=3c)script", False),
        ("(?:<|')script", True),
        ("etc/passwd", False),
        (r"etc[^a]passwd", False),
        (r"\$\{", True),
        (r"(?:\$\{)?jndi", False),
        (r"[[:alpha:]];", False),  # what Python would misread
        ("[a&&b];", True),
        (r"(", False),
        (r"\x3cscript", True),
        (r"[\t\n]x", True),
        (r"[\t\n ]x", False),
        (r"[\n]x", True),  # a line break becomes another sign: it never matches
        (r"\h;", False),
    ],
)
def test_loud_means_that_every_match_has_an_odd_sign(regex: str, loud: bool) -> None:  # noqa: FBT001 - an expectation
    assert is_loud(regex) is loud


@given(REGEX, TEXT)
def test_what_is_loud_never_matches_everyday_text(regex: str, text: str) -> None:
    assume(is_loud(regex))
    if re.search(regex, text):
        assert set(text) & set(SIGNS)


@given(REGEX, TEXT)
def test_the_ways_together_match_what_the_whole_does(regex: str, text: str) -> None:
    whole = re.search(regex, text) is not None
    assert any(re.search(way, text) for way in ways(regex)) is whole


@given(REGEX, TEXT)
def test_the_parts_together_match_what_the_whole_does(regex: str, text: str) -> None:
    loud, calm = split(regex)
    whole = re.search(regex, text) is not None
    assert any(re.search(part, text) for part in (*loud, *calm)) is whole
    assert all(is_loud(part) for part in loud)


def test_loud_alternatives_inside_of_groups_and_classes_are_parted() -> None:
    assert split(r"(?:[;a]|&&|%0a|\$\()\s*(?:sh|cat)") == (
        [r"(?:[;]|%0a|\$\()\s*(?:sh|cat)"],
        [r"(?:[a]|&&)\s*(?:sh|cat)"],
    )
    assert split("(?i)a|;") == ([], ["(?i)a|;"])
    assert split("(?:a|;){2}") == ([], ["(?:a|;){2}"])


@pytest.mark.parametrize(
    ("regex", "parts"),
    [
        ("a|b", ["a", "b"]),
        (r"(a|b)[|]c|d\|e|f", [r"(a|b)[|]c", r"d\|e", "f"]),
        ("[]|]x|[^]|]y|[[:alpha:]|]", ["[]|]x", "[^]|]y", "[[:alpha:]|]"]),
        (r"[\]|]|b", [r"[\]|]", "b"]),
        ("(?i)a|b", ["(?i)a|b"]),
        ("(?:a|b)", ["(?:a|b)"]),
    ],
)
def test_an_expression_is_split_at_its_outer_bars(regex: str, parts: list[str]) -> None:
    assert ways(regex) == parts
