"""Parsers of log lines: an event for each line, with its number, and nothing lost."""

from collections.abc import Callable, Sequence

import pyarrow as pa

from storewarden.kernels import plainlines, records, syslog
from storewarden.kernels.accesslog import LAYOUTS
from storewarden.kernels.accesslog import parse as parse_web
from storewarden.kernels.events import LIVE, Kind
from tests.fuzz.target import Target, must, shows_safely

FIRST = 7
NOW = 1_790_000_000_000_000
ZONES = (0, 60, -720)
TRUTHS = "an event a line with its number, invalid UTF-8 replaced, raw lines whole, shown safely"
WEB = (
    b'192.0.2.1 - - [02/Mar/2026:00:00:01 +0000] "GET /a?b=%00 HTTP/1.1" 200 5 "-" "M \\x22\\"x"\n',
    (
        b'shop.example:443 2001:db8::1%eth0 - "o k" [02/Mar/2026:00:00:01 +0000] "-" 400 0 "-" "-" 1.5'
        b"\n\n\r\n\xff\x00"
    ),
    b'10.0.0.1, 10.0.0.2 - ada [31/Dec/2025:23:59:60 -1200] "GET http://h/ HTTP/1.0" 200 - "" "" 9',
)


def holds_of(batch: pa.RecordBatch, numbers: Sequence[int], data: bytes) -> None:
    """What is true of every batch that was made of lines."""
    batch.validate(full=True)
    must(batch.schema.equals(LIVE), "the batch has another schema")
    must(batch.column("line").to_pylist() == list(numbers), "an event is missing, or has no line")
    lines = data.split(b"\n")
    for row in batch.to_pylist():
        if row["kind"] == Kind.RAW:
            whole = lines[row["line"] - FIRST].decode("utf-8", "replace").removesuffix("\r")
            must(row["message"] == whole, "a raw line is not whole")
        for value in row.values():
            if isinstance(value, str):
                shows_safely(value)


def numbers_of(data: bytes, is_empty: Callable[[bytes], bool]) -> list[int]:
    """The numbers of the lines that must have an event."""
    lines = data.split(b"\n")
    return [number for number, line in enumerate(lines, FIRST) if not is_empty(line)]


def access(data: bytes) -> None:
    numbers = numbers_of(data, lambda line: line in {b"", b"\r"})
    for layout in LAYOUTS.values():
        batch = parse_web(data, source="s", first_line=FIRST, layout=layout)
        holds_of(batch, numbers, data)


def json_lines(data: bytes) -> None:
    numbers = numbers_of(data, lambda line: not line.strip())
    holds_of(records.parse(data, source="s", first_line=FIRST), numbers, data)


def syslog_lines(data: bytes) -> None:
    numbers = numbers_of(data, lambda line: not line.strip(b"\r"))
    for zone in ZONES:
        at = syslog.Moment(NOW, zone)
        holds_of(syslog.parse(data, source="s", first_line=FIRST, at=at), numbers, data)


def plain_lines(data: bytes) -> None:
    numbers = numbers_of(data, lambda line: not line.decode("utf-8", "replace").strip())
    for zone in ZONES:
        batch = plainlines.parse(data, source="s", first_line=FIRST, zone=zone)
        holds_of(batch, numbers, data)


TARGETS = (
    Target("access-log", access, f"{TRUTHS}; in all six layouts", WEB, is_compiled=True),
    Target(
        "json-lines",
        json_lines,
        TRUTHS,
        (
            b'{"time":"2026-03-02T00:00:00Z","status":200,"request":"GET /a?b HTTP/1.1"}\n[1]\n{}\n',
            b'{"time":1e400,"size":-1,"status":"99999999999999999999","a":{"b":{"c":[1,{}]}}}\n{"a',
            b'{"remote_addr":"192.0.2.1","http_x_forwarded_for":"203.0.113.9","request_time":"nan"}',
            b'{"path":"\\ud800\\u0000","action":"login_failed","user":"\\u202e","duration_us":1e30}',
        ),
    ),
    Target(
        "syslog",
        syslog_lines,
        TRUTHS,
        (
            (
                b'<34>1 2026-03-02T00:00:00.1Z host sshd 12 ID [a@1 b="\\"]"] \xef\xbb\xbfFailed password'
                b" for invalid user x from 192.0.2.1 port 22 ssh2\n<191>Feb 29 23:59:59 host su: x\n"
            ),
            b"Nov 22 10:00:00 host sudo[1]: ada : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh\n",
            b"0001-01-01T00:00:00+14:00 h p: x\n9999-12-31T23:59:59-12:00 h p: x\n<999>x\n<1>\n\r\n",
            b"<190>Nov 22 10:00:00 web nginx: " + WEB[0],
        ),
    ),
    Target(
        "plain-lines",
        plain_lines,
        TRUTHS,
        (
            b"[02-Mar-2026 00:00:00 UTC] PHP Fatal error:  x in /a.php on line 3\n\t\n\x85\x1c\n",
            b"[Mon Mar 02 00:00:00.1 2026] [php:error] [pid 1] [client 192.0.2.1:5] x, client: ::1\n",
            (
                b"[2026-03-02T00:00:00.123456+00:00] main.CRITICAL: x\n0001-01-01 00:00:00 x 9999-12-31 "
                b'23:59:59\nERROR 2026-03-02 00:00:00,5 ip=192.0.2.1 request: "GET /a?b HTTP/1.1"\n'
            ),
            b"2026-03-02T00:00:00Z NOTICE Order 5 paid\n0001-01-01T00:00:00 x\n9999-12-31T23:59:59 y",
        ),
    ),
)
