"""Facts about what lies in the columns of a database: counts and masked examples, never values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from storewarden.core.checks import Fact


@dataclass(frozen=True, slots=True)
class ColumnContents(Fact):
    """What a sample of one column holds.

    Attributes:
        table: as the database names it, with its schema outside the default one.
        column: its name.
        looked_at: number of rows in the sample.
        card_numbers: rows of the sample with a full card number.
        card_networks: whose cards they are.
        card_examples: a few, at most the first six and last four digits.
        card_codes: rows of the sample with a verification code (CVV, CVC, CID).
        password_forms: how passwords are kept (``plain text``, ``unsalted hash``,
            ``salted hash``, ``unrecognised``) -> rows of the sample.
        needless: kind of personal data that the column is named for and selling does not need.
        needless_special: the law protects that kind more, or thieves prize it more.
        needless_filled: rows of the sample in which it is filled in.
    """

    table: str
    column: str
    looked_at: int
    card_numbers: int = 0
    card_networks: tuple[str, ...] = ()
    card_examples: tuple[str, ...] = ()
    card_codes: int = 0
    password_forms: Mapping[str, int] = field(default_factory=dict)
    needless: str | None = None
    needless_special: bool = False
    needless_filled: int = 0
