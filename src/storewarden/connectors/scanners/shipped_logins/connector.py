"""Tries a platform's published accounts on its login form, at most three, after a made-up one.

A wrong password answers 200 on many platforms and 302 on others, so the status says nothing. An
account counts as opened when the answer sets a cookie and leads away to a page of this site that
asks for no password, and a made-up account is not treated alike.
"""

from collections.abc import Iterator
from itertools import groupby
from secrets import token_hex
from typing import Final
from urllib.parse import urljoin, urlsplit

from storewarden.connectors.scanners.shipped_logins.accounts import ANY, SHIPPED, Account
from storewarden.core.connectors import Access, Connector, Unseen
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Site
from storewarden.core.ports import Request, Response, Web
from storewarden.facts.web import ShippedLogin
from storewarden.kernels.pages import Form, forms

_MOST: Final = 3
_MOVED: Final = range(300, 400)
_REFUSES_ALL: Final = frozenset({403, 423, 429})
_NAMES: Final = (
    "login-username", "username", "log", "email", "_username", "name", "user", "login", "user_name",
    "admin_name",
)  # fmt: skip


def gather(site: Site, access: Access) -> Iterator[ShippedLogin | Unseen]:
    """Tell one fact a shipped account name; raises `Unreachable` when there is no login form."""
    shipped = SHIPPED.get(site.platform or "", ANY)
    login = site.login or shipped.login
    if _opens(access.web, login, _nobody()):
        yield Unseen(
            ShippedLogin,
            f"{login} lets a made-up account in, so nothing can be told of real ones",
        )
        return
    tried = shipped.accounts[:_MOST]
    for name, accounts in groupby(tried, key=lambda account: account.name):
        opened = any(_opens(access.web, login, account) for account in accounts)
        yield ShippedLogin(form=login, account=name, opened=opened)


def _nobody() -> Account:
    return Account(f"nobody-{token_hex(6)}@example.com", token_hex(16))


def _opens(web: Web, login: str, account: Account) -> bool:
    visitor = web.visitor()
    page = visitor.send(Request(login))
    form = _login_form(page)
    answer = visitor.send(
        Request(
            urljoin(page.url, form.action),
            "POST",
            headers={"Referer": page.url},
            form=_filled(form, account),
            follow=False,
        )
    )
    if answer.status in _REFUSES_ALL:
        raise Unreachable(f"{login} takes no more logins from here (status {answer.status})")
    return _leads_away(answer, page) and _asks_for_no_password(visitor, answer)


def _leads_away(answer: Response, page: Response) -> bool:
    target = urljoin(answer.url, answer.headers.get("location", ""))
    here, there = urlsplit(page.url), urlsplit(target)
    away = (there.netloc, there.path) != (here.netloc, here.path)
    return answer.status in _MOVED and away and bool(answer.cookies)


def _asks_for_no_password(visitor: Web, answer: Response) -> bool:
    inside = visitor.send(Request(urljoin(answer.url, answer.headers["location"])))
    asks = any(form.of_kind("password") for form in forms(inside.text))
    return inside.status < 400 and not asks  # noqa: PLR2004 - HTTP's first error


def _login_form(page: Response) -> Form:
    """The form with one password field: one with two is for registering."""
    for form in forms(page.text):
        if sum(field.kind == "password" for field in form.fields) == 1 and form.method == "post":
            return form
    path = urlsplit(page.url).path
    raise Unreachable(f"{path} shows no login form (status {page.status}), so none was tried")


def _filled(form: Form, account: Account) -> dict[str, str]:
    texts = [field for field in form.fields if field.kind in {"text", "email"}]
    name = form.named(*_NAMES) or next(iter(texts), None)
    password = form.of_kind("password")
    if name is None or password is None:
        raise Unreachable("the login form has no field for a name, so no account was tried")
    return form.filled(**{name.name: account.name, password.name: account.password})


def fits(site: Site) -> bool:
    """Whether it is known where to log in."""
    return site.platform in SHIPPED or site.login is not None


CONNECTOR = Connector(
    reads=Site, gives=(ShippedLogin,), gather=gather, active=True, fits=fits, time_limit=60.0
)
