from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from storewarden.kernels.decoding.plain import plain
from storewarden.kernels.decoding.squeezed import squeezed
from storewarden.kernels.events import batch, empty, stored
from storewarden.kernels.matching import Matcher, Pattern, PatternError, databases
from storewarden.kernels.matching.hits import spread
from storewarden.kernels.matching.pattern import Field


class Drawer:
    """A shelf in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.asked: list[str] = []

    def take(self, name: str) -> bytes | None:
        self.asked.append(name)
        return self.kept.get(name)

    def put(self, name: str, content: bytes) -> None:
        self.kept[name] = content


def pattern(regex: str, *where: str, name: str = "a-b") -> Pattern:
    fields = frozenset(map(Field, where)) or frozenset(Field)
    return Pattern(id=name, attack="sqli", regex=regex, where=fields, file="sqli.toml")


UNION, ROOT, QUOTE = pattern(r"union\s+select"), pattern("^/admin$", "path"), pattern("'|a.c$")
EVENTS = batch(
    {
        "path": ["/admin", "/a", None, "/admin/x", "/admin"],
        "query": ["q=1", "id=1+UNION%2520select", "p=/admin", "it's", None],
        "agent": ["union", "select", "Mozilla", None, "un/**/ion"],
        "referrer": [None, None, "https://shop.example/?q=union%0aselect", None, "abc"],
        "kind": "http",
    }
)


def pairs(matcher: Matcher, events: pa.RecordBatch) -> list[tuple[int, int]]:
    hits = matcher.match(events)
    assert hits.rows.dtype == hits.patterns.dtype == np.int32
    return list(zip(hits.rows.tolist(), hits.patterns.tolist(), strict=True))


def test_patterns_are_found_decoded_each_in_its_fields_and_never_across_values() -> None:
    matcher = Matcher([UNION, ROOT, QUOTE])
    assert pairs(matcher, EVENTS) == [(0, 1), (1, 0), (2, 0), (3, 2), (4, 1), (4, 2)]


def test_stored_events_are_matched_alike() -> None:
    matcher = Matcher([UNION, ROOT, QUOTE])
    assert pairs(matcher, stored(EVENTS)) == pairs(matcher, EVENTS)


def test_an_empty_batch_and_no_patterns_are_fine() -> None:
    assert pairs(Matcher([UNION]), empty()) == []
    assert pairs(Matcher([UNION]), EVENTS.slice(0, 0)) == []
    assert pairs(Matcher([]), EVENTS) == []


def test_a_slice_of_a_batch_is_matched_by_itself() -> None:
    assert pairs(Matcher([UNION, ROOT, QUOTE]), EVENTS.slice(1, 2)) == [(0, 0), (1, 0)]


def test_a_line_that_did_not_parse_is_looked_at_whole() -> None:
    events = batch(
        {"kind": ["raw", "app", "http"], "message": ["x 'UNION%20SELECT", "union select", None]}
    )
    assert pairs(Matcher([UNION]), events) == [(0, 0)]


@pytest.mark.parametrize(
    ("regex", "because"),
    [
        ("(", "missing"),
        ("a*", "it also matches where nothing is"),
        ("union|", "it also matches where nothing is"),
        (r"\Aunion", "write ^ and $ for the ends of a value"),
        (r"union\z", "write ^ and $ for the ends of a value"),
        ("(?=a)b", "invalid perl operator"),
        (r"(a)\1", "invalid escape sequence"),
        ("(?:[a-z]{900}){900}", ""),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_by_file_and_id(regex: str, because: str) -> None:
    with pytest.raises(PatternError) as refused:
        Matcher([UNION, pattern(regex, name="odd-one")])
    assert str(refused.value).startswith("sqli.toml: odd-one cannot be used: ")
    assert because in str(refused.value)


def test_what_hyperscan_refuses_is_matched_by_re2() -> None:
    """Hyperscan takes no start of a text after other signs."""
    odd = pattern("(?:x|y)?^/adm", "path")
    assert pairs(Matcher([odd, UNION]), EVENTS) == [(0, 0), (1, 1), (2, 1), (3, 0), (4, 0)]


def test_without_hyperscan_the_same_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "THERE", False)
    matcher = Matcher([UNION, ROOT, QUOTE])
    assert pairs(matcher, EVENTS) == [(0, 1), (1, 0), (2, 0), (3, 2), (4, 1), (4, 2)]


def test_compiled_patterns_are_kept_and_taken_again() -> None:
    drawer = Drawer()
    first = pairs(Matcher([UNION, QUOTE], drawer), EVENTS)
    kept = dict(drawer.kept)
    assert len(kept) == 1
    assert pairs(Matcher([UNION, QUOTE], drawer), EVENTS) == first
    assert drawer.kept == kept
    Matcher([UNION, ROOT], drawer)
    assert len(drawer.kept) == 2


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\x00" * 99])
def test_a_damaged_shelf_is_filled_anew(damage: bytes) -> None:
    drawer = Drawer()
    first = pairs(Matcher([UNION, QUOTE], drawer), EVENTS)
    whole = dict(drawer.kept)
    for name, content in whole.items():
        drawer.kept[name] = damage or content[: len(content) // 2]
    assert pairs(Matcher([UNION, QUOTE], drawer), EVENTS) == first
    assert drawer.kept.keys() == whole.keys()
    assert damage not in drawer.kept.values()


@pytest.mark.slow
def test_many_threads_share_one_matcher() -> None:
    matcher = Matcher([UNION, ROOT, QUOTE])
    expected = pairs(matcher, EVENTS)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: pairs(matcher, EVENTS), range(400)))
    assert found == [expected] * 400


def test_a_flood_of_matches_is_bounded_and_found() -> None:
    flood = batch({"path": ["/" + "ab" * 30_000, "/x", "/ab"], "kind": "http"})
    assert pairs(Matcher([pattern("a.*b"), pattern("x$")]), flood) == [(0, 0), (1, 1), (2, 0)]


def test_one_attack_among_many_loud_values_is_found_again_and_again() -> None:
    agents = [f"Mozilla/5.0 (X11; rv:{number})" for number in range(100)]
    matcher = Matcher([pattern(r"union\s+select"), pattern(r"rv:\d+\)\s+mozilla")])
    calm = batch({"agent": agents, "kind": "http"})
    assert pairs(matcher, calm) == []  # the second pattern only fits across two values
    attacked = [agent + " union select (1)" * (at in {3, 41}) for at, agent in enumerate(agents)]
    hits = [(3, 0), (41, 0)]
    for _ in range(2):
        assert pairs(matcher, batch({"agent": attacked, "kind": "http"})) == hits
    matcher.forget()
    assert pairs(matcher, batch({"agent": attacked, "kind": "http"})) == hits


def test_what_lies_in_the_memory_of_a_null_is_no_value() -> None:
    bits, numbers = np.array([0b01010], np.uint8), np.array([9, 0, 0, 0, 7], np.int32)
    some = pa.Array.from_buffers(pa.int32(), 4, [*map(pa.py_buffer, (bits, numbers))], offset=1)
    agents = pa.DictionaryArray.from_arrays(some, pa.array(["union select"]), safe=False)
    assert pairs(Matcher([UNION]), batch({"agent": agents, "kind": "http"})) == [(0, 0), (2, 0)]


def test_values_larger_than_a_block_are_scanned() -> None:
    paths = [f"/{'a' * 200}{number}" for number in range(5000)] + ["/" + "b" * 400_000 + "x"]
    events = batch({"path": paths, "kind": "http"})
    assert pairs(Matcher([pattern("a4999$"), pattern("bx")]), events) == [(4999, 0), (5000, 1)]


WORDS = [
    "union",
    " ",
    "select",
    "%20",
    "/**/",
    "+",
    "'",
    "\n",
    "a",
    "b",
    "/adm",
    "\\",
    "%2527",
    "x",
]
TEXT = st.one_of(st.none(), st.lists(st.sampled_from(WORDS), max_size=6).map("".join))
ROWS = st.lists(st.tuples(TEXT, TEXT), max_size=12)
SOME = [
    UNION,
    pattern("^/adm", "path"),
    pattern("'"),
    pattern("a[^x]*b$|x'"),
    pattern("b$", "query"),
]
TOGETHER = Matcher(SOME)


@given(ROWS)
@settings(deadline=None)
def test_a_joined_scan_finds_what_looking_one_by_one_finds(
    rows: Sequence[tuple[str | None, str | None]],
) -> None:
    events = batch(
        {"path": [path for path, _ in rows], "query": [query for _, query in rows], "kind": "http"},
        len(rows),
    )
    assert pairs(TOGETHER, events) == [
        (row, number)
        for row, (path, query) in enumerate(rows)
        for number, one in enumerate(SOME)
        if (Field.PATH in one.where and seen(one, path, plus=False))
        or (Field.QUERY in one.where and seen(one, query, plus=True))
    ]


def seen(one: Pattern, value: str | None, *, plus: bool) -> bool:
    if value is None:
        return False
    known = plain(value, plus=plus)
    ways = (value, known, squeezed(known), squeezed(value))
    return any(re2.search(f"(?i){one.regex}", way.replace("\n", "\r")) for way in ways)


def test_hits_on_values_become_hits_on_rows() -> None:
    indices = np.array([2, -1, 0, 2, 1], np.int32)
    hits = spread(indices, np.array([1, 2, 2], np.int32), np.array([7, 8, 9], np.int32))
    assert hits.rows.tolist() == [0, 0, 3, 3, 4]
    assert hits.patterns.tolist() == [8, 9, 8, 9, 7]
