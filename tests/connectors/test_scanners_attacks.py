"""Small attacks on small real sites: guessed vouchers and typed markup; and pen tests on record."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from storewarden.connectors.declared.pentests.connector import CONNECTOR as RECORDS
from storewarden.connectors.scanners.markup_echoes.connector import CONNECTOR as ECHOES
from storewarden.connectors.scanners.voucher_guesses.connector import CONNECTOR as GUESSES
from storewarden.connectors.web.client import web_for
from storewarden.core.checks import Fact
from storewarden.core.connectors import Access, Unseen
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Estate, PenTest, Role, Site
from storewarden.core.verdicts import Severity
from storewarden.facts.pentests import (
    Echo,
    MarkupEcho,
    PenTestRecord,
    PenTestReport,
    VoucherGuesses,
    Weakness,
)
from tests.connectors.web_servers import say, sent, site
from tests.support.access import NOON, access_to, an_estate

Answering = Callable[[BaseHTTPRequestHandler], None]
TODAY = NOON.date()


@contextmanager
def shop(answer: Answering) -> Iterator[tuple[Site, Access]]:
    with site(answer) as url:
        asset = Site(id="shop", url=url, role=Role.SHOP)
        web = web_for(url, per_second=1000)
        yield asset, access_to(an_estate(Path(), asset), web=web)


def counter(
    said: str = "No voucher found with code {}", *, limit: int = 999, status: int = 200
) -> Answering:
    """A shop with a basket and a voucher form that minds after ``limit`` codes."""
    tried: list[str] = []

    def answer(asked: BaseHTTPRequestHandler) -> None:
        form = parse_qs(sent(asked).decode()) if asked.command == "POST" else {}
        if asked.path == "/":
            order = "<form method=post action=/basket/add/1/><input name=quantity value=7></form>"
            return say(asked, order)
        if asked.path == "/basket/add/1/":
            bought = form["quantity"] == ["1"]
            return say(asked, headers=(("Set-Cookie", f"full={bought}; Path=/"),))
        if asked.path == "/basket/" and "full=True" in asked.headers.get("Cookie", ""):
            return say(asked, "<form method=post action=/vouchers/><input name=code></form>")
        if asked.path == "/vouchers/":
            tried.extend(form["code"])
            minds = len(tried) > limit
            return say(asked, said.format(form["code"][0]), status if minds else 200)
        return say(asked, "empty")

    return answer


def test_a_shop_that_lets_guess_is_told() -> None:
    with shop(counter()) as (asset, access):
        assert list(GUESSES.gather(asset, access)) == [
            VoucherGuesses("/vouchers/", 25, True, False)
        ]


@pytest.mark.parametrize("status", [403, 423, 429])
def test_a_shop_that_stops_the_guesser_is_told(status: int) -> None:
    with shop(counter(limit=5, status=status)) as (asset, access):
        assert list(GUESSES.gather(asset, access)) == [VoucherGuesses("/vouchers/", 6, True, True)]


def test_words_that_stop_the_guesser_count_too() -> None:
    with shop(counter("Too many attempts, try again later")) as (asset, access):
        assert list(GUESSES.gather(asset, access)) == [VoucherGuesses("/vouchers/", 1, False, True)]


def test_a_shop_that_says_nothing_of_the_codes_is_told() -> None:
    with shop(counter("Welcome")) as (asset, access):
        assert list(GUESSES.gather(asset, access)) == [VoucherGuesses("/vouchers/", 25, False)]


def test_a_shop_without_vouchers_is_told() -> None:
    def answer(asked: BaseHTTPRequestHandler) -> None:
        sent(asked)
        say(asked, "<form method=post action=/basket/add/1/><input name=quantity></form>")

    with shop(answer) as (asset, access):
        assert list(GUESSES.gather(asset, access)) == [VoucherGuesses()]


def test_a_shop_without_a_basket_is_unknown() -> None:
    with (
        shop(lambda asked: say(asked, "closed")) as (asset, access),
        pytest.raises(Unreachable, match="so no code was tried"),
    ):
        list(GUESSES.gather(asset, access))


FRONT = (
    "<form action=/find/><input name=q><input type=hidden name=page value=1></form>"
    "<form action=http://other.example/><input name=q></form>"
    "<form method=post action=/in/><input name=user></form>"
)


def finder(shows: Callable[[str], str], kind: str = "text/html", status: int = 200) -> Answering:
    def answer(asked: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(asked.path)
        if parts.path == "/find/":
            word = parse_qs(parts.query)["q"][0]
            return say(asked, f"you typed {shows(word)}", status, kind)
        return say(asked, FRONT, 200 if parts.path == "/" else 404)

    return answer


HOME = MarkupEcho("/", "s", Echo.NOT_SHOWN)


@pytest.mark.parametrize(("answer", "echo", "status"), [
    (finder(str), Echo.RAW, 200),
    (finder(str, status=404), Echo.RAW, 404),
    (finder(escape), Echo.ESCAPED, 200),
    (finder(str, kind="application/json"), Echo.ESCAPED, 200),
    (finder(lambda _word: ""), Echo.NOT_SHOWN, 200),
    (finder(escape, status=503), Echo.NO_ANSWER, 503),
    (finder(escape, status=404), Echo.NO_ANSWER, 404),
])  # fmt: skip
def test_how_markup_comes_back_is_told(answer: Answering, echo: Echo, status: int) -> None:
    with shop(answer) as (asset, access):
        assert list(ECHOES.gather(asset, access)) == [MarkupEcho("/find/", "q", echo, status), HOME]


def test_a_search_that_quotation_marks_upset_is_asked_without_them() -> None:
    def answer(asked: BaseHTTPRequestHandler) -> None:
        finder(str, status=500 if "%22" in asked.path else 200)(asked)

    with shop(answer) as (asset, access):
        assert next(iter(ECHOES.gather(asset, access))) == MarkupEcho("/find/", "q", Echo.RAW)


def test_pen_tests_on_record_are_told_for_every_site(tmp_path: Path) -> None:
    estate = Estate(
        "Test", "ada", tmp_path,
        assets=(Site("cms", "https://cms"), Site("shop", "https://shop")),
        pentests=(
            PenTest("cms", date(2026, 1, 2), "Hollow Oak Security"),
            PenTest("cms", date(2025, 1, 2), "Old Oak"),
            PenTest("shop", TODAY + timedelta(days=1), "planned"),
        ),
        pentest_every_days=200,
    )  # fmt: skip
    assert list(RECORDS.gather(estate, access_to(estate))) == [
        PenTestRecord("cms", 200, TODAY, date(2026, 1, 2), "Hollow Oak Security"),
        PenTestRecord("shop", 200, TODAY),
    ]


def told(tmp_path: Path, report: bytes | None) -> list[Fact | Unseen]:
    path = tmp_path / "cms.toml"
    if report is not None:
        path.write_bytes(report)
    test = PenTest("cms", date(2026, 5, 1), "Hollow Oak Security", path)
    estate = Estate("Test", "ada", tmp_path, pentests=(test,))
    return list(RECORDS.gather(estate, access_to(estate)))


def test_a_report_is_read(tmp_path: Path) -> None:
    report = b"""
[[finding]]
id = "PT-1"
title = "Open redirect"
severity = "Low"
due = 2026-06-01
fixed = true
retested_on = 2026-05-20
[[finding]]
id = "PT-2"
title = "Weak password rule"
severity = "high"
due = 2026-06-01T12:00:00
"""
    first = Weakness(
        "PT-1", "Open redirect", Severity.LOW, date(2026, 6, 1), True, date(2026, 5, 20)
    )
    second = Weakness("PT-2", "Weak password rule", Severity.HIGH, date(2026, 6, 1))
    assert told(tmp_path, report) == [
        PenTestReport("cms", date(2026, 5, 1), TODAY, (first, second))
    ]


ENTRY = b'[[finding]]\nid = "a"\ntitle = "b"\nseverity = "low"\n'


NOT_TOML = "the report cms.toml is no report in TOML: "


@pytest.mark.parametrize(("report", "because"), [
    (b"findings = 1", "it knows only [[finding]], not findings"),
    (b"finding = 1", "finding is not a list; write [[finding]]"),
    (b"finding = [1]", "finding 1 is not a table"),
    (b"[[finding]]", "finding 1 has no id or no title"),
    (ENTRY.replace(b"low", b"dire"),
     "finding 1 needs a severity (info, low, medium, high, critical) and fixed"),
    (ENTRY + b'due = "soon"', "finding 1: due is not a day"),
    (ENTRY * 2, "two findings have the same id"),
    (b"\xff", "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
])  # fmt: skip
def test_a_bad_report_is_unknown(tmp_path: Path, report: bytes, because: str) -> None:
    assert told(tmp_path, report) == [
        PenTestReport("cms", date(2026, 5, 1), TODAY, unreadable=NOT_TOML + because)
    ]


def test_a_missing_report_is_unknown(tmp_path: Path) -> None:
    because = "the report cms.toml cannot be read: No such file or directory"
    assert told(tmp_path, None) == [
        PenTestReport("cms", date(2026, 5, 1), TODAY, unreadable=because)
    ]
