"""What issue 3 calls bad input: counted, bounded, never a crash. The rest of it has its own tests:

lines of 10 MB, null bytes and a swapped link in `test_tail`, gzip bombs there, in `test_history`
and in `test_http_ingest`, a clock that jumps in `test_stream` and `test_windows`, terminal escapes
in `test_watch` and `test_terminal`, New Year in `test_syslog`.
"""

from pathlib import Path
from time import process_time

import duckdb
import pyarrow as pa
import pytest

from storewarden.core.estate import LogSource
from storewarden.core.river import Piece
from storewarden.kernels import events
from storewarden.kernels.sigma.live.matcher import Matcher
from storewarden.kernels.sigma.sql.hunts import rule_query
from storewarden.kernels.windows import Settings, Windows
from storewarden.streams.parsing import Surroundings, parser
from tests.kernels.sigma.judging import one_rule
from tests.kernels.windows.given import behaviour, counts

NEW_YEAR = 1_798_761_605_000_000
"""2027-01-01, five seconds after midnight."""


def read(form: str, line: str, *proxies: str) -> dict[str, object]:
    log = LogSource("log", Path("log"), form)
    parse = parser([log], {}, Surroundings(lambda: NEW_YEAR, proxies=proxies))
    [row] = parse(Piece("log", f"{line}\n".encode(), 1, 1)).to_pylist()
    return dict(row)


ASKED = '[01/Jan/2027:00:00:01 +0000] "GET / HTTP/1.1" 200 5 "-" "-"'


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("combined", f"fe80::1%eth0 - - {ASKED}"),
        ("json", '{"remote_addr": "fe80::1%eth0", "request": "GET / HTTP/1.1"}'),
        (
            "syslog",
            "Dec 31 23:59:59 web1 sshd[7]: Failed password for ada from fe80::1%eth0 port 5 ssh2",
        ),
    ],
)
def test_an_address_with_a_zone_is_kept(form: str, line: str) -> None:
    assert read(form, line)["address"] == "fe80::1%eth0"


def test_lines_without_a_year_are_of_the_old_one_after_midnight() -> None:
    line = "Dec 31 23:59:59 web1 sshd[7]: Failed password for ada from 203.0.113.5 port 5 ssh2"
    assert read("syslog", line)["time"] == NEW_YEAR - 6_000_000


def test_a_forged_forwarded_address_is_not_believed() -> None:
    forged = '{"remote_addr": "203.0.113.9", "x_forwarded_for": "127.0.0.1, 10.0.0.7"}'
    assert read("json", forged)["address"] == "203.0.113.9"
    assert read("json", forged, "10.0.0.7")["address"] == "203.0.113.9"
    through = '{"remote_addr": "10.0.0.7", "x_forwarded_for": "127.0.0.1, 203.0.113.9"}'
    assert read("json", through, "10.0.0.7")["address"] == "203.0.113.9"


def test_a_catastrophic_pattern_takes_no_longer_than_another() -> None:
    rule = one_rule({"one": {"c-uri|re": r"(x+x+)+y$"}, "condition": "one"})
    hostile = "/" + "x" * 30_000
    batch = events.batch({"kind": "http", "method": "GET", "path": [hostile, "/xxy"]}, 2)
    began = process_time()
    matched = Matcher([rule]).match(batch)
    with duckdb.connect() as base:
        base.register("events", events.stored(batch))
        hunted = base.execute(rule_query(rule)).fetchall()
    assert process_time() - began < 5.0
    assert {key: rows.tolist() for key, rows in matched.items()} == {"rule_0": [1]}
    assert len(hunted) == 1


@pytest.mark.slow
def test_a_hundred_thousand_new_keys_a_second_are_bounded_and_counted() -> None:
    guessing = behaviour("guessing", counts("login_failed", 5, 600))
    windows = Windows([guessing], Settings(keys=10_000, entries=100_000))
    for second in range(3):
        numbers = range(second * 100_000, (second + 1) * 100_000)
        batch = events.batch(
            {
                "time": pa.array([NEW_YEAR + second * 1_000_000] * 100_000, pa.int64()),
                "line": pa.array([number + 1 for number in numbers], pa.int64()),
                "source": "shop",
                "kind": "auth",
                "action": "login_failed",
                "address": [f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}" for n in numbers],
            },
            100_000,
        )
        windows.advance(batch)
    said = windows.remarks()
    assert said.keys <= 10_000
    assert said.refused_keys >= 290_000
    assert len(windows.snapshot()) < 20_000_000
