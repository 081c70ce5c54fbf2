"""Is the history of our program code out of visitors' reach?

*Why it matters.* From a `.git` folder in the web root anybody rebuilds the whole program with its
history: the passwords that were once in it, the discount rules, the holes.

*How to put it right.* Deploy an export without the repository, or refuse every path that begins
with a dot in the web server's settings. Treat every secret in the history as known and change it.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.exposure import Leftover, UsualPlace


def judge(places: Sequence[UsualPlace]) -> Iterator[Verdict]:
    """Say which parts of a repository are served, or that none of the usual places is."""
    asked = [place for place in places if place.kind is Leftover.REPOSITORY]
    served = [place for place in asked if place.is_there]
    for place in served:
        yield bad(
            place.path,
            f"{place.path} is {place.what}, and anybody can fetch it",
            f"GET {place.path} answered with {place.what}",
            "a made-up path beside it was answered differently",
        )
    if asked and not served:
        yield good("repository", f"none of {len(asked)} usual places serves a repository")


CHECK = Check(
    asks=UsualPlace,
    severity=Severity.HIGH,
    judge=judge,
    standards=("CWE-527", "OWASP ASVS 5.0 13.4.1"),
)
