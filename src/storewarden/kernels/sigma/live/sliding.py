"""Windows that slide over many events at once, compiled.

Events stand in columns, sorted by group, then time.
"""

import numpy as np
from numpy.typing import NDArray

from storewarden.kernels.windows.compiled import counted

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@counted
def merge(group: Ints, time: Ints, held: int, order: Ints) -> None:
    """Order two sorted parts into one, the first ``held`` events before others of their moment."""
    old, new = 0, held
    for at in range(len(order)):
        first = old < held
        if first and new < len(group):
            later = group[old] == group[new] and time[old] > time[new]
            first = group[old] < group[new] or (group[old] == group[new] and not later)
        if first:
            order[at] = old
            old += 1
        else:
            order[at] = new
            new += 1


@counted
def count_events(
    group: Ints, time: Ints, fresh: Flags, span: int, lows: Ints, counts: Ints
) -> None:
    """Count for each fresh event the events of its window, and tell where the window begins."""
    low = 0
    for at in range(len(group)):
        if fresh[at]:
            while low < at and (group[low] != group[at] or time[low] <= time[at] - span):
                low += 1
            lows[at] = low
            counts[at] = at - low + 1


@counted
def count_kinds(mark: Ints, lows: Ints, counts: Ints, tally: Ints) -> None:
    """Count for each fresh event the distinct marks of its window, which begins at its low."""
    low, high, kinds = 0, 0, 0
    for at in range(len(mark)):
        if counts[at] == 0:
            continue
        while low < lows[at]:
            if low < high:
                tally[mark[low]] -= 1
                kinds -= tally[mark[low]] == 0
            low += 1
        high = max(low, high)
        while high <= at:
            kinds += tally[mark[high]] == 0
            tally[mark[high]] += 1
            high += 1
        counts[at] = kinds
