"""Reads the clock: the one place that does."""

from datetime import UTC, datetime


def now() -> datetime:
    """Read the clock: the one place that does."""
    return datetime.now(UTC)  # noqa: TID251 - the one place


def microseconds() -> int:
    """Read the clock in microseconds since 1970, the unit of the event store."""
    return round(now().timestamp() * 1_000_000)
