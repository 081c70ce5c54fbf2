"""What single lines become, and that nothing a stranger writes hides a line."""

import re
import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from storewarden.kernels import accesslog
from storewarden.kernels.accesslog import (
    COMBINED,
    COMBINED_MICROSECONDS,
    COMBINED_SECONDS,
    COMMON,
    GUNICORN,
    VHOST_COMBINED,
    Layout,
    parse,
)
from storewarden.kernels.accesslog.interning import intern
from storewarden.kernels.accesslog.parsing import LARGEST
from storewarden.kernels.events import LIVE
from storewarden.kernels.machine.words import word

Row = dict[str, object]

WHEN = 1795339150000000
START = b"192.0.2.1 - - [22/Nov/2026:10:19:10 +0100] "
GOOD = START + b'"GET /a HTTP/1.1" 200 5 "-" "Agent"\n'
SAID: Row = {
    "time": WHEN,
    "source": "web",
    "line": 1,
    "kind": "http",
    "address": "192.0.2.1",
    "method": "GET",
    "path": "/a",
    "protocol": "HTTP/1.1",
    "status": 200,
    "size": 5,
    "agent": "Agent",
}


def rows(chunk: bytes, layout: Layout = COMBINED, first_line: int = 1) -> list[Row]:
    batch = parse(chunk, source="web", first_line=first_line, layout=layout)
    batch.validate(full=True)
    assert batch.schema == LIVE
    return [
        {name: value for name, value in row.items() if value is not None}
        for row in batch.to_pylist()
    ]


def raw(text: str, line: int = 1) -> Row:
    return {"source": "web", "line": line, "kind": "raw", "message": text}


def without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}


def test_a_good_line() -> None:
    assert rows(GOOD) == [SAID]


def test_no_lines_make_an_empty_batch() -> None:
    assert rows(b"") == rows(b"\n\r\n\n") == []


def test_lines_are_counted_from_the_first_line_and_empty_ones_count() -> None:
    assert [row["line"] for row in rows(GOOD + b"\n\r\n" + GOOD + b"x\n", first_line=9)] == [
        *(9, 12, 13)
    ]


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n", b"\r"])
def test_line_ends(end: bytes) -> None:
    assert rows(GOOD[:-1] + end) == [SAID]


@pytest.mark.parametrize(
    ("line", "layout", "expected"),
    [
        (START + b'"GET /a HTTP/1.1" 200 5', COMMON, without(SAID, "agent")),
        (START + b'"GET /a HTTP/1.1" 200 5', COMBINED, without(SAID, "agent")),
        (b"shop.example:443 " + GOOD, VHOST_COMBINED, {**SAID, "vhost": "shop.example"}),
        (b"[::1]:80 " + GOOD, VHOST_COMBINED, {**SAID, "vhost": "[::1]"}),
        (GOOD[:-1] + b" 1.5", COMBINED_SECONDS, {**SAID, "duration_us": 1_500_000}),
        (GOOD[:-1] + b" 77", COMBINED_MICROSECONDS, {**SAID, "duration_us": 77}),
        (
            GOOD[:-1] + b' "203.0.113.9" 0.000123',
            COMBINED_SECONDS,
            {**SAID, "duration_us": 123, "message": '"203.0.113.9"'},
        ),
        (GOOD[:-1] + b' "203.0.113.9"', COMBINED, {**SAID, "message": '"203.0.113.9"'}),
        (GOOD[:-1] + b" -", COMBINED_SECONDS, {**SAID, "message": "-"}),
        (GOOD, GUNICORN, SAID),
    ],
)
def test_layouts(line: bytes, layout: Layout, expected: Row) -> None:
    assert rows(line, layout) == [expected]


@pytest.mark.parametrize(
    ("before", "host"),
    [
        (b"", None),
        (b"Sep  5 16:13:46 web1 nginx[2869]: ", None),
        (b"<190>Sep 15 16:13:46 nginx: ", None),
        (b"<190>nginx: ", None),
        (b"2026-09-05T16:13:46Z web1 nginx: ", None),
        (b"<34>1 - - - - - - ", None),
        (b'<34>1 2026-09-05T16:13:46Z web1 nginx 7 - [a b="\\"]"][c] \xef\xbb\xbf', None),
        (b"shop.example ", "shop.example"),
        (b"shop.example:443 ", "shop.example"),
        (b"- ", None),
        (b"Sep 15 16:13:46 web1 nginx: shop.example ", "shop.example"),
    ],
)
@pytest.mark.parametrize("account", [b"-", b"ada", b"ada [x"])
def test_what_others_write_before_a_line(before: bytes, host: str | None, account: bytes) -> None:
    told = rows(before + GOOD.replace(b" - - ", b" - " + account + b" ") + GOOD)
    named = {} if account == b"-" else {"account": account.decode()}
    assert told[0] == {**SAID, **named, **({} if host is None else {"vhost": host})}
    assert told[1] == {**SAID, "line": 2}


@pytest.mark.parametrize(
    "first",
    [
        *("client.example", "unknown, 192.0.2.1", "203.0.113.9, 192.0.2.1", "unix:"),
        *("::1", "2001:db8:0:0:0:0:0:1", "fe80::1%eth0", "::ffff:192.0.2.1", "10.0.0.9"),
    ],
)
@pytest.mark.parametrize("account", ["ada", "192.0.2.66 x", "nginx: 192.0.2.66"])
def test_an_account_is_never_taken_for_the_address(first: str, account: str) -> None:
    line = f"{first} - {account} ".encode() + GOOD.partition(b" - - ")[2]
    assert rows(line) == [{**SAID, "address": first, "account": account}]


@pytest.mark.parametrize("second", ["16:13:46", "1.2.3", "1.2.3.4.5", "1.2.3.x", "abc", ":"])
def test_only_an_address_makes_the_first_word_a_host(second: str) -> None:
    line = f"shop.example {second} ada ".encode() + GOOD.partition(b" - - ")[2]
    assert rows(line) == [{**SAID, "address": "shop.example", "account": "ada"}]


def test_other_words_after_the_size_are_kept() -> None:
    line = START + b'"GET /a HTTP/1.1" 200 5 0.012'
    assert rows(line) == [{**without(SAID, "agent"), "message": "0.012"}]
    assert rows(line + b' "-" "Agent" x') == [{**SAID, "message": '0.012 "-" "Agent" x'}]


@pytest.mark.parametrize(
    ("request_line", "expected"),
    [
        (b"GET /a?b=1&c HTTP/1.1", {"path": "/a", "query": "b=1&c"}),
        (b"GET /a? HTTP/1.1", {"path": "/a", "query": ""}),
        (b"GET /a b c HTTP/1.1", {"path": "/a b c"}),
        (b"GET /a", {"path": "/a", "protocol": None}),
        (b"M-SEARCH * HTTP/1.1", {"path": "*", "method": "M-SEARCH"}),
        (b"GET http://o.example:81/a?x HTTP/1.1", {"vhost": "o.example", "query": "x"}),
        (b"GET http:/a HTTP/1.1", {"path": "http:/a"}),
        (b"CONNECT x:443 HTTP/1.1", {"method": "CONNECT", "path": "x:443"}),
        (b"\\x16\\x03\\x01", {"method": None, "path": "\x16\x03\x01", "protocol": None}),
        (b"-", {"method": None, "path": None, "protocol": None}),
        (b"", {"method": None, "path": None, "protocol": None}),
    ],
)
def test_requests(request_line: bytes, expected: Row) -> None:
    changed = {**SAID, **expected}
    line = START + b'"' + request_line + b'" 200 5 "-" "Agent"'
    assert rows(line) == [{name: value for name, value in changed.items() if value is not None}]


@pytest.mark.parametrize(
    ("written", "layout", "meant"),
    [
        (b"a\\x22b", COMBINED, 'a"b'),
        (b'a\\"b', COMBINED, 'a"b'),
        (b"a\\\\", COMBINED, "a\\"),
        (b"\\xc3\\xa9 \\xff", COMBINED, "é \ufffd"),
        (b"\xc3\xa9 \xff \x00", COMBINED, "é \ufffd \x00"),
        (b"\\t\\q\\x1", COMBINED, "\t\\q\\x1"),
        (b"\\x5Cx41", COMBINED, "\\x41"),
        (b'a\\\\"b\\x41', GUNICORN, 'a\\"b\\x41'),
        (b"ends in \\", GUNICORN, "ends in \\"),
        (b'an "unescaped" quote', COMBINED, 'an "unescaped'),
    ],
)
def test_what_was_escaped_is_undone(written: bytes, layout: Layout, meant: str) -> None:
    [row] = rows(START + b'"GET /a HTTP/1.1" 200 5 "-" "' + written + b'"', layout)
    assert row["agent"] == meant


def test_an_unbalanced_quote_never_reaches_the_next_line() -> None:
    for cut in range(1, len(GOOD) - 1):
        told = rows(GOOD[:cut] + b"\n" + GOOD)
        assert told[1:] == [{**SAID, "line": 2}]
        if told[0]["kind"] == "raw":
            assert told[0] == raw(GOOD[:cut].decode())


@pytest.mark.parametrize(
    "line",
    [
        *(b'"', b"nothing of the kind", b"-", b'x y z [t] "GET /', b"\x1b]0;owned\x07"),
        START + b'"GET /a HTTP/1.1" 2000 5 "-" "A"',
        START + b'"GET /a HTTP/1.1" 200 x "-" "A"',
        START + b'"GET /a HTTP/1.1" 200 5 "-"',
        START + b'"GET /a HTTP/1.1" 200 5 "-" "A"x',
        b'192.0.2.1 - [22/Nov/2026:10:19:10 +0100] "GET /a HTTP/1.1" 200 5 "-" "A"',
    ],
)
def test_what_is_no_line_of_the_layout_is_kept_as_text(line: bytes) -> None:
    assert rows(line) == [raw(line.decode())]


@pytest.mark.parametrize(
    ("address", "account", "line"),
    [
        ("fe80::1%eth0", None, b"fe80::1%eth0 - - "),
        ("1.1.1.1, 2.2.2.2", None, b"1.1.1.1, 2.2.2.2 - - "),
        ("192.0.2.1", "ada keller", b"192.0.2.1 - ada keller "),
        (None, None, b" - - "),
        (
            "192.0.2.1",
            'x [01/Jan/2000:00:00:00 +0000] "GET / HTTP/1.0" 200 1',
            b'192.0.2.1 - x [01/Jan/2000:00:00:00 +0000] \\"GET / HTTP/1.0\\" 200 1 ',
        ),
    ],
)
def test_who_it_was_cannot_be_spoofed(
    address: str | None, account: str | None, line: bytes
) -> None:
    told = rows(line + GOOD.partition(b" - - ")[2])
    expected = {**SAID, "address": address, "account": account}
    assert told == [{name: value for name, value in expected.items() if value is not None}]


def test_a_forged_answer_in_an_agent_stays_in_the_agent() -> None:
    forged = b'\\" 200 5 \\"-\\" \\"x'
    assert rows(GOOD.replace(b"Agent", forged)) == [{**SAID, "agent": '" 200 5 "-" "x'}]


@pytest.mark.parametrize(
    ("when", "micros"),
    [
        (b"22/Nov/2026:09:19:10 +0000", WHEN),
        (b"22/nov/2026:09:19:10.250 +0000", WHEN + 250_000),
        (b"22/Nov/2026:03:49:10 -0530", WHEN),
        (b"01/Jan/1970:00:00:00 +0000", 0),
        (b"31/Dec/1969:23:59:59 +0000", -1_000_000),
        (b"29/Feb/2024:00:00:00 +0000", 1709164800000000),
        *((when, None) for when in (b"29/Feb/2026:00:00:00 +0000", b"00/Nov/2026:10:19:10 +0100")),
        *((when, None) for when in (b"22/Nov/2026:24:19:10 +0100", b"22/Nov/2026:10:19:10 +9900")),
        *((when, None) for when in (b"-", b"", b"22/Nov/2026 10:19:10", b"2026-11-22T10:19:10")),
    ],
)
def test_times(when: bytes, micros: int | None) -> None:
    [row] = rows(GOOD.replace(b"22/Nov/2026:10:19:10 +0100", when))
    assert row == {**without(SAID, "time"), **({} if micros is None else {"time": micros})}


def test_a_line_of_ten_megabytes() -> None:
    long = b"a" * 10_000_000
    told = rows(GOOD.replace(b"/a", b"/" + long) + long + b"\n" + GOOD)
    assert told == [
        {**SAID, "path": "/" + long.decode()},
        raw(long.decode(), line=2),
        {**SAID, "line": 3},
    ]


@pytest.mark.slow
def test_ten_megabytes_of_quotes_and_backslashes() -> None:
    for piece in (b'"', b'\\"', b"\\", b"\x00", b'" "', b'" 1 1 '):
        many = piece * (10_000_000 // len(piece))
        assert [row["kind"] for row in rows(START + b'"' + many + b"\n" + GOOD)] == ["raw", "http"]


def test_a_chunk_beyond_measure_is_refused() -> None:
    with pytest.raises(ValueError, match="cut the log into chunks"):
        parse(bytes(LARGEST + 1), source="web", first_line=1)


def test_a_hash_that_agrees_proves_nothing() -> None:
    key = 12345
    prime = 0xE7037ED1A0B428DB
    same = (prime ^ key).to_bytes(8, "little")  # makes wyhash forget the other half
    texts = [same + number.to_bytes(8, "little") for number in range(5000)]
    chunk = np.frombuffer(b"".join(texts), np.uint8)
    starts = np.arange(5000, dtype=np.int32) * 16
    numbers, first, last = (np.empty(5000, np.int32) for _ in range(3))
    count = intern(chunk.ctypes.data, starts, starts + 16, word(key), 0, numbers, first, last)
    assert count == 5000
    assert numbers.tolist() == list(range(5000))
    assert first.tolist() == starts.tolist()


def test_equal_texts_written_differently_are_one_value() -> None:
    line = START + b'"GET /a HTTP/1.1" 200 5 "-" "%s"\n'
    agents = [b"\\x41\xff", b"A\xfe", b"A\\xff", b"B"]
    batch = parse(b"".join(line % agent for agent in agents), source="web", first_line=1)
    assert batch.column("agent").to_pylist() == ["A\ufffd"] * 3 + ["B"]
    assert batch.column("agent").dictionary.to_pylist() == ["A\ufffd", "B"]


def test_many_distinct_texts_in_one_chunk() -> None:
    lines = [GOOD.replace(b"/a", b"/%d" % number) for number in range(20_000)]
    batch = parse(b"".join(lines), source="web", first_line=1)
    assert batch.column("path").to_pylist() == [f"/{number}" for number in range(20_000)]
    assert len(batch.column("agent").dictionary) == 1


def test_memory_is_a_few_times_the_chunk() -> None:
    chunk = GOOD * 100_000
    parse(chunk, source="web", first_line=1)
    tracemalloc.start()
    parse(chunk, source="web", first_line=1)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 16 * len(chunk)


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    package = Path(accesslog.__file__).parents[3]
    script = re.sub(
        r"^ +",
        "",
        """
        from numba.core import caching
        caching.CacheImpl._locator_classes = []
        for kind in (caching.CodeLibraryCacheImpl, caching.CompileResultCacheImpl):
            kind._locator_classes = []
        from storewarden.kernels.accesslog import parse
        print(parse(b"x", source="web", first_line=1).num_rows)
        """.strip(),
        flags=re.MULTILINE,
    ).replace("kind._loc", "    kind._loc")
    told = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(package), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.stdout, told.stderr) == ("1\n", "")
