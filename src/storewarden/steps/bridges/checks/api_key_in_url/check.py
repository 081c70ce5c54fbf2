"""Do keys travel in the addresses of calls between our systems?

*Why it matters.* An address is written to every log and proxy on the way. A key in it is known to
everybody who may read a log, and works until somebody changes it.

*How to put it right.* Send the key in a header (`Authorization`), let the called system refuse
keys in addresses, then make a new key and cancel the old one: it has been written down.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good, unknown
from storewarden.facts.bridges import HopKeys, KeyInUrl


def judge(hops: Sequence[HopKeys]) -> Iterator[Verdict]:
    """Say for each kind of key that it travels in addresses, or that none was seen to."""
    for hop in hops:
        yield from (_travels(hop, key) for key in hop.keys)
        if hop.keys:
            continue
        if hop.requests:
            yield good(hop.path, f"no key stands in the addresses of calls to {hop.path}")
        else:
            yield unknown(hop.path, f"no call to {hop.path} was seen in 30 days of logs")


def _travels(hop: HopKeys, key: KeyInUrl) -> Verdict:
    return bad(
        f"{hop.path}?{key.parameter}",
        f"calls to {hop.path} carry a key in the address, as {key.parameter}",
        f"{key.seen_in}: {key.parameter}={key.masked}",
    )


CHECK = Check(
    asks=HopKeys,
    severity=Severity.HIGH,
    judge=judge,
    standards=("CWE-598", "OWASP API2:2023"),
)
