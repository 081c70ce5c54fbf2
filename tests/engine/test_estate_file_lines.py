"""Every key is found on the line on which it stands."""

import tomllib
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from storewarden.engine.estate_file.lines import Where, line_of, lines_of

TRICKY = '''# [comment] "with = quotes"
top = "a # b"   # comment
[sites.shop]  # [no]
url = "x"
"quoted key" = 'lit # eral'
text = """
[not.a.table]
key = "no key" \\"""
quotes inside """ ""
"""
lit = \'\'\'
a = 1
\'\'\'
list = [ # comment ]
  "one", [2,
  3], # , ]
  { a = "}", b.c = 1 },
]
when = 2026-01-01 10:00:00
[[rules]]
step = 1
[rules.more]
deep = true
[[rules]]
step = { x = [ { y = 1 } ] }
[ a . "b c" . d ]
e.f = 1
[[a.list]]
g = 1
[a.list.h]
i = 1
'''.replace('quotes inside """ ""', "quotes inside '' ''")


def places(value: object, where: Where = ()) -> Iterator[Where]:
    if where:
        yield where
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*where, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from places(inner, (*where, number))


def test_a_tricky_text_is_read_as_tomllib_reads_it() -> None:
    lines = lines_of(TRICKY)
    assert set(lines) == set(places(tomllib.loads(TRICKY)))
    rows = TRICKY.splitlines()
    for where, line in lines.items():
        if isinstance(where[-1], str):
            assert where[-1] in rows[line - 1], where


def test_known_places() -> None:
    lines = lines_of(TRICKY)
    assert lines["top",] == 2
    assert lines["sites", "shop"] == 3
    assert lines["sites", "shop", "list", 1, 1] == 16
    assert lines["sites", "shop", "list", 2, "b", "c"] == 17
    assert lines["rules", 0, "more", "deep"] == 23
    assert lines["rules", 1] == 24
    assert lines["a", "b c", "d", "e", "f"] == 27
    assert lines["a", "list", 0, "h", "i"] == 31


def test_what_is_not_there_gets_the_line_of_the_table_around_it() -> None:
    lines = lines_of(TRICKY)
    assert line_of(("sites", "shop", "owner"), lines) == 3
    assert line_of(("nowhere", "at", "all"), lines) == 1


WORDS = st.text("abc-_09", min_size=1, max_size=4)
QUOTED = st.text(st.characters(codec="utf-8", exclude_categories=["C"], exclude_characters="\\\"'"))
KEYS = WORDS | QUOTED.map(lambda word: f'"{word}"') | QUOTED.map(lambda word: f"'{word}'")
SPACES = st.sampled_from(["", " ", "\t", "  "])
BREAKS = st.sampled_from(["\n", "\n\n", ' # it\'s a [comment] = "x"\n', "\n# = [[x]]\n"])
SCALARS = (
    st.integers().map(str)
    | QUOTED.map(lambda word: f'"{word}"')
    | QUOTED.map(lambda word: f"'{word}'")
    | QUOTED.map(lambda word: f'"""{word}\n# {word} = [\\n"""')
    | QUOTED.map(lambda word: f"'''{word}\n[[{word}]] = \n'''")
    | st.sampled_from(["true", "1979-05-27 07:32:00Z", "nan", '"a\\"b\\\\"', '""""a"""""', "''"])
)


def lists(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    listed = st.lists(st.tuples(BREAKS | SPACES, inner, BREAKS | SPACES), max_size=3)
    return listed.map(lambda parts: "[" + ",".join("".join(part) for part in parts) + "]")


def tables(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.lists(st.tuples(KEYS, SPACES, inner), max_size=3, unique_by=lambda pair: pair[0])
    return pairs.map(
        lambda some: "{" + ", ".join(f"{key}{gap}= {value}" for key, gap, value in some) + "}"
    )


VALUES = st.recursive(SCALARS, lambda inner: lists(inner) | tables(inner), max_leaves=6)
HEADS = st.lists(KEYS, min_size=1, max_size=3).flatmap(
    lambda parts: st.sampled_from([f"[{'.'.join(parts)}]", f"[[{' . '.join(parts)}]]"])
)
PAIRS = st.tuples(st.lists(KEYS, min_size=1, max_size=2).map(".".join), SPACES, VALUES).map(
    lambda pair: f"{pair[0]}{pair[1]}={pair[1]}{pair[2]}"
)
TEXTS = st.lists(st.tuples(HEADS | PAIRS, BREAKS), max_size=8).map(
    lambda rows: "".join("".join(row) for row in rows)
)


@given(TEXTS)
def test_every_valid_text_is_read_as_tomllib_reads_it(text: str) -> None:
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(lines_of(text)) == set(places(value))
