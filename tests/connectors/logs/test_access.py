"""What stands out in an access log is told once, whole, and without a secret."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storewarden.connectors.logs.access.connector import CONNECTOR, gather
from storewarden.core.connectors import Unseen
from storewarden.core.errors import Unreachable
from storewarden.core.estate import LogSource, Site
from storewarden.facts.logs import (
    InjectionProbe,
    InjectionProbes,
    LoginBurst,
    LoginTries,
    SecretInLog,
    SecretsInLog,
)
from tests.support.access import NOON, access_to, an_estate


def line(minutes: float, request: str, status: int = 200, address: str = "192.0.2.7") -> str:
    when = f"{NOON - timedelta(minutes=minutes):%d/%b/%Y:%H:%M:%S +0000}"
    return f'{address} - - [{when}] "{request} HTTP/1.1" {status} 512 "-" "Mozilla/5.0"\n'


def seen(path: Path, *lines: str, platform: str | None = "django-oscar") -> list[object]:
    path.write_text("".join(lines))
    shop = Site("shop", "https://shop.example", platform=platform)
    log = LogSource("shop_access", path, site="shop")
    return list(gather(log, access_to(an_estate(path.parent, shop, log))))


def test_a_quiet_log_tells_that_it_is_quiet(tmp_path: Path) -> None:
    honest = [line(n, "POST /accounts/login/") for n in range(3)]
    assert seen(tmp_path / "log", *honest, line(0, "GET /?token=")) == [
        SecretsInLog(4),
        InjectionProbes(4),
        LoginTries(3, 10),
    ]


def test_a_bad_day_is_told_in_full(tmp_path: Path) -> None:
    machine = [
        line(9 - n / 10, "POST /en/accounts/login/", address="192.0.2.66") for n in range(60)
    ]
    let_in = line(1, "POST /accounts/login/", 302, "192.0.2.66")
    stale = [line(60 * 24 * 31, "GET /portal?password=old") for _ in range(5)]
    leaks = [line(n, f"GET /portal/{n}/?password=s{n}") for n in range(12)]
    probe = [line(2, "GET /search?q=1'+OR+'1'='1", 500, "192.0.2.67") for _ in range(3)]
    other = line(1, "GET /search?q=1+AND+SLEEP(5)", address="192.0.2.67")
    told = seen(tmp_path / "log", *stale, *leaks, *probe, other, *machine, let_in, "noise\n")
    begins, ends = NOON - timedelta(minutes=9), NOON - timedelta(minutes=3, seconds=6)
    assert told == [
        SecretsInLog(82, (SecretInLog("password", "/portal/#/", "password", "***", 12),)),
        InjectionProbes(
            82,
            (
                InjectionProbe(
                    "192.0.2.67",
                    ("always true", "waiting"),
                    4,
                    3,
                    NOON - timedelta(minutes=1),
                    ("' or '1'='1", "sleep(5"),
                ),
            ),
        ),
        LoginTries(61, 10, (LoginBurst("192.0.2.66", 60, 60, 1, begins, ends, "Mozilla/5.0"),)),
    ]


def test_our_own_checks_are_no_burst_but_the_name_hides_no_machine(tmp_path: Path) -> None:
    ours = [
        line(5, "POST /accounts/login/").replace("Mozilla/5.0", "Storewarden/0.1.0 (+check)")
        for _ in range(59)
    ]
    assert seen(tmp_path / "log", *ours)[2] == LoginTries(59, 10)
    moment = NOON - timedelta(minutes=5)
    assert seen(tmp_path / "log", *ours, ours[0])[2] == LoginTries(
        60,
        10,
        (LoginBurst("192.0.2.7", 60, 60, 0, moment, moment, "Storewarden/0.1.0 (+check)"),),
    )


def test_without_a_known_form_log_ins_are_unknown(tmp_path: Path) -> None:
    told = seen(tmp_path / "log", line(0, "GET /"), platform="vendure")
    assert told[2] == Unseen(
        LoginTries, "where people log in is not known for the site of shop_access"
    )


def test_an_empty_log_holds_nothing(tmp_path: Path) -> None:
    assert seen(tmp_path / "log") == [SecretsInLog(0), InjectionProbes(0), LoginTries(0, 10)]


@pytest.mark.parametrize("noise", ["hello\n", "\x00\x00\x00", "x" * 3_000_000, "<html>\n" * 100])
def test_another_format_is_unreachable_not_clean(noise: str, tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="no line of shop_access looks like a combined"):
        seen(tmp_path / "log", noise)


def test_a_missing_log_is_unreachable(tmp_path: Path) -> None:
    log = LogSource("gone", tmp_path / "gone")
    with pytest.raises(Unreachable, match="the log of gone is not there"):
        list(gather(log, access_to(an_estate(tmp_path, log))))


def test_only_combined_logs_are_read() -> None:
    assert CONNECTOR.fits(LogSource("a", Path("a")))
    assert not CONNECTOR.fits(LogSource("a", Path("a"), format="lines"))


def test_times_are_utc(tmp_path: Path) -> None:
    text = line(0, "GET /?q='+or+1=1--").replace("+0000", "+0200")
    probes = seen(tmp_path / "log", text)[1]
    assert isinstance(probes, InjectionProbes)
    assert probes.probes[0].last == datetime(2026, 6, 15, 10, tzinfo=UTC)
