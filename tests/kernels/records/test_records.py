"""JSON records of many programs become the same events; hostile ones break nothing."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.kernels.records import Mapping, OtlpError, events, parse, records_in
from storewarden.kernels.records.proxies import client, networks
from storewarden.kernels.records.values import time

NOON = 1_781_524_800_000_000


def shown(batch: Any) -> list[dict[str, Any]]:
    return [
        {k: v for k, v in row.items() if v is not None and k != "source"}
        for row in batch.to_pylist()
    ]


def rows(*lines: object, mapping: Mapping | None = None) -> list[dict[str, Any]]:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return shown(parse(text.encode(), source="app", first_line=1, mapping=mapping))


HIT = {
    "line": 1,
    "kind": "http",
    "time": NOON,
    "address": "203.0.113.9",
    "method": "GET",
    "path": "/search",
    "query": "q=%27",
    "status": 200,
    "agent": "curl/8",
}


@pytest.mark.parametrize(
    "line",
    [
        {
            "time_iso8601": "2026-06-15T14:00:00+02:00",
            "remote_addr": "203.0.113.9",
            "request_method": "GET",
            "request_uri": "/search?q=%27",
            "status": "200",
            "http_user_agent": "curl/8",
        },
        {
            "ts": 1781524800.0,
            "request": {
                "remote_ip": "203.0.113.9",
                "method": "GET",
                "uri": "/search?q=%27",
            },
            "status": 200,
            "user_agent": "curl/8",
        },
        {
            "@timestamp": "2026-06-15T12:00:00Z",
            "source": {"address": "203.0.113.9"},
            "request": "GET /search?q=%27",
            "http": {"response": {"status_code": 200}},
            "user_agent": {"original": "curl/8"},
        },
        {
            "timestamp": 1781524800000,
            "client.address": "203.0.113.9",
            "http.request.method": "GET",
            "url.full": "https://shop.example/search?q=%27",
            "http.response.status_code": 200,
            "user_agent.original": "curl/8",
        },
    ],
)
def test_programs_name_things_differently_and_mean_the_same(line: dict[str, Any]) -> None:
    assert rows(line) == [HIT]


def test_the_estate_may_say_what_a_field_is_called() -> None:
    mapping = Mapping({"account": "who.mail", "message": "was"})
    told = rows({"who": {"mail": "ada@shop.example"}, "was": "in", "msg": "x"}, mapping=mapping)
    assert told == [{"line": 1, "kind": "app", "account": "ada@shop.example", "message": "in"}]


def test_an_application_may_say_what_was_done() -> None:
    told = rows({"event": "login_failed", "user": "ada", "ip": "203.0.113.9", "duration": 0.25})
    assert told == [
        {
            "line": 1,
            "kind": "auth",
            "action": "login_failed",
            "account": "ada",
            "address": "203.0.113.9",
            "duration_us": 250_000,
        }
    ]


def test_what_is_no_object_is_kept_as_it_is() -> None:
    assert [
        (row["line"], row["kind"], row["message"]) for row in rows("no", "", "[1]", {"msg": "x"})
    ] == [
        (1, "raw", "no"),
        (3, "raw", "[1]"),
        (4, "app", "x"),
    ]


def test_odd_values_are_left_out_and_hostile_ones_are_text() -> None:
    told = rows(
        {"status": True, "size": -5, "time": "yesterday", "user": ["a", "b"], "msg": "\x1b[2J\x00"},
        {
            "status": 10**30,
            "size": 1e300,
            "time": float("inf"),
            "elapsed": "1e400",
            "msg": "y" * 99_999,
        },
        '{"status": 1e999, "time": -1e308, "msg": "z"}',
    )
    assert told[0] == {"line": 1, "kind": "app", "account": "['a', 'b']", "message": "\x1b[2J\x00"}
    assert (told[1]["kind"], told[2]["kind"]) == ("raw", "raw")


def test_deep_and_wide_records_are_bounded() -> None:
    deep: dict[str, Any] = {"msg": "bottom"}
    for _ in range(200):
        deep = {"a": deep}
    wide = {f"k{number}": number for number in range(5_000)} | {"msg": "late"}
    assert rows(deep, wide) == [{"line": 1, "kind": "app"}, {"line": 2, "kind": "app"}]


@pytest.mark.parametrize(
    "value",
    [
        1781524800,
        1781524800.0,
        "1781524800",
        1781524800_000,
        NOON,
        NOON * 1_000,
        "2026-06-15T12:00:00Z",
        "2026-06-15 12:00:00",
    ],
)
def test_times_are_read_whatever_their_unit(value: object) -> None:
    assert time(value) == NOON


@pytest.mark.parametrize("value", ["--5", "-" * 61 + "20260", "-", "-.", ".", "", "5-", "1.2.3"])
def test_what_is_no_number_is_no_time(value: str) -> None:
    assert time(value) is None


TRUSTED = networks(["10.0.0.0/8", "2001:db8:ffff::/48"])


@pytest.mark.parametrize(
    ("address", "forwarded", "told"),
    [
        ("10.0.0.7", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.7", "66.249.66.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.7", "203.0.113.9, 10.0.0.8", "203.0.113.9"),
        ("198.51.100.1", "203.0.113.9", "198.51.100.1"),
        ("10.0.0.7", "10.1.1.1, 10.2.2.2", "10.1.1.1"),
        ("10.0.0.7", "203.0.113.9, nonsense", "10.0.0.7"),
        ("10.0.0.7", "", "10.0.0.7"),
        ("10.0.0.7", "[2001:db8::9]:443", "2001:db8::9"),
        ("10.0.0.7", "203.0.113.9:5511", "203.0.113.9"),
        ("::ffff:10.0.0.7", "203.0.113.9", "203.0.113.9"),
        ("fe80::1%eth0", "203.0.113.9", "fe80::1%eth0"),
        ("2001:db8:ffff::1%eth0", "2001:db8::9%x", "2001:db8::9"),
        ("10.0.0.7", ",".join(["1.1.1.1"] * 5_000), "1.1.1.1"),
    ],
)
def test_only_declared_proxies_are_believed(address: str, forwarded: str, told: str) -> None:
    assert client(address, forwarded, TRUSTED) == told
    assert client(address, forwarded, ()) == address


def test_a_record_s_forwarded_address_counts_only_behind_a_proxy() -> None:
    line = {"ip": "10.0.0.7", "x_forwarded_for": "203.0.113.9", "msg": "x"}
    behind = rows(line, mapping=Mapping(trusted=TRUSTED))
    assert [behind[0]["address"], rows(line)[0]["address"]] == ["203.0.113.9", "10.0.0.7"]


def request(*logs: dict[str, Any]) -> bytes:
    return json.dumps(
        {"resourceLogs": [{"resource": {"attributes": []}, "scopeLogs": [{"logRecords": logs}]}]}
    ).encode()


def attribute(key: str, **value: object) -> dict[str, Any]:
    return {"key": key, "value": value}


def test_what_a_collector_sends_is_read() -> None:
    body = request(
        {
            "timeUnixNano": str(NOON * 1_000),
            "severityText": "WARN",
            "body": {"stringValue": "log-in refused"},
            "eventName": "login_failed",
            "attributes": [
                attribute("user.name", stringValue="ada"),
                attribute("client.address", stringValue="203.0.113.9"),
                attribute("http.response.status_code", intValue="401"),
            ],
        },
        {
            "observedTimeUnixNano": NOON * 1_000,
            "body": {"kvlistValue": {"values": [attribute("msg", stringValue="deep")]}},
        },
    )
    batch = events(list(enumerate(records_in(body), 1)), "app", Mapping())
    assert shown(batch) == [
        {
            "line": 1,
            "kind": "auth",
            "time": NOON,
            "action": "login_failed",
            "account": "ada",
            "address": "203.0.113.9",
            "status": 401,
            "message": "log-in refused",
        },
        {"line": 2, "kind": "app", "time": NOON, "message": "deep"},
    ]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"resourceLogs": 5}', b"\xff"])
def test_what_is_no_otlp_is_refused(body: bytes) -> None:
    with pytest.raises(OtlpError):
        records_in(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["time", "status", "request", "url", "ip", "event", "values", "key"])
            | st.sampled_from(["value", "kvlistValue", "arrayValue", "stringValue", "forwarded"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON, st.binary(max_size=60))
def test_no_record_breaks_it(value: object, noise: bytes) -> None:
    line = json.dumps(value).encode()
    assert parse(line + b"\n" + noise, source="app", first_line=1).num_rows <= 2 + noise.count(
        b"\n"
    )
    try:
        body = {"resourceLogs": [{"scopeLogs": [{"logRecords": [{"body": value}]}]}]}
        records_in(json.dumps(body).encode())
    except OtlpError:
        pass
