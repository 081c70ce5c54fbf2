"""Live and hunt say the same of every row, and what they say is what the rule means."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.kernels.sigma.judging import Row, hunted, judged, live, one_rule, ruleset

ODD = "é É ß ẞ \u0130 \u0131 \u212a \u017f \u03a3 \u03c2 \u03c3 я Я 😀 \u0663 %2e .. --"
LETTERS = st.sampled_from([*"abkisABKIS%_'\"*?\\-./:!$ \n\t\0", *ODD.split()])
TEXT = st.lists(LETTERS, max_size=7).map("".join)
PLAIN = TEXT.map(lambda text: text.replace("\\", "/"))
MAYBE = st.one_of(st.none(), st.just(""), TEXT)
ADDRESS = st.sampled_from(
    ["10.1.2.3", "10.200.0.1", "192.168.7.9", "2001:db8::1", "fe80::1", "10.evil", "host", None]
)
TEXT_FIELDS = ["path", "query", "agent", "account", "message"]
TEXT_FIELDS += ["cs-uri", "cs-uri-query", "cs-uri-stem", "c-uri-extension"]
FIELD = st.sampled_from(TEXT_FIELDS)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    return {
        "path": draw(st.one_of(MAYBE, TEXT.map(lambda text: "/" + text))),
        "query": draw(MAYBE),
        "agent": draw(MAYBE),
        "account": draw(MAYBE),
        "message": draw(MAYBE),
        "address": draw(ADDRESS),
        "status": draw(st.one_of(st.none(), st.integers(199, 204))),
        "size": draw(st.one_of(st.none(), st.integers(-3, 3))),
    }


PATTERNS = [
    "(ks|A)[^a]",
    "a|b",
    "[^a]b",
    "^.?a",
    r"\A[a-z]",
    "a$|/$",
    r"\bk",
    "x*",
    "a.b",
    "(a|b)+/",
    "%2e",
]
PATTERNS += [r"\d", r"[/.]{2}", r"[^\x00-\x7f]", "s-account.*a", "(?s:a.b)", "a\nb"]


def a_part(row_texts: list[str]) -> st.SearchStrategy[str]:
    """A value that has a chance: cut from a text of a row, with wildcards put in."""
    cut = st.sampled_from(row_texts or [""]).flatmap(
        lambda text: st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(
            lambda ends: text[min(ends) : max(ends)]
        )
    )
    return st.one_of(TEXT, cut, cut.map(str.swapcase), st.tuples(cut, TEXT).map("*".join))


@st.composite
def text_items(draw: st.DrawFn, texts: list[str]) -> tuple[str, Any]:
    value = a_part(texts)
    how = draw(st.sampled_from(["", "|contains", "|startswith", "|endswith", "|contains|all"]))
    more = draw(st.sampled_from(["", "", "|cased", "|neq"]))
    values = st.one_of(value, st.lists(value, min_size=1, max_size=3))
    return f"{draw(FIELD)}{how}{more}", draw(values)


@st.composite
def number_items(draw: st.DrawFn) -> tuple[str, Any]:
    how = draw(st.sampled_from(["|lt", "|lte", "|gt", "|gte", ""]))
    number = st.one_of(st.integers(-3, 204), st.sampled_from([1.5, -0.5, 1e30, -1e30]))
    return f"{draw(st.sampled_from(['sc-status', 'size']))}{how}", draw(number)


@st.composite
def regex_items(draw: st.DrawFn) -> tuple[str, Any]:
    pattern = draw(st.sampled_from(PATTERNS))
    flags = "|i" if pattern == "(ks|A)[^a]" else draw(st.sampled_from(["", "|s", "|m"]))
    return f"{draw(FIELD)}|re{flags}", pattern


HOWS = st.sampled_from(["", "|contains", "|startswith", "|endswith"])
NETS = ["10.0.0.0/8", "10.128.0.0/9", "192.168.7.8/29", "2001:db8::/32", "fe80::/10", "::/0"]
OTHER_ITEMS: st.SearchStrategy[tuple[str, Any]] = st.one_of(
    number_items(),
    regex_items(),
    st.tuples(FIELD, st.sampled_from([None, "", "-"])),
    st.tuples(FIELD.map("{}|exists".format), st.booleans()),
    st.tuples(st.just("address|cidr"), st.sampled_from([*NETS, "0.0.0.0/0"])),
    st.builds(
        lambda one, how, other: (f"{one}|fieldref{how}", other),
        FIELD,
        HOWS,
        st.sampled_from(TEXT_FIELDS[:5]),
    ),
)


def items(texts: list[str]) -> st.SearchStrategy[tuple[str, Any]]:
    return st.one_of(text_items(texts), OTHER_ITEMS)


@st.composite
def stories(draw: st.DrawFn) -> tuple[dict[str, Any], list[Row]]:
    held = draw(st.lists(rows(), max_size=6))
    texts = [text for row in held for text in row.values() if isinstance(text, str)]
    selection = st.lists(items(texts), min_size=1, max_size=3).map(dict)
    keywords = st.lists(a_part(texts).filter(bool), min_size=1, max_size=2)
    detection: dict[str, Any] = {
        "sel_1": draw(selection),
        "sel_2": draw(st.one_of(selection, st.lists(selection, min_size=1, max_size=2))),
        "kw": draw(keywords),
    }
    conditions = ["sel_1", "not sel_1", "sel_1 and not sel_2", "1 of sel_*", "all of them"]
    conditions += ["kw", "not kw and (sel_1 or not sel_2)", "not (sel_1 and sel_2) and not not kw"]
    detection["condition"] = draw(st.sampled_from(conditions))
    return detection, held


PHASES = tuple(phase for phase in Phase if phase is not Phase.explain)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(stories())
def test_live_hunt_and_oracle_agree_on_every_row(story: tuple[dict[str, Any], list[Row]]) -> None:
    detection, held = story
    refused = [no.because for no in ruleset(detection).refused]
    if refused in (["the condition is never true"], ["the condition is always true"]):
        return
    judged(detection, *held)


def said(key: str, value: Any, *rows: Row) -> list[int]:
    return judged({"s": {key: value}, "condition": "s"}, *rows)


PATHS = [{"path": path} for path in ["/Admin", "/admin/x", "/ADMIN%41", "/a_min", None, ""]]


@pytest.mark.parametrize(
    ("key", "value", "rows"),
    [
        ("path", "/admin", [0]),
        ("path|cased", "/admin", []),
        ("path|startswith", "/admin", [0, 1, 2]),
        ("path|endswith", "IN", [0, 3]),
        ("path|contains", "min/", [1]),
        ("path|contains", "n%4", [2]),
        ("path|contains", "a_m", [3]),
        ("path", "/a?min", [3, 0]),
        ("path", "/a*", [0, 1, 2, 3]),
        ("path", None, [4]),
        ("path", "", [4, 5]),
        ("path", "-", [4]),
        ("path", "*", [0, 1, 2, 3, 5]),
        ("path|exists", True, [0, 1, 2, 3, 5]),
        ("path|re", "^/[aA]dmin$", [0]),
        ("path|re|i", "^/ADMIN$", [0]),
        ("path|re", "x*", [0, 1, 2, 3, 5]),
        ("path|re", r"\b", [0, 1, 2, 3]),
        ("path|contains|neq", "min", [4, 5]),
        ("path|contains|all", ["A", "m", "%"], [2]),
    ],
)
def test_what_a_test_means(key: str, value: Any, rows: list[int]) -> None:
    assert said(key, value, *PATHS) == sorted(rows)


def test_a_question_mark_parts_path_and_query() -> None:
    rows = [
        {"path": "/a", "query": "id=1"},
        {"path": "/a"},
        {"path": "/a", "query": ""},
        {"query": "id=1"},
        {},
    ]
    assert said("cs-uri|contains", r"a\?id", *rows) == [0]
    assert said("cs-uri", r"/a\?", *rows) == [2]
    assert said("cs-uri", "/a", *rows) == [1]
    assert said("cs-uri|endswith", "a", *rows) == [1]
    assert said("cs-uri|startswith", r"\?id", *rows) == [3]
    assert said("cs-uri|contains", "?id=", *rows) == [0, 3]
    assert said("cs-uri-query", "id=1", *rows) == [0, 3]
    assert said("cs-uri-query", None, *rows) == [1, 4]


def test_encoded_values() -> None:
    rows = [{"query": "c=ZWNobyBoaQ=="}, {"query": "c=cG9wIGVjaG8gaGk="}, {"query": "c=x -exec"}]
    assert said("query|base64offset|contains", "echo hi", *rows) == [0, 1]
    assert said("query|base64|contains", "echo hi", *rows) == [0]
    assert said("query|windash|contains", " /exec", *rows) == [2]


def test_time_of_day() -> None:
    hour = 3_600_000_000
    rows = [
        {"time": 2 * hour},
        {"time": 26 * hour + 5},
        {"time": 3 * hour},
        {"time": -22 * hour},
        {},
    ]
    rule = one_rule({"s": {"time|hour": 2}, "condition": "s"})
    assert live(rule, rows) == hunted(rule, rows) == [0, 1, 3]


def test_keywords_are_looked_for_in_all_texts() -> None:
    rows = [{"path": "/x", "query": "UNION select"}, {"agent": "union"}, {"path": "/union/select"}]
    assert judged({"k": ["union"], "condition": "k"}, *rows) == [0, 1, 2]
    assert judged({"k": {"|all": ["union", "select"]}, "condition": "k"}, *rows) == [0, 2]
    assert judged({"k": ["union"], "f": {"agent": None}, "condition": "k and f"}, *rows) == [0, 2]


def test_a_line_feed_beside_a_letter_beyond_ascii() -> None:
    assert said("path|contains", "\né\na", {"path": "x\nÉ\nA"}, {"path": "\n\na"}) == [0]
