"""Looks at the cookies that a new visitor gets, and tells of those that keep sessions."""

import re
from collections.abc import Iterator
from typing import Final

from storewarden.core.connectors import Access, Connector
from storewarden.core.estate import Site
from storewarden.core.ports import Request
from storewarden.facts.web import SessionCookie

_SESSION: Final = re.compile(
    r"(?i)^(?:__host-|__secure-)?(?:sessionid|session|phpsessid|jsessionid|asp\.net_sessionid"
    r"|connect\.sid|laravel_session|ocsessid|frontend|prestashop-\w+|wordpress_logged_in_\w+"
    r"|wp_woocommerce_session_\w+|s?sess[0-9a-f]{32})$"
)


def gather(site: Site, access: Access) -> Iterator[SessionCookie]:
    """Tell each session cookie of the front page and of the login page once."""
    visitor = access.web.visitor()
    told: set[str] = set()
    for path in ("/", *([site.login] if site.login else [])):
        answer = visitor.send(Request(path))
        for line in answer.cookies:
            name = line.partition("=")[0].strip()
            if _SESSION.match(name) and name not in told:
                told.add(name)
                yield _cookie(name, line, encrypted_site=answer.url.startswith("https:"))


def _cookie(name: str, line: str, *, encrypted_site: bool) -> SessionCookie:
    _, *rest = line.split(";")
    words = {word.strip().lower(): value for word, _, value in (p.partition("=") for p in rest)}
    return SessionCookie(
        name=name[:100],
        secure="secure" in words,
        http_only="httponly" in words,
        same_site=words.get("samesite", "").strip().lower()[:20],
        encrypted_site=encrypted_site,
    )


CONNECTOR = Connector(reads=Site, gives=(SessionCookie,), gather=gather)
