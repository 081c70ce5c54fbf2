"""Does anybody try SQL injection?

*Why it matters.* Before a database is carried off, somebody looks for the door: a quote here, a
UNION SELECT there. An address that tries many of them has picked you; if the site answers with
errors of its own, it may have found one.

*How to put it right.* Look at the addresses under *evidence*: every one that was answered 5xx
needs the eyes of a developer today. Block the caller, keep the log, and see that every query in
your own code is parametrised.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.logs import InjectionProbe, InjectionProbes

_NO_CHANCE: Final = 3


def judge(logs: Sequence[InjectionProbes]) -> Iterator[Verdict]:
    """Name each address that tried three times or more; once or twice may be an odd search."""
    for log in logs:
        probing = [probe for probe in log.probes if probe.times >= _NO_CHANCE]
        yield from (_probing(probe) for probe in probing)
        if not probing:
            yield good("requests", f"nobody tries SQL injection in {log.lines} requests")


def _probing(probe: InjectionProbe) -> Verdict:
    said = f"{probe.address} tried SQL injection {probe.times} times ({', '.join(probe.classes)})"
    errors = f"; the site answered {probe.errors} of them with an error" if probe.errors else ""
    return bad(
        probe.address,
        said + errors,
        f"last seen {probe.last:%Y-%m-%d %H:%M}",
        *probe.examples,
        severity=Severity.HIGH if probe.errors else None,
    )


CHECK = Check(
    asks=InjectionProbes,
    severity=Severity.MEDIUM,
    judge=judge,
    standards=("PCI DSS 4.0.1 6.4.1", "MITRE ATT&CK T1190"),
)
