"""Is everything between our visitors and the site encrypted?

*Why it matters.* Over plain http, whoever sits between a visitor and the site (a café's wireless
network is enough) reads passwords and addresses and can change prices and payment forms on the way.

*How to put it right.* Get a certificate (Let's Encrypt gives them away), serve the site over https,
let port 80 answer every request with a permanent redirect to https, and put the https address into
`storewarden.toml`. Then send `Strict-Transport-Security`.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.web import Cleartext, FrontDoor

_GOOD = {
    Cleartext.MOVED_TO_HTTPS: "those who come by http are sent on to https",
    Cleartext.CLOSED: "only https answers",
    Cleartext.NOT_OFFERED: "the site is reached by https",
}


def judge(doors: Sequence[FrontDoor]) -> Iterator[Verdict]:
    """Say for each door whether it can be used without encryption."""
    for door in doors:
        if door.met is Cleartext.SERVED:
            yield bad(
                "front door",
                "the site is served without encryption; anybody on the way can read and change it",
                f"GET {door.address} answered {door.status} and did not lead to https",
            )
        else:
            yield good("front door", _GOOD[door.met])


CHECK = Check(
    asks=FrontDoor,
    severity=Severity.HIGH,
    judge=judge,
    standards=("PCI DSS 4.0.1 4.2.1", "GDPR Art. 32"),
)
