"""By when a published weakness has to be gone: the rows of a table, and what a row says."""

from dataclasses import dataclass
from typing import Final

_FAR: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One row of a table of deadlines; None means "any". The first row that fits counts.

    Attributes:
        exploited: a list of exploited weaknesses names it.
        exposed: the asset can be reached from the internet.
        automatable: SSVC: every step of the attack can be left to a program.
        total: SSVC: it gives total control, not only partial.
        ransomware: it is known to be used by ransomware.
        likelihood: EPSS score of at least this, 0.0 to 1.0.
        days: days to fix it; None means with the next upgrade.
        forensic: also look whether somebody was there before.
        read_days: days until somebody must have read it.
    """

    name: str
    exploited: bool | None = None
    exposed: bool | None = None
    automatable: bool | None = None
    total: bool | None = None
    ransomware: bool | None = None
    likelihood: float | None = None
    days: int | None = None
    forensic: bool = False
    read_days: int | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """Why a finding has the dates that it has.

    Attributes:
        row: name of the row that set them.
        words: the row, what it was chosen by, and where that is known from; for people.
        days: days to fix; None means with the next upgrade.
        forensic: see `DeadlineRule`.
    """

    row: str
    words: str
    days: int | None = None
    forensic: bool = False

    @property
    def strictness(self) -> tuple[int, bool]:
        """Sort key: the strictest is the smallest."""
        return (_FAR if self.days is None else self.days, not self.forensic)
