"""Which rows of a batch show which patterns."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Int32s = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Hits:
    """Pairs of a row and a pattern, sorted by both, each pair once.

    Attributes:
        rows: index into the batch.
        patterns: index into `Matcher.patterns`.
    """

    rows: Int32s
    patterns: Int32s

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self.rows)


def none() -> Hits:
    """No hit at all."""
    return Hits(np.empty(0, np.int32), np.empty(0, np.int32))


def spread(indices: Int32s, values: Int32s, patterns: Int32s) -> Hits:
    """Turn hits on distinct values into hits on rows.

    Args:
        indices: for each row the index of its value, -1 for none.
        values: indices of values that were hit, sorted.
        patterns: the pattern of each of those hits.
    """
    if not len(values):
        return none()
    hit = np.zeros(max(int(values[-1]), int(indices.max(initial=-1))) + 2, bool)  # last: none
    hit[values] = True
    rows = np.flatnonzero(hit[indices])
    first = np.searchsorted(values, indices[rows], "left")
    times = np.searchsorted(values, indices[rows], "right") - first
    within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    return Hits(
        np.repeat(rows, times).astype(np.int32),
        patterns[np.repeat(first, times) + within].astype(np.int32),
    )


def merged(parts: list[Hits]) -> Hits:
    """Put the hits of several fields together."""
    rows = np.concatenate([part.rows for part in parts])
    patterns = np.concatenate([part.patterns for part in parts])
    pairs = np.unique(rows.astype(np.int64) << 32 | patterns)
    return Hits((pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32))
