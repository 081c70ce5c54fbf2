"""Do we keep personal data that selling does not need?

*Why it matters.* What is not kept cannot be stolen. The law allows only data that the purpose
needs (Article 5 GDPR), and forbids most uses of religion, health or origin (Article 9).

*How to put it right.* Ask who uses the column and for what. If nobody can say, take the field out
of the form, empty the column and drop it. If it is needed, for an age limit say, write down why
and for how long, and accept the finding with that reason.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.customer_data import ColumnContents


def judge(columns: Sequence[ColumnContents]) -> Iterator[Verdict]:
    """Name each filled column of needless personal data; empty ones harm nobody."""
    found = [column for column in columns if column.needless_filled]
    for column in found:
        yield bad(
            f"{column.table}.{column.column}",
            f"{column.needless} is filled in for {column.needless_filled} of "
            f"{column.looked_at} rows looked at; a sale does not need it",
            severity=Severity.HIGH if column.needless_special else None,
        )
    if columns and not found:
        yield good("all columns", f"no needless personal data in {len(columns)} columns")


CHECK = Check(
    asks=ColumnContents,
    severity=Severity.LOW,
    judge=judge,
    standards=("GDPR Art. 5(1)(c)", "GDPR Art. 9"),
)
