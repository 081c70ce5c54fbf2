"""Are all passwords in the database kept as salted hashes?

*Why it matters.* People use one password in many places. Whoever copies a column of readable
passwords, or of unsalted hashes that lists on the internet undo at once, owns those accounts
here and elsewhere.

*How to put it right.* Keep passwords with argon2, bcrypt, scrypt or PBKDF2 and a salt of their
own: every framework and `password_hash` of PHP do. Hash what is there now in one step, then ask
the people concerned to choose a new password.
"""

from collections.abc import Iterator, Sequence

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good, unknown
from storewarden.facts.customer_data import ColumnContents


def judge(columns: Sequence[ColumnContents]) -> Iterator[Verdict]:
    """Say of each column with passwords how they are kept."""
    holding = [column for column in columns if column.password_forms]
    yield from map(_about, holding)
    if columns and not holding:
        yield good("all columns", f"no password in {len(columns)} columns")


def _about(column: ColumnContents) -> Verdict:
    subject, forms = f"{column.table}.{column.column}", column.password_forms
    total = sum(forms.values())
    if plain := forms.get("plain text"):
        return bad(subject, f"{plain} of {total} passwords looked at are kept in plain text")
    if unsalted := forms.get("unsalted hash"):
        said = f"{unsalted} of {total} passwords looked at are kept as unsalted hashes"
        return bad(subject, said, severity=Severity.HIGH)
    if odd := forms.get("unrecognised"):
        return unknown(subject, f"how {odd} of {total} passwords looked at are kept cannot be told")
    return good(subject, f"{total} passwords looked at are kept as salted hashes")


CHECK = Check(
    asks=ColumnContents,
    severity=Severity.CRITICAL,
    judge=judge,
    standards=("PCI DSS 4.0.1 8.3.2", "GDPR Art. 32"),
)
