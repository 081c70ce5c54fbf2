"""One marked page request is looked for in the access logs of a real site."""

from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Timer

import pytest

from storewarden.connectors.scanners.page_trace import connector
from storewarden.connectors.scanners.page_trace.connector import CONNECTOR, gather
from storewarden.connectors.web.client import web_for
from storewarden.core.errors import Unreachable
from storewarden.core.estate import LogSource, Site
from storewarden.facts.logs import PageTrace
from tests.connectors.web_servers import site
from tests.support.access import access_to, an_estate

PATIENCE = 0.8
Write = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connector, "_PATIENCE", PATIENCE)


def traced(root: Path, write: Write, *logs: LogSource, status: int = 200) -> PageTrace:
    def answer(request: BaseHTTPRequestHandler) -> None:
        write(request)
        request.send_response(status)
        request.send_header("Location", "/home/")
        request.send_header("Content-Length", "0")
        request.end_headers()

    with site(answer) as url:
        ours = Site("shop", url, consent=True)
        web = web_for(url, allowed_hosts=["127.0.0.1"])
        (trace,) = gather(ours, access_to(an_estate(root, ours, *logs), web=web))
    return trace


def log_at(path: Path, format: str = "combined") -> LogSource:  # noqa: A002 - the estate's word
    path.write_text('192.0.2.1 - - [x] "GET /?mark=storewarden-old HTTP/1.1" 200 9 "-" "-"\n')
    return LogSource(path.name, path, format, site="shop")


def line(request: BaseHTTPRequestHandler, *, query: bool = True) -> str:
    path = request.path if query else request.path.partition("?")[0]
    told, agent = request.headers["Referer"], request.headers["User-Agent"]
    return f'192.0.2.1 - - [x] "GET {path} HTTP/1.1" 200 9 "{told}" "{agent}"\n'


def into(log: LogSource, *, query: bool = True, after: float = 0.0) -> Write:
    def add(said: str) -> None:
        with log.path.open("a") as file:
            file.write(said)

    def write(request: BaseHTTPRequestHandler) -> None:
        Timer(after, add, [line(request, query=query)]).start()

    return write


def nowhere(_request: BaseHTTPRequestHandler) -> None:
    pass


def never(request: BaseHTTPRequestHandler) -> None:
    pytest.fail(f"{request.path} was asked for")


def at_once(trace: PageTrace) -> PageTrace:
    assert trace.seconds <= PATIENCE
    return replace(trace, seconds=0.0)


@pytest.mark.parametrize("status", [200, 302, 403, 500])
def test_a_request_that_is_logged_is_found(tmp_path: Path, status: int) -> None:
    access, auth = log_at(tmp_path / "access"), log_at(tmp_path / "auth", "lines")
    trace = traced(tmp_path, into(access), access, auth, status=status)
    assert at_once(trace) == PageTrace("/", ("access",), PATIENCE, "access")


def test_the_request_is_one_marked_page_and_says_who_asks(tmp_path: Path) -> None:
    access = log_at(tmp_path / "access")
    seen: list[tuple[str, str, str]] = []

    def write(request: BaseHTTPRequestHandler) -> None:
        into(access)(request)
        seen.append((request.command, request.path[:19], request.headers["User-Agent"][:12]))

    traced(tmp_path, write, access, status=302)
    assert seen == [("GET", "/?mark=storewarden-", "Storewarden/")]


def test_a_late_line_tells_how_late_it_was(tmp_path: Path) -> None:
    access = log_at(tmp_path / "access")
    trace = traced(tmp_path, into(access, after=0.4), access)
    assert 0.3 <= trace.seconds <= PATIENCE
    assert replace(trace, seconds=0.0) == PageTrace("/", ("access",), PATIENCE, "access")


def test_a_request_that_nobody_logs_is_not_found(tmp_path: Path) -> None:
    access = log_at(tmp_path / "access")
    assert traced(tmp_path, nowhere, access) == PageTrace("/", ("access",), PATIENCE)


def test_another_log_of_the_site_does_not_stand_in_for_the_access_log(tmp_path: Path) -> None:
    access, errors = log_at(tmp_path / "access"), log_at(tmp_path / "errors", "lines")
    assert traced(tmp_path, into(errors), access, errors) == PageTrace("/", ("access",), PATIENCE)


def test_a_log_that_leaves_out_the_query_is_told_apart(tmp_path: Path) -> None:
    access = log_at(tmp_path / "access")
    assert traced(tmp_path, into(access, query=False), access) == PageTrace(
        "/", ("access",), PATIENCE, "access", with_query=False
    )


def test_a_log_of_another_form_may_be_the_access_log(tmp_path: Path) -> None:
    told = log_at(tmp_path / "told", "json")
    assert at_once(traced(tmp_path, into(told), told)) == PageTrace("/", (), PATIENCE, "told")


def test_a_log_of_another_form_that_is_quiet_proves_nothing(tmp_path: Path) -> None:
    told = log_at(tmp_path / "told", "json")
    assert traced(tmp_path, nowhere, told) == PageTrace("/", (), PATIENCE)


def test_a_log_that_is_rotated_meanwhile_is_read_anew(tmp_path: Path) -> None:
    access = log_at(tmp_path / "access")

    def rotate(request: BaseHTTPRequestHandler) -> None:
        access.path.rename(tmp_path / "access.1")
        access.path.write_text(line(request))

    trace = traced(tmp_path, rotate, access)
    assert at_once(trace) == PageTrace("/", ("access",), PATIENCE, "access")


def test_without_a_log_named_nothing_is_asked(tmp_path: Path) -> None:
    other = replace(log_at(tmp_path / "other"), site="cms")
    assert traced(tmp_path, never, other) == PageTrace("/", (), 0.0)


def test_a_log_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    gone = LogSource("gone", tmp_path / "gone", site="shop")
    with pytest.raises(Unreachable, match="there is no log of shop to look into"):
        traced(tmp_path, never, gone)


@pytest.mark.parametrize("status", [403, 429, 503])
def test_a_request_that_a_shield_may_have_turned_away_proves_nothing(
    tmp_path: Path, status: int
) -> None:
    with pytest.raises(Unreachable, match=f"answered {status}, perhaps by a shield before shop"):
        traced(tmp_path, nowhere, log_at(tmp_path / "access"), status=status)


def test_it_is_an_active_probe_of_every_site() -> None:
    assert CONNECTOR.active
    assert CONNECTOR.fits(Site("a", "https://a.example"))
