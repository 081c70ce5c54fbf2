"""Does a failed log-in show up in a log, with the account that was tried?

*Why it matters.* Whoever guesses passwords leaves one trace: log-ins that failed. Most shops
answer a wrong password with the page again, so the access log shows nothing special; without a
record of its own, guessing goes unseen until it worked.

*How to put it right.* Write one line for each refused log-in, with time, account and address. In
Django connect to the signal `user_login_failed` and log it; in WordPress use the hook
`wp_login_failed`. Name the file as a log of the site in `storewarden.toml`.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.logs import LoginTrace, Traced


def judge(traces: Sequence[LoginTrace]) -> Iterator[Verdict]:
    """Say for each log-in form whether its failures can be found again."""
    for trace in traces:
        watched = f"watched: {', '.join(trace.logs)}"
        if trace.traced is Traced.NAMED:
            yield good(trace.login, f"a failed log-in is written to {trace.found_in}, with account")
        elif trace.traced is Traced.UNNAMED:
            said = f"a failed log-in is written to {trace.found_in}, but not which account it was"
            yield bad(trace.login, said, watched, severity=Severity.MEDIUM)
        else:
            yield bad(trace.login, "a failed log-in is written to no log of this site", watched)


CHECK = Check(
    asks=LoginTrace,
    severity=Severity.HIGH,
    judge=judge,
    standards=("PCI DSS 4.0.1 10.2.1.4", "OWASP A09:2021"),
)
