"""A log-in that fails on purpose is looked for in the logs of a real site."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from storewarden.connectors.scanners.login_trace import watching
from storewarden.connectors.scanners.login_trace.connector import CONNECTOR, gather
from storewarden.connectors.web.client import web_for
from storewarden.core.errors import Unreachable
from storewarden.core.estate import LogSource, Site
from storewarden.facts.logs import LoginTrace, Traced
from tests.connectors.web_servers import site
from tests.support.access import access_to, an_estate

PAGE = b"""<form action="/search"><input name="q"><input type=hidden name=x value=1></form>
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="abc">
<input type="text" name="username"><input name="password" type="password"></form>"""
Wrote = Callable[[str], None]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_PATIENCE", 0.5)


class Cms:
    """A small site with Wagtail's log-in form that tells a log of refused log-ins."""

    def __init__(self, tell: Wrote, page: bytes = PAGE, refusal: int = 200) -> None:
        self.tell, self.page, self.refusal = tell, page, refusal

    def __call__(self, request: BaseHTTPRequestHandler) -> None:
        if request.command == "POST":
            self._refuse(request)
        else:
            self._say(request, 200 if request.path == "/admin/login/" else 404)

    def _refuse(self, request: BaseHTTPRequestHandler) -> None:
        form = parse_qs(request.rfile.read(int(request.headers["Content-Length"])).decode())
        kept = request.headers["Cookie"] == "seen=1" and request.headers["Referer"]
        if not kept or form["csrfmiddlewaretoken"] != ["abc"] or "x" in form:
            self._say(request, 403)
            return
        self.tell(form["username"][0])
        self._say(request, self.refusal)

    def _say(self, request: BaseHTTPRequestHandler, status: int) -> None:
        request.send_response(status)
        request.send_header("Set-Cookie", "seen=1; Path=/")
        request.send_header("Content-Length", str(len(self.page)))
        request.end_headers()
        request.wfile.write(self.page)


def traced(root: Path, cms: Cms, *logs: LogSource) -> list[LoginTrace]:
    with site(cms) as url:
        ours = Site("cms", url, platform="wagtail", consent=True)
        web = web_for(url, allowed_hosts=["127.0.0.1"])
        return list(gather(ours, access_to(an_estate(root, ours, *logs), web=web)))


def log_at(path: Path, format: str = "lines") -> LogSource:  # noqa: A002 - the estate's word
    path.write_text("2026-06-15T11:00:00Z login_failed user=before\n")
    return LogSource(path.name, path, format, site="cms")


def into(log: LogSource, words: str) -> Wrote:
    def tell(account: str) -> None:
        with log.path.open("a") as file:
            file.write(words.format(account) + "\n")

    return tell


def test_a_named_failure_is_found(tmp_path: Path) -> None:
    access, auth = log_at(tmp_path / "access", "combined"), log_at(tmp_path / "auth")
    assert traced(tmp_path, Cms(into(auth, "login_failed user={}")), access, auth) == [
        LoginTrace("/admin/login/", Traced.NAMED, ("access", "auth"), "auth")
    ]


def test_a_failure_without_the_account_is_told_apart(tmp_path: Path) -> None:
    auth = log_at(tmp_path / "auth")
    assert traced(tmp_path, Cms(into(auth, "WARNING login failed from 192.0.2.1")), auth) == [
        LoginTrace("/admin/login/", Traced.UNNAMED, ("auth",), "auth")
    ]


def test_a_line_of_the_access_log_is_no_record_of_a_failure(tmp_path: Path) -> None:
    access = log_at(tmp_path / "access", "combined")
    cms = Cms(into(access, '192.0.2.1 - - [x] "POST /admin/login/?failed=1 HTTP/1.1" 200 9'))
    assert traced(tmp_path, cms, access, log_at(tmp_path / "auth")) == [
        LoginTrace("/admin/login/", Traced.NOT_LOGGED, ("access", "auth"))
    ]


@pytest.mark.parametrize("copied", [True, False])
def test_a_log_that_is_rotated_meanwhile_is_read_anew(tmp_path: Path, *, copied: bool) -> None:
    auth = log_at(tmp_path / "auth")

    def rotate(account: str) -> None:
        if not copied:
            auth.path.rename(tmp_path / "auth.1")
        auth.path.write_text(f"{account}\n" if copied else f"failed {account}\n" * 9)

    assert traced(tmp_path, Cms(rotate), auth) == [
        LoginTrace("/admin/login/", Traced.NAMED, ("auth",), "auth")
    ]


def quiet(_account: str) -> None:
    pass


@pytest.mark.parametrize(
    ("cms", "because"),
    [
        (
            Cms(quiet, b"<h1>Welcome</h1>"),
            r"no log-in form was found at /admin/login/ \(status 200\)",
        ),
        (Cms(quiet, PAGE, 302), "was answered 302, not as a wrong password"),
        (Cms(quiet, PAGE, 429), "was answered 429, not as a wrong password"),
    ],
)
def test_what_is_no_wrong_log_in_is_unreachable(cms: Cms, because: str, tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match=because):
        traced(tmp_path, cms, log_at(tmp_path / "auth"))


def test_without_a_log_nothing_is_tried(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="there is no log of cms to look into"):
        traced(tmp_path, Cms(pytest.fail), LogSource("gone", tmp_path / "gone", site="cms"))


def test_it_is_an_active_probe_of_known_platforms() -> None:
    assert CONNECTOR.active
    assert CONNECTOR.fits(Site("a", "https://a.example", platform="django-oscar"))
    assert not CONNECTOR.fits(Site("a", "https://a.example"))
