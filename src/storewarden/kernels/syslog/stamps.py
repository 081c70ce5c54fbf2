"""Times of syslog: with everything, or without year and zone."""

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun")
_NAMES_TOO: Final = ("Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS: Final = {name: number for number, name in enumerate((*_NAMES, *_NAMES_TOO), 1)}
_AHEAD: Final = timedelta(days=1)
_YEARS_BACK: Final = 8


def full(text: str, zone: int) -> int | None:
    """Microseconds of ``2026-11-22T10:00:00.123+01:00``; ``zone`` in minutes where it has none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    ahead = timedelta(minutes=zone) if moment.tzinfo is None else timedelta()
    since = moment.replace(tzinfo=moment.tzinfo or UTC) - _EPOCH - ahead
    return since // timedelta(microseconds=1)


def yearless(text: str, now: int, zone: int) -> int | None:
    """Microseconds of ``Nov 22 10:00:00``: the newest such time that is not after tomorrow.

    Args:
        text: month, day and time of day; RFC 3164 section 4.1.2.
        now: microseconds since 1970 at which the line was read.
        zone: minutes ahead of UTC of whoever wrote it.
    """
    try:
        month, day, clock = text.split()
        hour, minute, second = (int(part) for part in clock.split(":"))
        number, today = _MONTHS[month], _EPOCH + timedelta(microseconds=now)
    except (KeyError, ValueError):
        return None
    for year in range(today.year + 1, today.year - _YEARS_BACK, -1):
        moment = _moment((year, number, int(day)), (hour, minute, min(second, 59)), zone)
        if moment is not None and moment <= today + _AHEAD:
            return _microseconds(moment)
    return None


def _moment(date: tuple[int, int, int], clock: tuple[int, int, int], zone: int) -> datetime | None:
    """None for a day that the year does not have."""
    try:
        return datetime(*date, *clock, tzinfo=UTC) - timedelta(minutes=zone)
    except ValueError:
        return None


def _microseconds(moment: datetime) -> int | None:
    try:
        return (moment - _EPOCH) // timedelta(microseconds=1)
    except OverflowError:
        return None
