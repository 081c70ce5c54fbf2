"""The one client keeps its bounds against real servers that behave badly."""

import gzip
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from itertools import count
from pathlib import Path
from socket import SO_LINGER, SOL_SOCKET, socket
from struct import pack

import pytest

from storewarden.connectors.web.client import Limits, World, web_for
from storewarden.connectors.web.client.bound import AGENT
from storewarden.core.errors import BudgetSpent, OutOfScope, Unreachable
from storewarden.core.ports import Request
from tests.connectors.web_servers import certificate, raw, say, sent, site

HASTY = Limits(patience=0.5)


def test_a_page_comes_back_whole() -> None:
    def shop(asked: BaseHTTPRequestHandler) -> None:
        say(asked, f"{asked.path} {asked.headers['User-Agent']} {asked.headers['Host']}")

    with site(shop) as url:
        answer = web_for(url).send(Request("/a b?q=ü#top"))

    assert answer.text == f"/a%20b?q=%C3%BC {AGENT} {url[7:]}"
    assert (answer.status, answer.url, answer.cut) == (200, f"{url}/a b?q=ü", False)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_an_error_status_is_an_answer() -> None:
    with site(lambda asked: say(asked, "gone", 410)) as url:
        assert web_for(url).send(Request("/")).status == 410


def test_a_form_is_sent_url_encoded() -> None:
    def shop(asked: BaseHTTPRequestHandler) -> None:
        say(asked, asked.command.encode() + b" " + sent(asked))

    with site(shop) as url:
        answer = web_for(url).send(Request("/", "POST", form={"a": "1 & 2"}))

    assert answer.text == "POST a=1+%26+2"


def test_a_hanging_site_is_given_up_in_time() -> None:
    def hang(_connection: socket, over: threading.Event) -> None:
        over.wait(5)

    with raw(hang) as url:
        began = time.monotonic()
        with pytest.raises(Unreachable) as gone:
            web_for(url, limits=HASTY).send(Request("/"))

    assert time.monotonic() - began < 1.5
    assert str(gone.value) == f"{url} gave no usable answer: it was silent or too slow for 0.5 s"


@pytest.mark.parametrize(
    "start", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"]
)
def test_a_slow_drip_is_given_up_in_time(start: bytes) -> None:
    def drip(connection: socket, over: threading.Event) -> None:
        connection.sendall(start)
        while not over.wait(0.1):
            connection.sendall(b"x")

    with raw(drip) as url:
        began = time.monotonic()
        with pytest.raises(Unreachable, match="it was silent or too slow"):
            web_for(url, limits=HASTY).send(Request("/"))

    assert time.monotonic() - began < 1.5


def test_a_slow_drip_over_tls_is_given_up_in_time(tmp_path: Path) -> None:
    def drip(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(200)
        asked.end_headers()
        for _ in range(50):
            asked.wfile.write(b"x")
            time.sleep(0.1)

    ca, tls = certificate(tmp_path, "127.0.0.1")
    with site(drip, tls) as url:
        began = time.monotonic()
        with pytest.raises(Unreachable, match="it was silent or too slow"):
            web_for(url, ca_file=ca, limits=HASTY).send(Request("/"))

    assert time.monotonic() - began < 1.5


def test_ten_megabytes_are_cut_at_the_cap() -> None:
    with site(lambda asked: say(asked, b"x" * 10_000_000)) as url:
        answer = web_for(url).send(Request("/"))

    assert (answer.body, answer.cut) == (b"x" * 2_000_000, True)


@pytest.mark.parametrize(("size", "cut"), [(99, False), (100, False), (101, True)])
def test_the_cap_is_exact(size: int, *, cut: bool) -> None:
    with site(lambda asked: say(asked, b"x" * size)) as url:
        answer = web_for(url, limits=Limits(size_cap=100)).send(Request("/"))

    assert (len(answer.body), answer.cut) == (min(size, 100), cut)


def test_a_packed_page_is_unpacked() -> None:
    packed = gzip.compress(b"hello")
    with site(lambda asked: say(asked, packed, headers=(("Content-Encoding", "gzip"),))) as url:
        assert web_for(url).send(Request("/")).body == b"hello"


@pytest.mark.slow
def test_a_gzip_bomb_is_cut_at_the_cap() -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, compresslevel=9)
    with site(lambda asked: say(asked, bomb, headers=(("Content-Encoding", "gzip"),))) as url:
        began = time.monotonic()
        answer = web_for(url).send(Request("/"))

    assert (len(answer.body), answer.cut) == (2_000_000, True)
    assert time.monotonic() - began < 2


def test_what_only_pretends_to_be_packed_is_no_answer() -> None:
    with (
        site(lambda asked: say(asked, b"plain", headers=(("Content-Encoding", "gzip"),))) as url,
        pytest.raises(Unreachable),
    ):
        web_for(url).send(Request("/"))


def moved(to: str, status: int = 302) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(asked: BaseHTTPRequestHandler) -> None:
        if asked.path == "/there":
            say(asked, asked.command)
        else:
            say(asked, "", status, headers=(("Location", to),))

    return answer


@pytest.mark.parametrize(
    ("status", "method"), [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")]
)
def test_a_redirect_on_the_site_is_followed(status: int, method: str) -> None:
    with site(moved("/there", status)) as url:
        answer = web_for(url).send(Request("/", "POST", form={"a": "b"}))

    assert (answer.status, answer.url, answer.text) == (200, f"{url}/there", method)


def test_a_redirect_is_not_followed_when_nobody_asks_for_it() -> None:
    with site(moved("/there")) as url:
        assert web_for(url).send(Request("/", follow=False)).status == 302


def test_a_ring_of_redirects_is_given_up() -> None:
    with site(moved("/")) as url, pytest.raises(Unreachable) as gone:
        web_for(url).send(Request("/"))

    assert str(gone.value) == f"{url} redirected more than 5 times; given up"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "http://other.example/",
        "http://127.0.0.1:9/",
        "http://169.254.169.254/latest/meta-data/",
        "https://127.0.0.1:9/",
        "//other.example/",
        "file:///etc/passwd",
        "http://[::1",
        "http://127.0.0.1:99999/",
    ],
)
def test_a_redirect_out_of_scope_is_itself_the_answer(elsewhere: str) -> None:
    with site(moved(elsewhere)) as url:
        answer = web_for(url).send(Request("/"))

    assert (answer.status, answer.url, answer.headers["location"]) == (302, f"{url}/", elsewhere)


@pytest.mark.parametrize(
    "url",
    ["http://other.example/", "https://127.0.0.1/", "file:///etc/passwd", "/a\r\nX: y", "http://["],
)
def test_a_request_out_of_scope_is_not_sent(url: str) -> None:
    with pytest.raises(OutOfScope):
        web_for("http://127.0.0.1:9").send(Request(url))


@pytest.mark.parametrize("headers", [{"X-A": "b\r\nHost: c"}, {"X\nA": "b"}, {"X": "\0"}])
def test_a_header_with_a_line_break_is_not_sent(headers: dict[str, str]) -> None:
    with pytest.raises(OutOfScope, match="line break"):
        web_for("http://127.0.0.1:9").send(Request("/", headers=headers))


def looked_up(*addresses: str) -> World:
    return World(resolve=lambda _host, _port, _patience: addresses)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - it must be refused
        "224.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "fd00:ec2::254",
        "fe80::1%eth0",
    ],
)
def test_a_public_site_that_points_inwards_is_not_reached(address: str) -> None:
    door = web_for("http://shop.example:9", world=looked_up(address))
    object.__setattr__(door.door, "named", frozenset())  # nobody's
    with pytest.raises(OutOfScope) as refused:
        door.send(Request("/"))

    assert str(refused.value) == (
        f"shop.example leads to {address}, an address inside a network that the estate does not "
        "name; nothing was sent"
    )


@pytest.mark.parametrize("address", ["169.254.169.254", "100.100.100.200", "fe80::1", "224.0.0.1"])
def test_even_a_named_host_never_leads_to_machine_credentials(address: str) -> None:
    with pytest.raises(OutOfScope):
        web_for("http://shop.example", world=looked_up(address)).send(Request("/"))


def test_a_named_host_may_be_private_and_keeps_its_name() -> None:
    with site(lambda asked: say(asked, asked.headers["Host"])) as url:
        port = url.rpartition(":")[2]
        world = looked_up("::1", "127.0.0.1")
        answer = web_for(f"http://shop.example:{port}", world=world).send(Request("/"))

    assert answer.text == f"shop.example:{port}"


def test_a_name_that_nobody_knows_is_unreachable() -> None:
    with pytest.raises(Unreachable, match="could not be looked up"):
        web_for("http://a..b").send(Request("/"))


def test_a_closed_port_is_unreachable() -> None:
    with raw(lambda _connection, _over: None) as url:
        pass
    with pytest.raises(Unreachable) as gone:
        web_for(url).send(Request("/"))

    assert str(gone.value) == f"{url} could not be reached: Connection refused"


def test_a_trusted_certificate_is_good(tmp_path: Path) -> None:
    ca, tls = certificate(tmp_path, "127.0.0.1")
    with site(lambda asked: say(asked, "safe"), tls) as url:
        assert web_for(url, ca_file=ca).send(Request("/")).text == "safe"


def test_the_certificate_is_asked_for_by_name(tmp_path: Path) -> None:
    ca, tls = certificate(tmp_path, "shop.example")
    with site(lambda asked: say(asked, "safe"), tls) as url:
        port = url.rpartition(":")[2]
        named = web_for(f"https://shop.example:{port}", ca_file=ca, world=looked_up("127.0.0.1"))
        assert named.send(Request("/")).text == "safe"
        with pytest.raises(Unreachable, match="IP address mismatch"):
            web_for(url, ca_file=ca).send(Request("/"))


@pytest.mark.parametrize(("days", "trusted", "why"), [
    (30, False, "self-signed certificate"), (-1, True, "certificate has expired"),
])  # fmt: skip
def test_a_bad_certificate_is_not_accepted(
    tmp_path: Path, days: int, *, trusted: bool, why: str
) -> None:
    ca, tls = certificate(tmp_path, "127.0.0.1", days=days)
    with site(lambda asked: say(asked, "safe"), tls) as url, pytest.raises(Unreachable) as gone:
        web_for(url, ca_file=ca if trusted else None).send(Request("/"))

    assert (
        str(gone.value) == f"{url} gave no usable answer: its TLS certificate is not good ({why})"
    )


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_an_unusable_certificate_authority_is_told(tmp_path: Path, content: str | None) -> None:
    ca = tmp_path / "ca.pem"
    if content:
        ca.write_text(content)
    with pytest.raises(Unreachable, match="cannot be read; nothing was sent"):
        web_for("https://127.0.0.1:9", ca_file=ca).send(Request("/"))


def test_plain_http_on_a_tls_port_is_no_answer() -> None:
    with site(lambda asked: say(asked, "plain")) as url, pytest.raises(Unreachable, match="TLS"):
        web_for(url.replace("http", "https"), limits=HASTY).send(Request("/"))


def reset(connection: socket, _over: threading.Event) -> None:
    connection.recv(1)
    connection.setsockopt(SOL_SOCKET, SO_LINGER, pack("ii", 1, 0))


def bytes_of(answer: bytes) -> Callable[[socket, threading.Event], None]:
    def talk(connection: socket, _over: threading.Event) -> None:
        connection.recv(65536)
        connection.sendall(answer)

    return talk


@pytest.mark.parametrize(
    "talk",
    [
        reset,
        bytes_of(b""),
        bytes_of(b"SSH-2.0-OpenSSH_9.2\r\n"),
        bytes_of(b"HTTP/1.1 200 OK\r\nA: " + b"x" * 100_000 + b"\r\n\r\n"),
        bytes_of(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 1000 + b"\r\n"),
        bytes_of(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort"),
        bytes_of(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
    ],
    ids=["reset", "nothing", "no http", "long header", "many headers", "short", "bad chunk"],
)
def test_broken_http_is_unreachable(talk: Callable[[socket, threading.Event], None]) -> None:
    with raw(talk) as url, pytest.raises(Unreachable, match="gave no usable answer"):
        web_for(url, limits=Limits(patience=3)).send(Request("/"))


def counting(asked: BaseHTTPRequestHandler) -> None:
    """Counts a visitor's calls in a cookie; ends it under /out."""
    seen = asked.headers.get("Cookie", "")
    if asked.path == "/out":
        ended = "visits=; Expires=Thu, 01 Jan 2026 00:00:00 GMT"
        return say(asked, seen, headers=(("Set-Cookie", ended),))
    visits = int(seen.partition("=")[2] or 0) + 1
    lines = (f"visits={visits}; Path=/; HttpOnly", "far=1; Domain=other.example", "no cookie")
    return say(asked, seen, headers=tuple(("Set-Cookie", line) for line in lines))


def test_a_visitor_keeps_cookies_and_a_stranger_does_not() -> None:
    with site(counting) as url:
        web = web_for(url)
        ada, ben = web.visitor(), web.visitor()
        said = [each.send(Request("/")).text for each in (ada, ada, ben, ada, web, web)]
        said += [ada.send(Request(path)).text for path in ("/out", "/")]

    assert said == ["", "visits=1", "", "visits=2", "", "", "visits=3", ""]


def test_cookies_of_an_answer_are_told_raw() -> None:
    with site(counting) as url:
        answer = web_for(url).send(Request("/"))

    assert answer.cookies[0] == "visits=1; Path=/; HttpOnly"


def test_cookies_keep_to_their_path_and_to_https() -> None:
    def shop(asked: BaseHTTPRequestHandler) -> None:
        lines = ("a=1; Path=/in", "b=2; Secure; Path=/", "c=3; Path=/")
        headers = tuple(("Set-Cookie", line) for line in lines)
        say(asked, asked.headers.get("Cookie", ""), headers=headers)

    with site(shop) as url:
        ada = web_for(url).visitor()
        said = [ada.send(Request(path)).text for path in ("/", "/in/x", "/inside", "/in")]

    assert said == ["", "a=1; c=3", "c=3", "a=1; c=3"]


def test_the_budget_is_shared_by_visitors_and_counts_redirects() -> None:
    with site(moved("/there")) as url:
        web = web_for(url, budget=3)
        web.send(Request("/"))
        web.visitor().send(Request("/there"))
        with pytest.raises(BudgetSpent) as spent:
            web.send(Request("/there"))

    assert str(spent.value) == (
        f"the 3 requests that one run may send to {url} are used up; the rest was not asked"
    )


def test_requests_are_spaced_by_the_rate() -> None:
    ticks = count()
    waits: list[float] = []
    world = World(clock=lambda: next(ticks) * 0.0, sleep=waits.append)
    with site(say) as url:
        web = web_for(url, per_second=4, world=world)
        for _ in range(3):
            web.visitor().send(Request("/"))

    assert waits == [0.25, 0.5]


def test_the_rate_holds_for_visitors_in_threads() -> None:
    waits: list[float] = []
    world = World(clock=lambda: 0.0, sleep=waits.append)
    with site(say) as url:
        web = web_for(url, per_second=10, budget=8, world=world)
        visitors = [
            threading.Thread(target=lambda: web.visitor().send(Request("/"))) for _ in range(8)
        ]
        for each in visitors:
            each.start()
        for each in visitors:
            each.join()

    assert sorted(round(wait, 3) for wait in waits) == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]


def test_proxies_of_the_environment_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with site(lambda asked: say(asked, "direct")) as url:
        assert web_for(url).send(Request("/")).text == "direct"


def test_a_body_is_written_down_as_it_was_sent(tmp_path: Path) -> None:
    packed = gzip.compress(b"a list")

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.path == "/moved":
            say(handler, b"x" * 1_000, 302, headers=(("Location", "/list"),))
        else:
            say(handler, packed, headers=(("Content-Encoding", "gzip"),))

    with site(answer) as url, (tmp_path / "list").open("w+b") as into:
        came = web_for(url).download(Request("/moved"), into)
        assert (came.status, came.body, came.cut) == (200, b"", False)
        cut = web_for(url, limits=Limits(size_cap=5)).download(Request("/list"), into)
        assert cut.cut
    assert (tmp_path / "list").read_bytes() == packed[:5]


def test_a_proxy_is_gone_through_and_its_password_is_not_shown() -> None:
    asked: list[tuple[str, str]] = []

    def proxy(handler: BaseHTTPRequestHandler) -> None:
        asked.append((handler.path, handler.headers.get("Proxy-Authorization", "")))
        say(handler, b"through")

    with site(proxy) as url:
        world = World(proxy=url.replace("http://", "http://ada:s3%20cret@"))
        web = web_for("http://lists.example", world=world)
        assert web.send(Request("/kev.json")).body == b"through"
    assert asked == [("http://lists.example/kev.json", "Basic YWRhOnMzIGNyZXQ=")]
    assert "s3" not in repr(web)


def test_a_proxy_that_is_gone_is_said_without_its_password() -> None:
    world = World(proxy="http://ada:s3cret@127.0.0.1:9")
    with pytest.raises(Unreachable) as gone:
        web_for("https://lists.example", world=world).send(Request("/"))
    assert "could not be reached" in str(gone.value)
    assert "s3cret" not in str(gone.value)
