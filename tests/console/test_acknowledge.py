"""The link of a mail: opening it changes nothing, one click acknowledges, then it is used up."""

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from storewarden.bootstrap import clock, opening
from storewarden.bootstrap.acknowledging import Desk
from storewarden.core.errors import StorewardenError
from storewarden.core.findings import Finding, State, identity
from tests.console.serving import HOSTILE, NOW, Console, filled, link_to
from tests.console.test_served import CSP, words

DUMP = identity("exposed_dump", "shop", "/backup/shop.sql")
CARDS = identity("stored_card_number", "shop", "gateway_savedcard.number")
EVIL = identity("gone_check", "shop", HOSTILE)
HOOK = identity("unsigned_webhook", "cms", "/hooks/product-changed/")


def finding(estate: Path, name: str) -> Finding:
    ledger = opening.open_ledger(opening.load_estate(estate))
    return next(one for one in ledger.findings() if one.id == name)


def story(estate: Path, name: str) -> list[tuple[str, str, str]]:
    ledger = opening.open_ledger(opening.load_estate(estate))
    return [(one.actor, one.action, one.note) for one in ledger.history(name)]


def test_looking_changes_nothing_and_one_click_acknowledges(console: Console, estate: Path) -> None:
    before = finding(estate, DUMP)
    link = link_to(estate, DUMP)
    for method in ("HEAD", "GET", "GET"):
        looked = console.get(link, method=method)
        assert looked.status == 200
        assert looked.headers["content-security-policy"] == CSP
        assert (looked.headers["referrer-policy"], looked.headers["cache-control"]) == (
            "no-referrer",
            "no-store",
        )
        assert "set-cookie" not in looked.headers
    assert "It says that Ben Osei has read this and sees to it." in words(looked.text)
    assert "a database dump lies open at /backup/shop.sql" in looked.text.lower()
    assert finding(estate, DUMP) == before

    done = console.get(link, method="POST")
    assert done.status == 200
    assert "Thank you, Ben Osei" in words(done.text)
    after = finding(estate, DUMP)
    assert (after.state, after.acknowledged_by) == (State.ACKNOWLEDGED, "ben")
    assert story(estate, DUMP)[-1] == (
        "ben",
        "acknowledged",
        f"by the signed link of notice {'0' * 24}",
    )

    for method in ("GET", "POST"):
        again = console.get(link, method=method)
        assert again.status == 410
        assert f"it was used on {NOW:%Y-%m-%d} at" in words(again.text)
    assert len(story(estate, DUMP)) == 2


def test_hostile_words_stay_text(console: Console, estate: Path) -> None:
    page = console.get(link_to(estate, EVIL)).text
    assert "<script>" not in page
    assert "[U+202E]" in page
    assert "\u202e" not in page


def test_a_link_past_its_end_says_so(console: Console, estate: Path) -> None:
    link = link_to(estate, CARDS, days=-1)
    for method in ("GET", "POST"):
        answer = console.get(link, method=method)
        assert answer.status == 410
        assert "This link does nothing any more: it ended on" in words(answer.text)
    assert finding(estate, CARDS).state is State.NEW


def test_what_somebody_else_acknowledged_needs_no_click(console: Console, estate: Path) -> None:
    answer = console.get(link_to(estate, HOOK), method="POST")
    assert answer.status == 410
    assert "somebody acknowledged it already" in words(answer.text)
    assert finding(estate, HOOK).acknowledged_by == "ada"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_forged_links_say_so(console: Console, estate: Path, method: str) -> None:
    good = link_to(estate, CARDS)
    for bad in (good[:-3], f"{good}x", "/ack/..", "/ack/%00", f"/ack/{'a' * 5_000}"):
        answer = console.get(bad, method=method)
        assert answer.status == 410, bad
        assert "This link is not one of ours" in words(answer.text)
    assert finding(estate, CARDS).state is State.NEW


def test_a_link_to_a_finding_that_is_gone_says_so(console: Console, estate: Path) -> None:
    answer = console.get(link_to(estate, "f" * 12))
    assert answer.status == 410
    assert "the finding is not in the ledger" in words(answer.text)


def test_under_the_outer_name_only_the_links_answer(
    console: Console, estate: Path, session: str
) -> None:
    outer = "warden.shop.example"
    assert console.get(link_to(estate, CARDS), host=outer).status == 200
    assert console.get("/static/console.css", host=outer).status == 200
    for path in ("/", "/findings/", f"/findings/{CARDS}/", "/enter/open-sesame"):
        answer = console.get(path, session, host=outer)
        assert (answer.status, answer.text) == (403, "Only the links of mails open here.\n")
    assert console.get(link_to(estate, CARDS), host="evil.example").status == 400


def test_whoever_sends_a_flood_is_hung_up_on(console: Console, estate: Path) -> None:
    with socket.create_connection(("127.0.0.1", console.port), timeout=20) as line:
        head = f"POST {link_to(estate, CARDS)} HTTP/1.1\r\nHost: 127.0.0.1:{console.port}\r\n"
        line.sendall(f"{head}Content-Length: 1000000000\r\n\r\n".encode())
        with suppress(ConnectionError):
            for _ in range(200):
                line.sendall(b"x" * 100_000)
            assert b"200 OK" not in line.recv(1_000)
    assert finding(estate, CARDS).state is State.NEW
    assert console.get(link_to(estate, CARDS)).status == 200


def test_of_two_clicks_at_once_one_counts(tmp_path: Path) -> None:
    file = filled(tmp_path)
    token = link_to(file, CARDS).removeprefix("/ack/")
    ours = opening.load_estate(file)
    desk = Desk(ours, opening.open_ledger(ours), clock.now)

    def click(_number: int) -> bool:
        try:
            desk.use(token)
        except StorewardenError:
            return False
        return True

    with ThreadPoolExecutor(6) as clicking:
        assert sorted(clicking.map(click, range(6))) == [False] * 5 + [True]
    assert len(story(file, CARDS)) == 2
