"""What is seen at the doors of small real sites, good, bad and hostile ones."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from storewarden.connectors.scanners.error_page.connector import CONNECTOR as ERROR_PAGE
from storewarden.connectors.scanners.front_door.connector import CONNECTOR as FRONT_DOOR
from storewarden.connectors.scanners.session_cookies.connector import CONNECTOR as COOKIES
from storewarden.connectors.scanners.shipped_logins.connector import CONNECTOR as LOGINS
from storewarden.connectors.web.client import web_for
from storewarden.core.connectors import Access, Unseen
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Site
from storewarden.facts.web import Cleartext, ErrorPage, FrontDoor, SessionCookie, ShippedLogin
from tests.connectors.web_servers import certificate, raw, say, sent, site
from tests.support.access import access_to, an_estate

Answering = Callable[[BaseHTTPRequestHandler], None]


def at(url: str, ca_file: Path | None = None, platform: str | None = None) -> tuple[Site, Access]:
    asset = Site(id="shop", url=url, ca_file=ca_file, platform=platform)
    web = web_for(url, ca_file=ca_file, per_second=1000)
    return asset, access_to(an_estate(Path(), asset), web=web)


@contextmanager
def shop(answer: Answering, platform: str | None = None) -> Iterator[tuple[Site, Access]]:
    with site(answer) as url:
        yield at(url, platform=platform)


def test_a_site_over_http_is_told() -> None:
    with shop(say) as (asset, access):
        assert list(FRONT_DOOR.gather(asset, access)) == [
            FrontDoor(asset.url, Cleartext.SERVED, 200)
        ]


def test_a_site_that_sends_on_to_https_is_told() -> None:
    def answer(asked: BaseHTTPRequestHandler) -> None:
        say(asked, status=301, headers=(("Location", "https://shop.example/"),))

    with shop(answer) as (asset, access):
        assert list(FRONT_DOOR.gather(asset, access)) == [
            FrontDoor(asset.url, Cleartext.MOVED_TO_HTTPS, 301)
        ]


def test_a_redirect_that_stays_on_http_does_not_help() -> None:
    def answer(asked: BaseHTTPRequestHandler) -> None:
        say(asked, status=301, headers=(("Location", "http://shop.example/?https://"),))

    with shop(answer) as (asset, access):
        assert list(FRONT_DOOR.gather(asset, access)) == [
            FrontDoor(asset.url, Cleartext.SERVED, 301)
        ]


def test_an_https_site_on_a_port_of_its_own_has_no_other_door(tmp_path: Path) -> None:
    ca, tls = certificate(tmp_path, "127.0.0.1")
    with site(say, tls) as url:
        asset, access = at(url, ca)
        assert list(FRONT_DOOR.gather(asset, access)) == [FrontDoor(url, Cleartext.NOT_OFFERED)]


def test_a_site_that_is_gone_is_not_called_safe() -> None:
    with raw(lambda _connection, _over: None) as url:
        pass
    asset, access = at(url)
    with pytest.raises(Unreachable):
        list(FRONT_DOOR.gather(asset, access))


DJANGO = """<h1>Page not found <small>(404)</small></h1><th>Request URL:</th><td>%s</td>
<p>You're seeing this error because you have <code>DEBUG = True</code> in your settings.</p>"""
ARTICLE = """<h1>Not here</h1><p>Read our latest: Why <code>DEBUG = True</code> is dangerous</p>
<p>Whoops! Request URL: /articles/ &lt;br /&gt; on line 3</p>"""
PHP = "<br />\n<b>Warning</b>:  include(%s): failed in <b>/srv/a.php</b> on line <b>3</b><br />"


@pytest.mark.parametrize(
    ("page", "status", "shows"),
    [(DJANGO, 404, "Django"), (DJANGO, 200, None), (ARTICLE, 404, None), (PHP, 200, "PHP"),
     ("", 404, None), ("x" * 3_000_000, 500, None)],
)  # fmt: skip
def test_a_page_for_developers_is_told_from_an_article(
    page: str, status: int, shows: str | None
) -> None:
    def answer(asked: BaseHTTPRequestHandler) -> None:
        say(asked, page.replace("%s", asked.path), status)

    with shop(answer) as (asset, access):
        assert list(ERROR_PAGE.gather(asset, access)) == [ErrorPage(status, shows)] * 2


def test_session_cookies_are_told_and_others_are_not() -> None:
    lines = (
        "sessionid=abc; HttpOnly; Path=/; SameSite=Lax",
        "PHPSESSID=abc; secure; HTTPONLY",
        "csrftoken=abc",
        "theme=dark",
    )

    def answer(asked: BaseHTTPRequestHandler) -> None:
        say(asked, headers=tuple(("Set-Cookie", line) for line in lines))

    with shop(answer) as (asset, access):
        assert list(COOKIES.gather(asset, access)) == [
            SessionCookie("sessionid", False, True, "lax", False),
            SessionCookie("PHPSESSID", True, True, "", False),
        ]


REGISTER = (
    "<form method=post action=/register><input name=email type=email>"
    "<input type=password name=password1><input type=password name=password2></form>"
)


def gate(*opens: str, everybody: bool = False, locked: bool = False) -> Answering:
    """A shop with a login form, a token against forgery, and 200 for a wrong password."""

    def answer(asked: BaseHTTPRequestHandler) -> None:
        form = {name: words[0] for name, words in parse_qs(sent(asked).decode()).items()}
        if asked.path != "/accounts/login/":
            inside = "in=" in asked.headers.get("Cookie", "")
            return say(asked, "<a href=/logout>Log out</a>" if inside else page())
        if asked.command == "GET":
            return say(asked, page(), headers=(("Set-Cookie", "token=t1; Path=/"),))
        if locked or "token=t1" not in asked.headers["Cookie"] or form.get("token") != "t1":
            return say(asked, "no", 403)
        whole = f"{form.get('login-username')}/{form.get('login-password')}"
        if "login_submit" in form and (everybody or whole in opens):
            cookie = ("Set-Cookie", "in=1; Path=/")
            return say(asked, status=302, headers=(("Location", "/dashboard/"), cookie))
        return say(asked, page() + "Please enter a correct password")

    return answer


def page() -> str:
    return (
        f"{REGISTER}<form method=post><input type=hidden name=token value=t1>"
        "<input type=email name=login-username><input type=password name=login-password>"
        "<button name=login_submit value='Log In'></form>"
    )


def test_a_shipped_password_that_still_opens_is_told() -> None:
    with shop(gate("superuser@example.com/testing"), "django-oscar") as (asset, access):
        assert list(LOGINS.gather(asset, access)) == [
            ShippedLogin("/accounts/login/", "superuser@example.com", opened=True),
            ShippedLogin("/accounts/login/", "staff@example.com", opened=False),
        ]


def test_a_changed_password_is_told_although_the_answer_is_200() -> None:
    with shop(gate("superuser@example.com/long and random"), "django-oscar") as (asset, access):
        assert [
            fact.opened for fact in LOGINS.gather(asset, access) if isinstance(fact, ShippedLogin)
        ] == [False, False]


def test_a_gate_that_is_open_to_everybody_tells_nothing_of_shipped_accounts() -> None:
    with shop(gate(everybody=True), "django-oscar") as (asset, access):
        assert list(LOGINS.gather(asset, access)) == [
            Unseen(
                ShippedLogin,
                "/accounts/login/ lets a made-up account in, so nothing can be told of real ones",
            )
        ]


def test_a_gate_that_refuses_all_is_not_called_safe() -> None:
    with (
        shop(gate(locked=True), "django-oscar") as (asset, access),
        pytest.raises(Unreachable, match="takes no more logins from here"),
    ):
        list(LOGINS.gather(asset, access))


@pytest.mark.parametrize(
    "page", ["", REGISTER, "<form method=post><input type=password name=p></form>"]
)
def test_a_site_without_a_login_form_is_unknown(page: str) -> None:
    with (
        shop(lambda asked: say(asked, page), "wagtail") as (asset, access),
        pytest.raises(Unreachable),
    ):
        list(LOGINS.gather(asset, access))


def test_where_to_log_in_must_be_known() -> None:
    assert LOGINS.fits(Site("a", "http://a", platform="wagtail"))
    assert LOGINS.fits(Site("a", "http://a", login="/in"))
    assert not LOGINS.fits(Site("a", "http://a", platform="homegrown"))
