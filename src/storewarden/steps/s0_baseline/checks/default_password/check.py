"""Are the passwords changed that our platform ships with?

*Why it matters.* Every platform's demo accounts are in its public manual. Robots try them on every
shop within hours of its first day, and whoever gets in owns orders, customers and prices.

*How to put it right.* Delete the shipped account, or give it a long random password now; then look
through the log for who used it. Turn on two-step sign-in for everybody who runs the shop.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.web import ShippedLogin


def judge(logins: Sequence[ShippedLogin]) -> Iterator[Verdict]:
    """Say for each shipped account whether it still opens."""
    for login in logins:
        if login.opened:
            yield bad(
                login.account,
                f"{login.account} gets in with the password that the platform ships with",
                f"POST {login.form} with the shipped account opened a session",
                f"POST {login.form} with a made-up account was refused",
            )
        else:
            yield good(login.account, f"{login.account} does not get in with its shipped password")


CHECK = Check(
    asks=ShippedLogin,
    severity=Severity.CRITICAL,
    judge=judge,
    standards=("PCI DSS 4.0.1 2.2.2",),
)
