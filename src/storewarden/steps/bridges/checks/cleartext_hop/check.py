"""Is every call between our systems encrypted on its way?

*Why it matters.* Keys, orders and customers' names travel between CMS, shop and suppliers. Over
plain http everybody on the way can read them, and change them.

*How to put it right.* Give the called system a certificate and change the address to https; then
turn plain http off there, so that no old setting falls back to it. Between two programs on one
machine a Unix socket does as well.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good, unknown
from storewarden.facts.bridges import Hop


def judge(hops: Sequence[Hop]) -> Iterator[Verdict]:
    """Say for each hop whether it is encrypted."""
    for hop in hops:
        subject = f"{hop.source} to {hop.target}"
        if hop.scheme in {"https", "wss"}:
            yield good(subject, f"{hop.source} calls {hop.target} over {hop.scheme}")
        elif hop.scheme in {"http", "ws"}:
            said = f"{hop.source} calls {hop.target} over {hop.scheme}, in clear text"
            yield bad(subject, said, f"{hop.scheme}://{hop.host}")
        else:
            yield unknown(subject, f"whether {hop.scheme or 'no scheme'} is encrypted is not known")


CHECK = Check(
    asks=Hop,
    severity=Severity.HIGH,
    judge=judge,
    standards=("PCI DSS 4.0.1 4.2.1", "CWE-319"),
)
