"""Is the cookie that keeps a visitor signed in protected from theft?

*Why it matters.* Whoever holds the session cookie is the customer or the editor. Without `Secure`
it travels over plain http; without `HttpOnly` any foreign script on the page can read it.

*How to put it right.* Set `Secure` and `HttpOnly` on the session cookie (`SESSION_COOKIE_SECURE` in
Django, `session.cookie_secure` in PHP).
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.web import SessionCookie


def judge(cookies: Sequence[SessionCookie]) -> Iterator[Verdict]:
    """Say for each session cookie what protects it; Secure is asked for on https sites only."""
    for cookie in cookies:
        missing = [word for word, is_missing in _marks(cookie) if is_missing]
        if missing:
            yield bad(
                cookie.name,
                f"the session cookie {cookie.name} is sent without {' and '.join(missing)}",
            )
        else:
            yield good(cookie.name, f"the session cookie {cookie.name} is protected")


def _marks(cookie: SessionCookie) -> tuple[tuple[str, bool], ...]:
    return (
        ("Secure", cookie.encrypted_site and not cookie.secure),
        ("HttpOnly", not cookie.http_only),
    )


CHECK = Check(
    asks=SessionCookie,
    severity=Severity.MEDIUM,
    judge=judge,
    standards=("CWE-614", "CWE-1004"),
)
