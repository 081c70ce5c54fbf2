"""Are dumps, backups and settings out of visitors' reach?

*Why it matters.* A database dump in the web root is the whole shop in one file: customers, orders,
password hashes. Robots ask every site for `/backup.sql` and `/.env` all day long.

*How to put it right.* Delete the file from the web root and keep backups where no web server reads.
Look through the access log for who fetched it; if it held personal data, this is a breach that may
have to be reported within 72 hours (GDPR Art. 33). Change every secret in it.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.exposure import Leftover, UsualPlace


def judge(places: Sequence[UsualPlace]) -> Iterator[Verdict]:
    """Say which copies are served, or that none of the usual places is."""
    asked = [place for place in places if place.kind is Leftover.COPY]
    served = [place for place in asked if place.is_there]
    for place in served:
        yield bad(
            place.path,
            f"{place.path} is {place.what}, and anybody can fetch it",
            f"GET {place.path} answered with {place.what}",
            "a made-up path beside it was answered differently",
        )
    if asked and not served:
        yield good("copies", f"none of {len(asked)} usual places serves a dump, backup or secret")


CHECK = Check(
    asks=UsualPlace,
    severity=Severity.CRITICAL,
    judge=judge,
    standards=("CWE-530", "GDPR Art. 32"),
)
