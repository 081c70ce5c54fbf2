"""The served console opens once, only reads, and keeps hostile text text."""

import os
import re
import subprocess
import sys
from html import escape
from pathlib import Path

import pytest

from storewarden.core.findings import identity
from storewarden.core.plain import plain
from tests.console.serving import HOSTILE, Console, filled, served

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
DUMP = identity("exposed_dump", "shop", "/backup/shop.sql")
CARDS = identity("stored_card_number", "shop", "gateway_savedcard.number")
EVIL = identity("gone_check", "shop", HOSTILE)
HOOK = identity("unsigned_webhook", "cms", "/hooks/product-changed/")
GUESSING = identity("password_guessing", "shop", "203.0.113.9")
PAGES = ("/", "/findings/", f"/findings/{DUMP}/", "/checks/nobody_responsible/")


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.slow
def test_the_link_opens_once_and_says_what_to_do_the_second_time(tmp_path: Path) -> None:
    with served(filled(tmp_path), "only-once") as console:
        assert console.get("/enter/wrong").status == 403
        assert console.get("/enter/only-once", method="HEAD").status == 204
        entered = console.get("/enter/only-once")
        assert (entered.status, entered.headers["location"]) == (302, "/")
        cookie = entered.headers["set-cookie"]
        assert re.fullmatch(
            rf"storewarden_{console.port}=inside:\S+; expires=[^;]+; HttpOnly; Max-Age=43200;"
            r" Path=/; SameSite=Strict",
            cookie,
        )
        session = cookie.partition(";")[0]
        assert console.get("/", session).status == 200
        assert console.get("/enter/only-once", session).status == 302
        again = console.get("/enter/only-once")
        assert again.status == 403
        assert "set-cookie" not in again.headers
        assert "This link was used already, or is not right" in again.text
        assert "start it again, and open the link that it prints" in again.text
        forged = session.replace("inside", "inside2")
        assert console.get("/", forged).status == 403


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/findings/%2e%2e/", "/static"])
def test_without_a_session_every_page_says_how_to_get_one(console: Console, path: str) -> None:
    answer = console.get(path)
    assert answer.status == 403
    assert "open the link that it prints" in answer.text
    assert "Harbour" not in answer.text


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/static/console.css", "/static/mark.svg"])
def test_every_answer_carries_the_guarding_headers(
    console: Console, session: str, path: str
) -> None:
    for answer in (console.get(path, session), console.get(path)):
        told = answer.headers
        assert told["content-security-policy"] == CSP
        assert told["x-content-type-options"] == "nosniff"
        assert told["referrer-policy"] == "no-referrer"
        assert told["cache-control"] == "no-store"
        assert told["x-frame-options"] == "DENY"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"])
def test_it_only_reads(console: Console, session: str, method: str) -> None:
    for path in PAGES:
        answer = console.get(path, session, method)
        assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1", "_"])
def test_it_answers_only_under_the_names_of_this_machine(
    console: Console, session: str, host: str
) -> None:
    answer = console.get("/", session, host=host)
    assert (answer.status, answer.text) == (400, "This console answers on this machine only.\n")
    assert console.get("/", session, host="localhost").status == 200


def test_the_scoreboard_has_nine_rows_and_the_three_things_to_do_first(
    console: Console, session: str
) -> None:
    page = console.get("/", session).text
    body = page.partition("<tbody")[2].partition("</tbody>")[0]
    rows = [words(row) for row in body.split("<tr ")[1:]]
    assert len(rows) == 9
    assert "4 Pen test" in rows[4]
    assert "0 bad 1 unknown 2 good" in rows[4]
    assert "Unknown: the report pentests/cms.toml cannot be read: line 3" in rows[4]
    assert "1 bad 0 unknown 5 good high Nobody is responsible for suppliers nobody" in rows[5]
    assert "3 days late" in rows[6]
    assert "1 set aside" in rows[7]
    first = page.partition('<ol class="first">')[2].partition("</ol>")[0]
    assert re.findall(r"/findings/(\w+)/", first)[:2] == [DUMP, CARDS]
    assert first.count("<li>") == 3
    assert "7 things to put right" in page


def test_the_list_is_ordered_and_narrowed(console: Console, session: str) -> None:
    everything = console.get("/findings/", session).text
    listed = re.findall(r'rowheader"><a href="/findings/(\w+)/', everything)
    assert (listed[0], listed[1], listed[-1], len(listed)) == (DUMP, CARDS, EVIL, 7)
    logs = console.get("/findings/?step=logs&state=any", session).text
    assert re.findall(r'rowheader"><a href="/findings/(\w+)/', logs) == [GUESSING, EVIL]
    none = console.get("/findings/?severity=critical&owner=ada", session).text
    assert "No finding fits." in words(none)


@pytest.mark.parametrize(
    "query", ["step=%00", "state=%ff", f"owner={'x' * 3000}", "asset=%3Cscript%3E", "step=a&step=b"]
)
def test_nonsense_asked_of_the_list_finds_nothing(
    console: Console, session: str, query: str
) -> None:
    answer = console.get(f"/findings/?{query}", session)
    assert answer.status == 200
    assert "No finding fits." in words(answer.text)
    assert "<script" not in answer.text


def test_one_finding_tells_evidence_remedy_and_story(console: Console, session: str) -> None:
    told = words(console.get(f"/findings/{DUMP}/", session).text)
    for part in (
        "A database dump lies open at /backup/shop.sql",
        "new: nobody has read it yet",
        "Owner Web team",
        "GET /backup/shop.sql answered 200 with CREATE TABLE",
        "Why it matters",
        "How to put it right",
        f"storewarden ack {DUMP}",
        "Storewarden seen for the first time",
    ):
        assert part in told
    hook = words(console.get(f"/findings/{HOOK}/", session).text)
    assert "acknowledged by Ada Keller" in hook
    assert "Ada Keller acknowledged on it" in hook
    accepted = words(console.get(f"/findings/{GUESSING}/", session).text)
    assert "Reason: until the sale ends" in accepted
    assert "storewarden ack" not in accepted


@pytest.mark.parametrize("path", ["/", "/findings/", f"/findings/{EVIL}/"])
def test_hostile_text_stays_text(console: Console, session: str, path: str) -> None:
    page = console.get(path, session).text
    assert escape(plain(HOSTILE)) in page
    assert "<script" not in page
    assert "<i>" not in page
    assert "Harbour &amp; Hill &lt;b&gt;Crafts&lt;/b&gt;" in page
    assert not set("\u202e\x1b\u2066") & set(page)


@pytest.mark.parametrize(
    "path", ["/nothing", "/findings/ffffffffffff/", "/checks/no_such/", "/static/page.html"]
)
def test_what_is_not_there_is_said_to_be_not_there(
    console: Console, session: str, path: str
) -> None:
    answer = console.get(path, session)
    assert answer.status == 404
    assert "There is no such page" in answer.text


@pytest.mark.slow
def test_a_ledger_that_went_away_is_told_in_plain_words(tmp_path: Path) -> None:
    file = filled(tmp_path)
    with served(file, "token") as console:
        session = console.enter()
        ledger = next(tmp_path.rglob("*.sqlite3"))
        ledger.write_bytes(b"overwritten" * 1000)
        answer = console.get("/", session)
    assert answer.status == 503
    assert "The ledger cannot be read" in answer.text
    assert "the file is no SQLite database" in answer.text


def test_without_a_token_it_does_not_start(estate: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import storewarden.console.asgi"],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | {"STOREWARDEN_ESTATE": str(estate), "STOREWARDEN_CONSOLE_TOKEN": ""},
    )
    assert done.returncode == 1
    assert "start the console with `storewarden serve`" in done.stderr
