"""Lines of the system's own log, in every form they come in."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.kernels.syslog import Moment, parse
from storewarden.kernels.syslog.headers import Line, taken_apart
from storewarden.kernels.syslog.stamps import yearless

NOW = int(datetime(2027, 1, 1, 0, 5, tzinfo=UTC).timestamp()) * 1_000_000


def at(*when: int) -> int:
    return int(datetime(*when, tzinfo=UTC).timestamp() * 1_000_000)  # type: ignore[arg-type, misc]  # a date's parts


def rows(text: str, **other: Any) -> list[dict[str, Any]]:
    told = parse(text.encode(), source="auth", first_line=1, at=Moment(NOW, **other))
    return [
        {name: value for name, value in row.items() if value is not None and name != "source"}
        for row in told.to_pylist()
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "<34>1 2026-12-31T23:59:58.5Z web1 sshd 812 ID47 - Accepted",
            Line(at(2026, 12, 31, 23, 59, 58) + 500_000, "web1", "sshd", "Accepted", is_auth=True),
        ),
        (
            '<165>1 2026-12-31T22:14:15.003Z web1 shop - ID [a@1 x="] \\" \\]"][b@1 y="2"] hello',
            Line(at(2026, 12, 31, 22, 14, 15) + 3_000, "web1", "shop", "hello"),
        ),
        ("<165>1 - - - - - -", Line(None, "", "", "")),
        ("<165>1 - - - - - x", None),
        (
            "<38>Dec 31 23:59:58 web1 sshd[812]: Accepted",
            Line(at(2026, 12, 31, 23, 59, 58), "web1", "sshd", "Accepted", is_auth=True),
        ),
        (
            "<14>Jan  1 00:04:00 shop: local, without a host",
            Line(at(2027, 1, 1, 0, 4), "", "shop", "local, without a host"),
        ),
        ("<13>no header at all", Line(None, "", "", "no header at all")),
        (
            "2026-12-31T23:59:58.000001+01:00 web1 sudo: ada : x",
            Line(at(2026, 12, 31, 22, 59, 58) + 1, "web1", "sudo", "ada : x"),
        ),
        ("<999>1 - - - - - - x", None),
        ("plain words", None),
    ],
)
def test_a_line_is_taken_apart(text: str, told: Line | None) -> None:
    assert taken_apart(text, NOW, 0) == told


def test_over_new_year_a_line_without_a_year_is_of_the_old_one() -> None:
    assert yearless("Dec 31 23:59:58", NOW, 0) == at(2026, 12, 31, 23, 59, 58)
    assert yearless("Jan  1 00:04:59", NOW, 0) == at(2027, 1, 1, 0, 4, 59)
    assert yearless("Jan  2 00:04:00", NOW, 0) == at(2027, 1, 2, 0, 4)
    assert yearless("Jan  2 00:06:00", NOW, 0) == at(2026, 1, 2, 0, 6)
    late = at(2026, 12, 31, 23, 59, 59)
    assert yearless("Jan  1 00:00:10", late, 0) == at(2027, 1, 1, 0, 0, 10)


def test_the_last_leap_day_is_found() -> None:
    assert yearless("Feb 29 12:00:00", NOW, 0) == at(2024, 2, 29, 12)
    assert yearless("Feb 30 12:00:00", NOW, 0) is None


def test_a_zone_counts_where_the_line_has_none() -> None:
    assert yearless("Dec 31 23:00:00", NOW, 60) == at(2026, 12, 31, 22)


DRUPAL = "https://a.example|1795161600|user|203.0.113.5|https://a.example/user/login|"
AUTH = [
    (
        "sshd[1]: Failed password for invalid user admin from 203.0.113.9 port 4022 ssh2",
        {"action": "login_failed", "account": "admin", "address": "203.0.113.9"},
    ),
    (
        "sshd-session[1]: Accepted publickey for ada from fe80::1%eth0 port 22 ssh2: ED25519 SHA",
        {"action": "login_ok", "account": "ada", "address": "fe80::1%eth0"},
    ),
    (
        "sshd[1]: Failed password for root from 203.0.113.9 from 198.51.100.1 port 4022 ssh2",
        {"action": "login_failed", "account": "root from 203.0.113.9", "address": "198.51.100.1"},
    ),
    (
        "sudo:     ada : TTY=pts/0 ; PWD=/home/ada ; USER=root ; COMMAND=/usr/bin/less /etc/shadow",
        {"action": "privilege_change", "account": "ada", "object": "/usr/bin/less /etc/shadow"},
    ),
    (
        "sudo:     ben : 3 incorrect password attempts ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=x",
        {"action": "login_failed", "account": "ben"},
    ),
    (
        "su: (to root) ben on pts/1",
        {"action": "privilege_change", "account": "ben", "object": "root"},
    ),
    (
        "useradd[9]: new user: name=backdoor, UID=1001, GID=1001",
        {"action": "user_change", "object": "backdoor"},
    ),
    (
        "usermod[9]: add 'backdoor' to group 'sudo'",
        {"action": "privilege_change", "object": "backdoor"},
    ),
    (
        "login[3]: pam_unix(login:auth): authentication failure; uid=0 ruser= rhost=  user=ada",
        {"action": "login_failed", "account": "ada"},
    ),
    (
        "passwd[3]: pam_unix(passwd:chauthtok): password changed for ada",
        {"action": "password_reset", "account": "ada"},
    ),
    (
        "wordpress(shop.example)[7]: Authentication failure for ada from 203.0.113.5",
        {"action": "login_failed", "account": "ada", "address": "203.0.113.5"},
    ),
    (
        "wordpress(shop.example)[7]: Authentication attempt for unknown user x from 2001:db8::5",
        {"action": "login_failed", "account": "x", "address": "2001:db8::5"},
    ),
    (
        "wordpress(shop.example)[7]: Accepted password for ada from 203.0.113.5",
        {"action": "login_ok", "account": "ada", "address": "203.0.113.5"},
    ),
    (
        f"drupal: {DRUPAL}|0||Login attempt failed for ada.",
        {"action": "login_failed", "account": "ada", "address": "203.0.113.5"},
    ),
    (
        f"drupal: {DRUPAL}|7||Session opened for ada.",
        {"action": "login_ok", "account": "ada", "address": "203.0.113.5"},
    ),
]


@pytest.mark.parametrize(("message", "said"), AUTH)
def test_what_is_said_about_people_is_understood(message: str, said: dict[str, str]) -> None:
    (row,) = rows(f"Dec 31 23:00:00 web1 {message}\n")
    assert row["kind"] == "auth"
    assert {k: row[k] for k in ("action", "account", "address", "object") if k in row} == said


def test_words_in_a_message_do_not_pass_for_a_log_in() -> None:
    (row,) = rows(
        "Dec 31 23:00:00 web1 shop[1]: Accepted password for root from 1.2.3.4 port 22 ssh2"
    )
    assert (row["kind"], "action" in row) == ("app", False)


def test_every_line_is_an_event_and_what_is_no_syslog_is_raw() -> None:
    told = rows(
        "Dec 31 23:00:00 web1 shop: fine\r\n\nwhat \x00 \x1b[2J\nDec 99 23:00:00 web1 shop: odd"
    )
    assert [(row["line"], row["kind"], row["message"]) for row in told] == [
        (1, "app", "fine"),
        (3, "raw", "what \x00 \x1b[2J"),
        (4, "app", "odd"),
    ]
    assert "time" not in told[2]


def test_an_access_log_within_syslog_is_read_as_that() -> None:
    told = rows(
        "<190>Dec 31 23:00:00 web1 nginx: 203.0.113.9 - - [31/Dec/2026:23:00:00 +0000]"
        ' "GET /search?q=x HTTP/1.1" 200 12 "-" "curl/8"\n<13>Dec 31 23:00:00 web1 shop: fine\n'
    )
    assert [(row["line"], row["kind"], row.get("query")) for row in told] == [
        (1, "http", "q=x"),
        (2, "app", None),
    ]


@given(st.binary(max_size=200), st.integers(-30, 6).map(lambda days: NOW + days * 86_400_000_000))
def test_no_bytes_break_it(noise: bytes, now: int) -> None:
    for start in (b"", b"<34>1 ", b"<34>", b"Dec 31 23:00:00 ", b"Dec 31 23:00:00 web1 sshd[1]: "):
        told = parse(start + noise, source="auth", first_line=1, at=Moment(now))
        assert told.num_rows <= 1 + noise.count(b"\n")
