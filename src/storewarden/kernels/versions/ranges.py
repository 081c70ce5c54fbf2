"""Is a version inside the ranges that an advisory names? The algorithm of the OSV schema.

Source: OSV schema 1.6, "Evaluation" (ossf.github.io/osv-schema).
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import Final, NamedTuple

from storewarden.kernels.versions.order import Ordered, key, newest


class Happened(IntEnum):
    """What a version did to a weakness; the value is the order among events of one version."""

    FIXED = 0
    INTRODUCED = 1
    LAST_AFFECTED = 2
    LIMIT = 3


class Event(NamedTuple):
    """One turn in the life of a weakness; version ``0`` means "from the beginning"."""

    happened: Happened
    version: str


Range = Sequence[Event]
_PAIR: Final = 2


def holding(ecosystem: str, version: str, ranges: Iterable[Range]) -> list[Range]:
    """Return the ranges that hold the version; raises `ValueError` when any is unreadable."""
    return [events for events in ranges if holds(ecosystem, version, events)]


def holds(ecosystem: str, version: str, events: Range) -> bool:
    """Say whether one range holds the version; raises `ValueError` when either is unreadable."""
    mine = key(ecosystem, version)
    inside = False
    for event in _in_order(ecosystem, events):
        if _reached(ecosystem, mine, event):
            inside = event.happened is Happened.INTRODUCED
    return inside and _before_limits(ecosystem, mine, events)


def first_fix(ecosystem: str, version: str, held: Iterable[Range]) -> str | None:
    """Return the oldest version that leaves all these ranges, which hold the version, behind.

    None when one of them, or none at all, names a fix. Raises `ValueError` as `holds` does.
    """
    fixes = [list(_next_fix(ecosystem, version, events)) for events in held]
    if not fixes or not all(fixes):
        return None
    return newest(ecosystem, [fix for found in fixes for fix in found])


def _next_fix(ecosystem: str, version: str, events: Range) -> Iterator[str]:
    mine = key(ecosystem, version)
    above = [
        event
        for event in events
        if event.happened is Happened.FIXED and mine < key(ecosystem, event.version)
    ]
    if above:
        yield min(above, key=lambda event: _place(ecosystem, event)).version


def _in_order(ecosystem: str, events: Range) -> Range:
    """Sort the turns by version; most ranges are "from the beginning until", and sorted already."""
    turns = [event for event in events if event.happened is not Happened.LIMIT]
    if len(turns) == _PAIR and turns[0].version == "0" != turns[1].version:
        return turns
    return sorted(turns, key=lambda turn: _place(ecosystem, turn))


def _place(ecosystem: str, event: Event) -> tuple[bool, Ordered | int, int]:
    if event.version == "0":
        return (False, 0, event.happened)
    return (True, key(ecosystem, event.version), event.happened)


def _reached(ecosystem: str, mine: Ordered, event: Event) -> bool:
    if event.version == "0":
        return True
    there = key(ecosystem, event.version)
    if event.happened is Happened.LAST_AFFECTED:
        return there < mine
    return not mine < there


def _before_limits(ecosystem: str, mine: Ordered, events: Range) -> bool:
    limits = [version for happened, version in events if happened is Happened.LIMIT]
    return not limits or any(limit == "*" or mine < key(ecosystem, limit) for limit in limits)
