"""Has somebody of ours looked at this supplier lately?

*Why it matters.* Suppliers are bought, move their servers and change what they do with data.
Whom nobody looks at keeps access that nobody would give again.

*How to put it right.* Look at what the supplier may see and do, their certificates, incidents and
the contract; take away what is not needed; write the day into `reviewed_on` of the supplier in
`storewarden.toml`.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.suppliers import Review


def judge(reviews: Sequence[Review]) -> Iterator[Verdict]:
    """Say whether the last review is still good."""
    for review in reviews:
        if review.reviewed_on is None:
            yield bad("review", f"nobody has ever reviewed {review.supplier}")
        elif review.reviewed_on + timedelta(days=review.every_days) < review.as_of:
            yield bad(
                "review",
                f"{review.supplier} was last reviewed on {review.reviewed_on}, more than "
                f"{review.every_days} days ago",
            )
        else:
            yield good("review", f"{review.supplier} was reviewed on {review.reviewed_on}")


CHECK = Check(
    asks=Review,
    severity=Severity.MEDIUM,
    judge=judge,
    standards=("PCI DSS 4.0.1 12.8.4", "ISO 27001 A.5.22"),
)
