"""Which rows of a batch show which patterns."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from storewarden.kernels.machine.compiling import compiled
from storewarden.kernels.machine.words import whole

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
    hit = np.zeros(int(values[-1]) + 1, bool)
    hit[values] = True
    rows = np.empty(len(indices), np.int32)
    rows = rows[: _showing(indices, hit, rows)]
    first = np.searchsorted(values, indices[rows], "left")
    times = np.searchsorted(values, indices[rows], "right") - first
    within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    return Hits(
        np.repeat(rows, times),
        patterns[np.repeat(first, times) + within].astype(np.int32),
    )


@compiled
def _showing(indices: Int32s, hit: npt.NDArray[np.bool_], rows: Int32s) -> int:
    """Write down the rows of which the value was hit; returns how many."""
    count = 0
    for row in range(indices.size):
        value = whole(indices[row])
        if 0 <= value < hit.size and hit[value]:
            rows[count] = row
            count += 1
    return count


def merged(parts: list[Hits]) -> Hits:
    """Put the hits of several fields together."""
    rows = np.concatenate([part.rows for part in parts])
    patterns = np.concatenate([part.patterns for part in parts])
    pairs = np.unique(rows.astype(np.int64) << 32 | patterns)
    return Hits((pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32))
