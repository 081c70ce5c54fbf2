"""Do passwords, keys or card numbers stand in the access log?

*Why it matters.* What stands in an address is written down everywhere: in this log, in its
backups, in the logs of every proxy, in the browser's history and in the Referer sent to others.
Whoever reads a log can log in.

*How to put it right.* Send secrets in the body of a POST or in a header, never in the address.
Change every password and key that was written down, and delete or overwrite the log files and
their copies.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.logs import SecretInLog, SecretsInLog

_GRADES: Final = {
    "password": Severity.CRITICAL,
    "card number": Severity.CRITICAL,
    "token": Severity.MEDIUM,
}


def judge(logs: Sequence[SecretsInLog]) -> Iterator[Verdict]:
    """Say for each place where a secret stands in an address that it does."""
    for log in logs:
        yield from (_written_down(secret) for secret in log.secrets)
        if not log.secrets:
            yield good("addresses", f"no secret stands in the addresses of {log.lines} requests")


def _written_down(secret: SecretInLog) -> Verdict:
    times = "once" if secret.times == 1 else f"{secret.times} times"
    return bad(
        f"{secret.kind} in {secret.path}?{secret.parameter}",
        f"{_one(secret.kind)} stands in the address of {secret.path}, {times} in 30 days",
        f"{secret.path}?{secret.parameter}={secret.masked}",
        severity=_GRADES.get(secret.kind),
    )


def _one(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aA" else f"a {kind}"


CHECK = Check(
    asks=SecretsInLog,
    severity=Severity.HIGH,
    judge=judge,
    standards=("PCI DSS 4.0.1 3.5.1", "PCI DSS 4.0.1 8.3.2", "CWE-532"),
)
