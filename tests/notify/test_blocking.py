"""What may be blocked: never by default, never for ever, never ours, never a real crawler."""

import json
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from time import sleep

import pytest

from storewarden.core.alerts import Actor, ActorKind, Alert
from storewarden.core.errors import LedgerError, Unreachable
from storewarden.core.estate import Estate, Host, Site
from storewarden.core.verdicts import Severity
from storewarden.core.watching import Blocking, Receiving
from storewarden.notify.blocking import Book, Bouncers, Decision, Desk, Limits, Ways, limits_of
from storewarden.notify.blocking import decisions as deciding
from storewarden.notify.blocking.answering import duration
from storewarden.notify.blocking.crawlers import Resolver, is_search_engine
from storewarden.notify.blocking.deciding import names_of
from storewarden.notify.blocking.files import block_list, nginx_include, write
from storewarden.notify.blocking.webhook import SIGNATURE, Webhook, signature

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
THIEF, OTHER, GOOGLE, OURS = "8.8.4.4", "9.9.9.9", "66.249.66.1", "93.184.216.34"
ALERT = Alert(
    "credential_stuffing", "Passwords are tried", Severity.HIGH, (),
    Actor(ActorKind.ADDRESS, THIEF), 1, 2, 20, "shop_access", (), "why", "do",
)  # fmt: skip
ESTATE = Estate(
    name="Shop",
    owner="ada",
    root=Path("/srv"),
    assets=(Site("shop", f"https://{OURS}"), Site("cms", "https://www.shop.example"), Host("web1")),
    ingest=Receiving(trusted_proxies=("1.1.1.0/24",)),
)
LIMITS = limits_of(Blocking(never=("9.9.9.0/24",), hours=4), ESTATE, ["151.101.1.1"])


def blamed(alert: Alert, limits: Limits = LIMITS) -> list[str]:
    return [each.address for each in deciding(alert, limits, NOON)]


def by(address: str, kind: ActorKind = ActorKind.ADDRESS, *others: str) -> Alert:
    return replace(ALERT, actor=Actor(kind, address), addresses=others)


def test_an_entry_ends_by_itself() -> None:
    assert list(deciding(ALERT, LIMITS, NOON)) == [
        Decision(THIEF, "credential_stuffing", NOON, NOON + 4 * HOUR)
    ]


@pytest.mark.parametrize(
    "address",
    [
        OTHER, OURS, "151.101.1.1", "1.1.1.9", "127.0.0.1", "10.0.0.7", "192.168.1.1", "::1",
        "fe80::1%eth0", "fd00::1", "169.254.169.254", "::ffff:10.0.0.7", f"::ffff:{OURS}", "",
        "224.0.0.1", "8.8.4.4; deny all", "shop.example", "8.8.4.4\n127.0.0.1",
    ],
)  # fmt: skip
def test_ours_private_and_what_is_no_address_is_never_blocked(address: str) -> None:
    assert blamed(by(address)) == []


def test_who_is_attacked_is_not_blamed() -> None:
    assert blamed(by("ada", ActorKind.ACCOUNT, THIEF)) == []
    assert blamed(by("log-ins", ActorKind.CROWD, THIEF, OTHER, "2a00:1450::9")) == [
        THIEF,
        "2a00:1450::9",
    ]
    assert blamed(replace(ALERT, severity=Severity.MEDIUM)) == []


def test_blocking_is_off_unless_it_is_enabled() -> None:
    assert Blocking().enabled is False
    assert names_of(ESTATE) == {"www.shop.example"}


def resolver(names: Mapping[str, str], addresses: Mapping[str, Sequence[str]]) -> Resolver:
    return Resolver(
        lambda address: (names[address],) if address in names else (),
        lambda name: addresses.get(name, ()),
    )


NAMES = {
    GOOGLE: "crawl-66-249-66-1.googlebot.com.",
    THIEF: "crawl-66-249-66-1.googlebot.com",
    OTHER: "googlebot.com.thief.example",
    "35.190.0.9": "9.0.190.35.bc.googleusercontent.com",
}
PLACES = {
    "crawl-66-249-66-1.googlebot.com": [GOOGLE],
    "googlebot.com.thief.example": [OTHER],
    "9.0.190.35.bc.googleusercontent.com": ["35.190.0.9"],
}


@pytest.mark.parametrize(
    ("address", "real"),
    [(GOOGLE, True), (THIEF, False), (OTHER, False), ("35.190.0.9", False), ("8.8.8.8", False)],
)
def test_a_crawler_is_real_when_its_name_leads_back_to_it(address: str, *, real: bool) -> None:
    assert is_search_engine(address, resolver(NAMES, PLACES)) is real


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "blocking.sqlite3")


def entry(address: str, since: datetime = NOON, hours: int = 4) -> Decision:
    return Decision(address, "stuffing", since, since + hours * HOUR)


def test_entries_are_extended_and_end(book: Book) -> None:
    assert book.put([entry(THIEF), entry(OTHER, hours=1)], NOON) == 2
    book.put([entry(THIEF, NOON + HOUR)], NOON + HOUR)

    def there(at: datetime) -> list[str]:
        return [each.decision.address for each in book.active(at)]

    assert there(NOON) == [THIEF, OTHER]
    assert there(NOON + 2 * HOUR) == [THIEF]
    assert there(NOON + 5 * HOUR) == []
    book.forget(NOON + timedelta(days=30))
    assert book.active(NOON) == []


def test_bouncers_hear_what_came_and_what_went(book: Book) -> None:
    moment = [NOON]
    bouncers = Bouncers(book, "the-key", lambda: moment[0])

    def ask(startup: str, agent: str = "nginx") -> tuple[list[str], list[str]]:
        headers = {"x-api-key": "the-key", "user-agent": agent}
        status, told = bouncers.stream({"startup": startup}, headers)
        assert status == 200
        new, gone = told["new"], told["deleted"]
        assert isinstance(new, list)
        assert isinstance(gone, list)
        return [each["value"] for each in new], [each["value"] for each in gone]

    book.put([entry(THIEF, hours=1)], NOON - HOUR / 2)
    assert ask("true") == ([THIEF], [])
    moment[0] += HOUR / 4
    assert ask("false") == ([], [])
    book.put([entry(OTHER)], moment[0] + timedelta(seconds=1))
    moment[0] += HOUR
    assert ask("false") == ([OTHER], [THIEF])
    assert ask("false") == ([], [])
    assert ask("true") == ([OTHER], [])
    assert ask("false", "another") == ([OTHER], [])


def test_a_decision_is_told_as_crowdsec_tells_it(book: Book) -> None:
    book.put([entry(THIEF)], NOON)
    told = Bouncers(book, "k", lambda: NOON + HOUR / 60).stream(
        {"startup": "true"}, {"x-api-key": "k"}
    )
    assert told == (
        200,
        {
            "new": [
                {
                    "id": 1, "origin": "storewarden", "type": "ban", "scope": "Ip", "value": THIEF,
                    "duration": "3h59m0s", "scenario": "storewarden/stuffing", "simulated": False,
                }
            ],
            "deleted": [],
        },
    )  # fmt: skip
    assert [duration(each) for each in (59, 61, 3_600, -90, 0)] == [
        "59s", "1m1s", "1h0m0s", "-1m30s", "0s",
    ]  # fmt: skip


@pytest.mark.parametrize("headers", [{}, {"x-api-key": ""}, {"x-api-key": "wrong"}])
def test_strangers_are_refused(book: Book, headers: dict[str, str]) -> None:
    assert Bouncers(book, "k", lambda: NOON).stream({}, headers) == (
        403,
        {"message": "access forbidden"},
    )


def test_a_book_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(LedgerError, match="cannot be used"):
        Book(tmp_path / "file" / "blocking.sqlite3")


def test_files_are_written_whole_and_only_when_they_change(tmp_path: Path) -> None:
    path = tmp_path / "blocked.txt"
    assert write(path, block_list([entry(THIEF)]))
    assert path.read_text("utf-8").splitlines()[1:] == [THIEF]
    assert not write(path, block_list([entry(THIEF)]))
    assert nginx_include([entry(OTHER)]).splitlines()[1:] == [f"deny {OTHER};"]
    with pytest.raises(Unreachable, match="cannot be written"):
        write(tmp_path / "missing" / "blocked.txt", "")


@dataclass
class Hook:
    """A real receiver of webhooks."""

    url: str
    status: int = 204
    came: list[tuple[str, bytes]] = field(default_factory=list)


@pytest.fixture
def hook() -> Iterator[Hook]:
    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            told.came.append((self.headers[SIGNATURE], body))
            self.send_response(told.status)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    told = Hook(f"http://127.0.0.1:{server.server_port}/hook")
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_webhook_is_signed(hook: Hook) -> None:
    Webhook(hook.url, "the-key").tell([entry(THIEF)], NOON)
    ((shown, body),) = hook.came
    assert shown == signature(body, "the-key", int(NOON.timestamp()))
    assert json.loads(body) == {
        "decisions": [
            {
                "address": THIEF, "rule": "stuffing", "since": "2026-06-15T12:00:00+00:00",
                "until": "2026-06-15T16:00:00+00:00",
            }
        ]
    }  # fmt: skip
    hook.status = 500
    with pytest.raises(Unreachable, match="answered 500"):
        Webhook(hook.url, "the-key").tell([entry(THIEF)], NOON)
    assert "the-key" not in repr(Webhook(hook.url, "the-key"))


def test_a_webhook_that_is_not_there_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    with pytest.raises(Unreachable, match="was not reached"):
        Webhook(url, "k").tell([], NOON)


@dataclass
class Office:
    """A desk at work, with all its ways out."""

    folder: Path
    book: Book
    desk: Desk
    remarks: list[str]

    def blocked(self) -> list[str]:
        return (self.folder / "blocked.txt").read_text("utf-8").splitlines()[1:]


def office(
    folder: Path, asked: Resolver, clock: Callable[[], datetime], hook: Webhook | None = None
) -> Office:
    book, remarks = Book(folder / "blocking.sqlite3"), list[str]()
    ways = Ways(folder / "blocked.txt", folder / "deny.conf", hook)
    desk = Desk(book, lambda: LIMITS, asked, ways, clock, remarks.append)
    return Office(folder, book, desk, remarks)


def test_alerts_go_out_by_every_way_and_come_back_in(tmp_path: Path, hook: Hook) -> None:
    moment = [NOON]
    asked = resolver(NAMES, PLACES)
    room = office(tmp_path, asked, lambda: moment[0], Webhook(hook.url, "k"))
    with room.desk.open():
        for address in (THIEF, GOOGLE, OURS, THIEF):
            room.desk.consider(by(address))
        until = 100
        while not hook.came and until:
            until -= 1
            sleep(0.05)
        assert room.blocked() == [THIEF]
        assert "deny 8.8.4.4;" in (tmp_path / "deny.conf").read_text("utf-8")
        moment[0] += 5 * HOUR
    room.desk._carry_out((), LIMITS)
    assert room.blocked() == []
    assert (len(hook.came), room.remarks) == (1, [])


def test_without_an_answer_about_its_name_nobody_is_blocked(tmp_path: Path) -> None:
    def silent(_address: str) -> Sequence[str]:
        raise Unreachable("nobody answers questions for names")

    room = office(tmp_path, Resolver(silent, silent), lambda: NOON)
    with room.desk.open():
        room.desk.consider(ALERT)
    assert room.book.active(NOON) == []
    assert room.remarks == [f"nobody answers questions for names; so {THIEF} is not blocked"]
