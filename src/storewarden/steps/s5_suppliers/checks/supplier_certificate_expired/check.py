"""Are the certificates that our suppliers showed us (ISO 27001, PCI DSS, SOC 2) still valid?

*Why it matters.* A paper past its date says nothing about today. If a supplier without valid
evidence loses your customers' data, you answer for having trusted it.

*How to put it right.* Ask the supplier for the renewed certificate and write its new date into
`certificates` of the supplier in `storewarden.toml`. If there is none, decide whether what they
may see and do is still right.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.suppliers import Paper


def judge(papers: Sequence[Paper]) -> Iterator[Verdict]:
    """Say of each kind of paper whether the newest one is still valid."""
    newest: dict[str, Paper] = {}
    for paper in papers:
        known = newest.get(paper.kind)
        if known is None or known.valid_until < paper.valid_until:
            newest[paper.kind] = paper
    for kind, paper in newest.items():
        if paper.valid_until < paper.as_of:
            yield bad(kind, f"the {kind} certificate was valid until {paper.valid_until}")
        else:
            yield good(kind, f"the {kind} certificate is valid until {paper.valid_until}")


CHECK = Check(
    asks=Paper,
    severity=Severity.MEDIUM,
    judge=judge,
    standards=("PCI DSS 4.0.1 12.8.4", "ISO 27001 A.5.22"),
)
