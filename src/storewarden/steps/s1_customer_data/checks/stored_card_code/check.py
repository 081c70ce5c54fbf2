"""Does any column of the database hold card verification codes (CVV, CVC, CID)?

*Why it matters.* The code proves that the buyer has the card in hand. Nobody may keep it after
the payment was approved, not even encrypted: with it, a stolen number buys anywhere.

*How to put it right.* Send the code to the payment provider and keep nothing but its answer (M,
N, P ...). Empty the column, drop it, and remember backups, logs and exports.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.customer_data import ColumnContents


def judge(columns: Sequence[ColumnContents]) -> Iterator[Verdict]:
    """Name each column with codes; one good verdict when there is none."""
    found = [column for column in columns if column.card_codes]
    for column in found:
        yield bad(
            f"{column.table}.{column.column}",
            f"{column.card_codes} of {column.looked_at} rows looked at hold a card's "
            "verification code",
        )
    if columns and not found:
        yield good("all columns", f"no verification code in {len(columns)} columns")


CHECK = Check(
    asks=ColumnContents,
    severity=Severity.CRITICAL,
    judge=judge,
    standards=("PCI DSS 4.0.1 3.3.1.2",),
)
