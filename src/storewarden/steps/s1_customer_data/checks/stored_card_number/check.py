"""Does any column of the database hold full card numbers?

*Why it matters.* Whoever copies the database, a thief or a supplier with a backup, can pay with
your customers' cards. Storing card numbers in the clear breaks your contract with the bank and
brings the whole database under PCI DSS.

*How to put it right.* Let the payment provider keep the cards and store only its token and, for
people, the last four digits. Empty the column, then drop it; remember backups and exports. Find
the code that wrote it before you do, or it will write again.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.customer_data import ColumnContents


def judge(columns: Sequence[ColumnContents]) -> Iterator[Verdict]:
    """Name each column with card numbers; one good verdict when there is none."""
    found = [column for column in columns if column.card_numbers]
    for column in found:
        yield bad(
            f"{column.table}.{column.column}",
            f"{column.card_numbers} of {column.looked_at} rows looked at hold a full card number "
            f"({', '.join(column.card_networks)})",
            *column.card_examples,
        )
    if columns and not found:
        yield good("all columns", f"no full card number in {len(columns)} columns")


CHECK = Check(
    asks=ColumnContents,
    severity=Severity.CRITICAL,
    judge=judge,
    standards=("PCI DSS 4.0.1 3.5.1",),
)
