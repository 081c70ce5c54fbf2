"""Is the TLS certificate of this supplier's endpoint valid and trusted?

*Why it matters.* Programs that send orders or addresses there either stop, or somebody has told
them to look away: then anyone on the way can read and change what is sent.

*How to put it right.* Tell the supplier today. Until it is renewed, send nothing; never switch the
examination of certificates off. If they use an authority of their own, name it in `ca_file`.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.suppliers import EndpointCertificate

SOON_DAYS: Final = 21


def judge(endpoints: Sequence[EndpointCertificate]) -> Iterator[Verdict]:
    """Say of each endpoint whether a careful client would talk to it, and for how long."""
    for endpoint in endpoints:
        yield _about(endpoint)


def _about(endpoint: EndpointCertificate) -> Verdict:
    host, end = endpoint.host, endpoint.not_after
    left = (end - endpoint.as_of).days
    if left < 0:
        return bad(host, f"the certificate of {host} expired on {end}")
    if endpoint.complaint:
        return bad(host, f"the certificate of {host} is not trusted: {endpoint.complaint}")
    if left <= SOON_DAYS:
        said = f"the certificate of {host} expires on {end}; it should have been renewed by now"
        return bad(host, said, severity=Severity.MEDIUM)
    return good(host, f"the certificate of {host} is valid until {end}")


CHECK = Check(
    asks=EndpointCertificate,
    severity=Severity.HIGH,
    judge=judge,
    standards=("PCI DSS 4.0.1 4.2.1",),
)
