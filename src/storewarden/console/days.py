"""Days and moments in words that need no looking up."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

_WEEKS: Final = 14


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as a page shows it.

    Attributes:
        day: the day itself.
        written: ``28 Nov 2026``.
        away: ``in 6 days``, ``today``, ``3 days late``; empty when it is far off.
        late: whether it is over.
    """

    day: date
    written: str
    away: str
    late: bool


def due(day: date, today: date) -> Due:
    """Put a deadline into words, seen from today."""
    left = (day - today).days
    return Due(day, written(day), _away(left), late=left < 0)


def written(day: date) -> str:
    """Write a day as ``28 Nov 2026``."""
    return f"{day.day} {day:%b} {day.year}"


def moment(at: datetime) -> str:
    """Write a moment as ``28 Nov 2026, 09:40 UTC``; moments of the ledger are in UTC."""
    return f"{written(at.date())}, {at:%H:%M} UTC"


def _away(left: int) -> str:
    if left < 0:
        return f"{-left} day{'' if left == -1 else 's'} late"
    near = {0: "today", 1: "tomorrow"}
    return near.get(left, f"in {left} days" if left <= _WEEKS else "")
