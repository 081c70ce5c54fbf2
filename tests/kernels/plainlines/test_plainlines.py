"""Lines that were written for people: the time and the client are found, nothing is invented."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.kernels.plainlines import parse

NOON = 1_781_524_800_000_000


def row(line: str, zone: int = 0) -> dict[str, Any]:
    (told,) = parse(line.encode(), source="log", first_line=7, zone=zone).to_pylist()
    return {name: value for name, value in told.items() if value is not None}


@pytest.mark.parametrize(
    "line",
    [
        "2026/06/15 12:00:00 [error] 12#12: *5 open() failed",
        "[Mon Jun 15 12:00:00.000000 2026] [php:error] [pid 9] x",
        "[15-Jun-2026 12:00:00] WARNING: [pool www] child exited",
        "[15-Jun-2026 12:00:00 UTC] PHP Warning: x",
        "[2026-06-15 12:00:00 +0000] [42] [INFO] Booting worker",
        "[2026-06-15T12:00:00.000000+00:00] main.CRITICAL: Payment failed [] []",
        "2026-06-15 12:00:00,000 WARNING django.security.DisallowedHost Invalid HTTP_HOST",
        "2026-06-15T12:00:00+00:00 CRITICAL checkout failed",
        '127.0.0.1 - - [15/Jun/2026:12:00:00 +0000] "GET / HTTP/1.1" 200 1',
    ],
)
def test_the_time_is_found(line: str) -> None:
    assert row(line) == {
        "time": NOON, "source": "log", "line": 7, "kind": "app", "message": line
    }  # fmt: skip


def test_a_line_without_zone_is_of_the_declared_one() -> None:
    assert row("2026-06-15 14:00:00 x", zone=120)["time"] == NOON


def test_the_client_and_its_request_are_found() -> None:
    told = row(
        "2026/06/15 12:00:00 [error] 12#12: *5 open() failed, client: 203.0.113.9, server: shop,"
        ' request: "GET /x?q=%27 HTTP/1.1", host: "shop.example"'
    )
    assert {k: told[k] for k in ("address", "method", "path", "query", "protocol")} == {
        "address": "203.0.113.9", "method": "GET", "path": "/x", "query": "q=%27",
        "protocol": "HTTP/1.1",
    }  # fmt: skip
    apache = row("[Mon Jun 15 12:00:00.1 2026] [core:error] [pid 9] [client 203.0.113.9:5511] x")
    assert apache["address"] == "203.0.113.9"


def test_what_is_not_there_is_not_invented() -> None:
    line = "Traceback (most recent call last): 9999-99-99 99:99:99 \x1b[2J"
    assert row(line) == {"source": "log", "line": 7, "kind": "app", "message": line}


@given(st.binary(max_size=300))
def test_no_bytes_break_it(noise: bytes) -> None:
    assert parse(noise, source="log", first_line=1).num_rows <= 1 + noise.count(b"\n")
