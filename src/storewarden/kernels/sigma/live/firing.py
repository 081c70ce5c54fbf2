"""Moments at which a correlation is true, each told once."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from storewarden.core.alerts import MOST_LINES
from storewarden.kernels.sigma.live.groups import Group, Line
from storewarden.kernels.sigma.rules import Correlation, Sort

Key = tuple[str, ...]
NO_LINE: Final[Line] = ("", 0)
"""Of a moment that another correlation told again, whose lines were told before."""


@dataclass(frozen=True, slots=True)
class Fired:
    """A moment at which a correlation is true.

    Attributes:
        key: of the correlation.
        group: the values of its group, as texts.
        time: of the event that ends the window.
        first: of the first event in the window.
        count: what was counted.
        fresh: False when it was true of this group within one span before: no new alert.
        lines: source and number of the last lines in the window; empty unless fresh.
    """

    key: str
    group: Key
    time: int
    first: int
    count: int
    fresh: bool
    lines: tuple[Line, ...] = ()


def fired(asked: Correlation, key: Key, group: Group, moment: int) -> Iterator[Fired]:
    """Tell a moment at which it is true, once."""
    at = bisect_left(group.told, moment)
    if group.told[at : at + 1] == [moment]:
        return
    count = group.count(asked, moment)
    if not asked.holds(count) or (asked.sort is Sort.TEMPORAL_ORDERED and not count):
        return
    low, high = bisect_right(group.times, moment - asked.span), bisect_right(group.times, moment)
    fresh = not any(
        moment - asked.span < told <= moment for told in group.told[max(at - 1, 0) : at]
    )
    last = group.lines[max(low, high - MOST_LINES) : high] if fresh else []
    lines = tuple(line for line in last if line != NO_LINE)
    insort(group.told, moment)
    yield Fired(asked.told.key, key, moment, group.times[low], count, fresh, lines)
