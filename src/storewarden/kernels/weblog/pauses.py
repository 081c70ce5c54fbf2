"""How long a log pauses on its ordinary days: from the hours in which it wrote."""

from typing import Final

import polars as pl

HOUR: Final = 3_600_000_000
"""Microseconds."""

_DAYS: Final = 30


def lately(hours: pl.Series) -> pl.Series:
    """The hours since 1970 in which it wrote, of the 30 days before the last of them, in order."""
    ordered = hours.unique().sort()
    return ordered.filter(ordered > ordered[-1] - _DAYS * 24) if len(ordered) else ordered


def longest_pause(hours: pl.Series, fewest: int) -> int | None:
    """The longest pause of those days, in hours; None when it wrote in fewer than ``fewest``."""
    wrote = lately(hours)
    if len(wrote) < fewest:
        return None
    longest = wrote.diff().max()
    return longest if isinstance(longest, int) else None
