"""The compiled parser says of any bytes what the slow one says."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storewarden.kernels.accesslog import LAYOUTS, Layout, parse
from tests.kernels.accesslog import oracle

COMBINED = (
    b'192.0.2.1 - - [22/Nov/2026:10:19:10 +0100] "GET /a?b=1 HTTP/1.1" 200 12 "-" "Mozilla/5.0"'
)
WITH_HOST = (
    b"shop.example:443 ::1 - ada [29/Feb/2024:23:59:60 -0530] "
    b'"POST http://x:8/? HTTP/2.0" 302 - "https://shop.example/\\x22" "a\\"b" "203.0.113.9" 0.120'
)
ODD = (
    b'fe80::1%eth0, 192.0.2.7 - a [b c [31/Dec/1999:00:00:00 +0000] "-" 408 - "" "\xc3\xa9\xff" 77'
)
OLD_STAMP = b"<190>Sep  5 16:13:46 web1 nginx[2869]: "
FULL_STAMP = b"2026-09-05T16:13:46.5+02:00 nginx: "
NEW_STAMP = b'<34>1 2026-09-05T16:13:46Z web1 nginx 1 - [a@1 b="c\\"]"][d] \xef\xbb\xbf'
HOSTED = b"shop.example "
LINES = [COMBINED, WITH_HOST, ODD]
LINES += [OLD_STAMP + COMBINED, FULL_STAMP + WITH_HOST, NEW_STAMP + ODD, HOSTED + COMBINED]
LINES += [NEW_STAMP + HOSTED + COMBINED, COMBINED.replace(b" 12 ", b" 12 0.5 ")]
PIECES = [
    *(b'"', b'\\"', b"\\", b"\\\\", b" ", b'" "', b"[", b"] ", b"-", b"?", b"\r", b"\n", b"\x00"),
    *(b"\\x41", b"\\xc3\\xa9", b"\\xff", b"\xe2\x82", b"\\n", b"\\x", b"http://", b" HTTP/1.1"),
    *(b'" 200 5', b"1", b"0.5", b"9" * 20, b", ", b":443", b"]:1", b"GET ", b"%20", b"\xc3\xa9"),
    *(
        OLD_STAMP,
        FULL_STAMP,
        NEW_STAMP,
        HOSTED,
        b"::",
        b": ",
        b"]",
        b"<1>",
        b"1 ",
        b"<1>1 - - - - - - ",
        b"10.0.0.1 ",
    ),
    *(b"[1/Foo/2026:1] ", b"[30/Feb/2026:10:19:10 +0100] ", b"[22/nov/2026:10:19:10.5 +0100] "),
]


def mangled(dice: random.Random) -> bytes:
    line = bytearray(dice.choice(LINES))
    for _ in range(dice.randrange(6)):
        at = dice.randrange(len(line) + 1)
        end = at + dice.choice([0, 0, 0, 1, 2, dice.randrange(40)])
        line[at:end] = dice.choice(PIECES) if dice.random() < 0.8 else b""
    return bytes(line)


def same(chunk: bytes, layout: Layout) -> None:
    batch = parse(chunk, source="web", first_line=7, layout=layout)
    batch.validate(full=True)
    rows = [
        {name: value for name, value in row.items() if value is not None}
        for row in batch.to_pylist()
    ]
    assert rows == list(oracle.read(chunk, "web", 7, layout))
    for column in batch.columns:
        if hasattr(column, "dictionary"):
            values = column.dictionary.to_pylist()
            assert len(values) == len(set(values))


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), ends=st.sampled_from([b"\n", b"\r\n", b"\n\n"]))
def test_mangled_lines(layout: Layout, seed: int, ends: bytes) -> None:
    dice = random.Random(seed)  # noqa: S311 - a test that can be repeated
    same(ends.join(mangled(dice) for _ in range(dice.randrange(40))), layout)


@settings(max_examples=200, deadline=None)
@given(
    chunk=st.lists(st.sampled_from([*PIECES, *LINES]) | st.binary(max_size=9)).map(b"".join),
    layout=st.sampled_from(list(LAYOUTS.values())),
)
def test_any_bytes(chunk: bytes, layout: Layout) -> None:
    same(chunk, layout)
