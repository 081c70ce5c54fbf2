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
    """Say which repositories are served, or that none of the usual places serves one."""
    asked = [place for place in places if place.kind is Leftover.REPOSITORY]
    served = [place for place in asked if place.is_there]
    for folder in dict.fromkeys(_folder(place) for place in served):
        yield bad(
            folder,
            f"{folder} is served: anybody can rebuild the program and its history from it",
            *(f"GET {one.path} gave {one.what}" for one in served if _folder(one) == folder),
            "a made-up path beside it was answered differently",
        )
    if asked and not served:
        yield good("repository", f"none of {len(asked)} usual places serves a repository")


def _folder(place: UsualPlace) -> str:
    """``/.git/logs/HEAD`` -> ``/.git``: all of it is one repository."""
    return "/" + place.path.strip("/").partition("/")[0]


CHECK = Check(
    asks=UsualPlace,
    severity=Severity.HIGH,
    judge=judge,
    standards=("CWE-527", "OWASP ASVS 5.0 13.4.1"),
)
