"""The second opinion: an isolation forest over the shape of visits, not over their amounts.

Liu, Ting, Zhou: Isolation Forest, ICDM 2008: what few cuts set apart from the rest is odd. It is
handed shares ("nine of ten records were failed log-ins") and the pace, so that it does not say
the same as the robust z-scores, which look at amounts.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from storewarden.kernels.baselines.feature import Count, Feature
from storewarden.kernels.baselines.visits import Figures, Visits

SAMPLE: Final = 4_096
"""Visits that a model keeps to grow its forest from."""
FEWEST: Final = 64
"""Fewer visits grow no forest: it would call everything odd."""
_SHRINK: Final = 5.0
_ODDEST: Final = 0.995
_ODD: Final = 0.6
_SECOND: Final = 1_000_000


def shapes(visits: Visits, features: Sequence[Feature]) -> Figures:
    """One row a visit: the share of each figure in all records, and seconds between records.

    Shares are drawn towards nothing by five records, for one record is no shape.
    """
    rows = whole(visits, features)
    others = [place for place, each in enumerate(features) if not _is_all(each)]
    shares = visits.figures[:, others] / (rows + _SHRINK)[:, None]
    apart = (visits.end - visits.begin) / _SECOND / np.maximum(rows - 1, 1)
    return np.column_stack([shares, np.log1p(np.maximum(apart, 0))])


def width(features: Sequence[Feature]) -> int:
    """How many numbers a shape has."""
    return sum(not _is_all(each) for each in features) + 1


def whole(visits: Visits, features: Sequence[Feature]) -> Figures:
    """All records of each visit; its highest figure when records are not counted."""
    every = [place for place, each in enumerate(features) if _is_all(each)]
    if every:
        return visits.figures[:, every[0]]
    highest: Figures = visits.figures.max(axis=1, initial=0.0)
    return highest


def _is_all(feature: Feature) -> bool:
    return feature.count is Count.ROWS and not feature.signals


def sample_of(rows: Figures) -> Figures:
    """At most `SAMPLE` rows, evenly out of all of them; their order does not matter."""
    ordered = rows[np.lexsort(rows.T[::-1])] if len(rows) else rows
    if len(ordered) <= SAMPLE:
        return ordered
    chosen: Figures = ordered[np.linspace(0, len(ordered) - 1, SAMPLE).astype(int)]
    return chosen


def oddness(sample: Figures, rows: Figures, seed: int) -> tuple[Figures, float]:
    """How odd each row is among the sample, 0 to 1, and from where on it counts as odd.

    Of a sample of fewer than `FEWEST` rows nothing can be said: every row is 0.
    """
    if len(sample) < FEWEST or len(rows) == 0:
        return np.zeros(len(rows)), 1.0
    from sklearn.ensemble import IsolationForest  # noqa: PLC0415 - heavy: only where it is used

    forest = IsolationForest(n_estimators=100, max_samples="auto", random_state=seed).fit(sample)
    bar = max(_ODD, float(np.quantile(-forest.score_samples(sample), _ODDEST)))
    once, back = np.unique(rows, axis=0, return_inverse=True)
    scores: Figures = -forest.score_samples(once)
    return scores[back.reshape(-1)], bar
