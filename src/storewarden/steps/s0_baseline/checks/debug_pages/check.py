"""Does the site keep its inner life to itself when something goes wrong?

*Why it matters.* A page made for developers shows settings, file paths, addresses and sometimes
passwords to whoever types a wrong address; with it, an attacker need not guess.

*How to put it right.* Turn the debugging mode off on the live site (`DEBUG = False` in Django,
`APP_DEBUG=false` in Laravel, `APP_ENV=prod` in Symfony, `display_errors = Off` in PHP), and let
errors be written to a log instead.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.web import ErrorPage


def judge(pages: Sequence[ErrorPage]) -> Iterator[Verdict]:
    """Say whether an address that nobody made is answered with a page for developers."""
    shown = next((page for page in pages if page.shows), None)
    if shown:
        yield bad(
            "error page",
            f"a wrong address is answered with {shown.shows}'s page for developers",
            f"GET of a made-up address answered {shown.status}",
        )
    elif pages:
        yield good("error page", "a wrong address is answered without technical details")


CHECK = Check(
    asks=ErrorPage,
    severity=Severity.HIGH,
    judge=judge,
    standards=("PCI DSS 4.0.1 6.2.4", "CWE-489"),
)
