"""Medians and the spread around them: figures that a few thieves cannot move.

The spread is 1.4826 x the median distance from the median (MAD), which is one standard deviation
of a normal law (Rousseeuw and Croux 1993, J. Am. Stat. Assoc. 88), but never below the square
root of the median (what chance alone does to counts) nor below the feature's floor.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Figures = npt.NDArray[np.float64]
NORMAL: Final = 1.4826


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual: median and spread of each feature."""

    median: Figures
    spread: Figures


def usual(figures: Figures, floors: Figures) -> Usual:
    """What is usual of many stays (one a row); of none it is zero and the floor."""
    if len(figures) == 0:
        return Usual(np.zeros_like(floors), floors.copy())
    median = np.median(figures, axis=0)
    distance = np.median(np.abs(figures - median), axis=0)
    return Usual(median, spread(median, distance, floors))


def spread(median: Figures, distance: Figures, floors: Figures) -> Figures:
    """One step, of a median and the median distance from it."""
    chance = np.maximum(np.sqrt(np.abs(median)), floors)
    wide: Figures = np.maximum(NORMAL * distance, chance)
    return wide


def steps(figures: Figures, known: Usual) -> Figures:
    """How many steps above (or below) the usual each figure is: the robust z-score."""
    away: Figures = (figures - known.median) / known.spread
    return away


def usual_of_each(
    figures: Figures, group: npt.NDArray[np.int64], groups: int, floors: Figures
) -> Usual:
    """What is usual of each group: one row a group; every group has a row at least."""
    median = medians(figures, group, groups)
    distance = medians(np.abs(figures - median[group]), group, groups)
    return Usual(median, spread(median, distance, floors))


def medians(figures: Figures, group: npt.NDArray[np.int64], groups: int) -> Figures:
    """The median of each column in each group."""
    counts = np.bincount(group, minlength=groups)
    first = np.cumsum(counts) - counts
    found = np.empty((groups, figures.shape[1]))
    for number in range(figures.shape[1]):
        column = figures[np.lexsort((figures[:, number], group)), number]
        low, high = column[first + (counts - 1) // 2], column[first + counts // 2]
        found[:, number] = (low + high) / 2
    return found
