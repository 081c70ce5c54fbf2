"""Bytes of a log become blocks, requests and times; what is broken is counted, never believed."""

import re
from datetime import UTC, datetime

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from storewarden.kernels.weblog.decoding import decoded
from storewarden.kernels.weblog.lines import whole_lines
from storewarden.kernels.weblog.requests import SCHEMA, parsed
from storewarden.kernels.weblog.stamps import times_in

NOON = int(datetime(2026, 6, 15, 12, tzinfo=UTC).timestamp()) * 1_000_000


def line(request: str, when: str = "15/Jun/2026:12:00:00 +0000", status: int = 200) -> bytes:
    text = f'192.0.2.7 - - [{when}] "{request}" {status} 512 "https://a.example/" "Mozilla/5.0"\n'
    return text.encode()


def test_a_request_is_read_in_full() -> None:
    block = line("GET /search/?q=1 HTTP/1.1", "15/Jun/2026:14:00:00 +0200")
    assert parsed(block).frame.rows(named=True) == [
        {
            "time": NOON,
            "address": "192.0.2.7",
            "method": "GET",
            "path": "/search/",
            "query": "q=1",
            "status": 200,
            "size": 512,
            "referrer": "https://a.example/",
            "agent": "Mozilla/5.0",
        }
    ]


def test_odd_lines_are_read_as_far_as_they_go() -> None:
    block = (
        b'::1 - bob [15/Jun/2026:12:00:00 +0000] "\\x16\\x03\\x01" 400 -\r\n'
        b'::1 - - [15/Jun/2026:12:00:00 +0000] "GET http://a.example/x y?z?q HTTP/1.0" 404 0 "-" '
        b'"say \\"hi\\"" extra 0.004\n'
        b'::1 - - [15/Jun/2026:12:00:00 +0000] "GET /\xff\x00 HTTP/1.1" 200 1 "-" "-"'
    )
    asked = parsed(block)
    assert asked.frame.select("method", "path", "query", "agent", "size").rows() == [
        ("", "", "", "", 0),
        ("GET", "/x y", "z?q", 'say \\"hi\\"', 0),
        ("GET", "/\ufffd\ufffd", "", "-", 1),
    ]
    assert asked.unparsable == 0


def test_what_is_no_log_line_is_counted() -> None:
    block = b"\n".join(
        [
            b"hello",
            b"",
            b'1.2.3.4 - - [99/Jun/2026:12:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "-"',
            b'1.2.3.4 - - [15/Jun/2026:12:00:00 +0000] "GET / HTTP/1.1 200 1 "-" "-',
            b'1.2.3.4 - - [15/Jun/2026:12:00:00 +0000] "GET /' + b"a" * 3_000_000,
            line("GET / HTTP/1.1").rstrip(),
        ]
    )
    asked = parsed(block)
    assert (len(asked.frame), asked.unparsable) == (1, 4)


def test_an_empty_block_gives_an_empty_frame() -> None:
    assert parsed(b"").frame.schema == pl.Schema(SCHEMA)
    assert parsed(b"\n\n").unparsable == 0


@given(st.lists(st.binary(max_size=40), max_size=20), st.binary(max_size=5))
def test_no_bytes_are_lost_or_reordered(chunks: list[bytes], tail: bytes) -> None:
    blocks = list(whole_lines([*chunks, tail]))
    assert b"".join(blocks) == b"".join([*chunks, tail])
    assert all(block.endswith(b"\n") for block in blocks[:-1])


def test_a_line_without_end_is_cut_not_collected() -> None:
    blocks = list(whole_lines((b"x" * 1000 for _ in range(1000)), longest=1500))
    assert blocks == [b"x" * 1500]


@given(st.binary(max_size=300))
def test_no_bytes_break_the_parser(noise: bytes) -> None:
    asked = parsed(noise + b"\n" + line("GET / HTTP/1.1"))
    lines = [part for part in re.split(rb"\r*\n", noise) if part.rstrip(b"\r")]
    assert len(asked.frame) + asked.unparsable == len(lines) + 1
    assert times_in(noise).dtype == pl.Int64


def test_times_of_any_log() -> None:
    block = (
        line("GET / HTTP/1.1")
        + b"2026-06-15T12:00:00+00:00 login_failed user=eve ip=192.0.2.1\n"
        + b"2026-06-15T14:30:00.123+02:30 captured\n"
        + b"2026-06-15 12:00:00,123 INFO started\n"
        + b"level=info time=2026-06-15T07:00:00-0500\n"
        + b"2026-99-15T12:00:00Z\nno time\n\x00\xff\n"
    )
    assert times_in(block).to_list() == [NOON] * 5
    assert times_in(b"").to_list() == []


def test_percent_encoding_is_undone_twice() -> None:
    coded = pl.Series(["a%20b+c", "%2527", "plain", "%ff", "%00", "", "a%20b+c"])
    assert decoded(coded).to_list() == ["a b c", "'", "plain", "\ufffd", "\x00", "", "a b c"]
    assert decoded(pl.Series([], dtype=pl.String)).to_list() == []
