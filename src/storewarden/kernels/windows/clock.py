"""How far the time of a log has come, when lines are out of order and clocks jump."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

Times = npt.NDArray[np.int64]

NEVER: Final = -(1 << 62)
_WITNESSES: Final = 3
"""One or two lines from the future do not move the clock."""
_FAR: Final = 300 * 1_000_000
_STREAK: Final = 1_000
"""So many lines in a row that are five minutes late mean that the clock was set back."""


@dataclass(slots=True)
class Clock:
    """The time up to which everything has come, and what came later than that.

    Attributes:
        tolerance: microseconds that a line may come late.
        done: everything before this time was counted.
        late: lines that came later than tolerated; they count as if they came just now.
        undated: lines whose time could not be read; they count at the time of the line before.
        set_back: how often the clock was set back, and windows began anew.
    """

    tolerance: int
    done: int = NEVER
    late: int = 0
    undated: int = 0
    set_back: int = 0
    newest: Times = field(default_factory=lambda: np.full(_WITNESSES, NEVER, np.int64))
    before: int = 0
    streak: int = 0

    def dated(self, times: Times, none: int) -> Times:
        """Give lines without a time the time of the line before."""
        known = times != none
        self.undated += int(len(times) - np.count_nonzero(known))
        if not known.all():
            last = np.maximum.accumulate(np.where(known, np.arange(len(times)), -1))
            times = np.where(last < 0, self.before, times[np.maximum(last, 0)])
        self.before = int(times[-1])
        return times

    def hear(self, times: Times) -> int:
        """Hear of lines; return the time before which everything should have come by now."""
        heard = np.concatenate([self.newest, times])
        if len(heard) > _WITNESSES:
            heard = np.partition(heard, len(heard) - _WITNESSES)[-_WITNESSES:]
        self.newest = np.sort(heard)
        if self.newest[0] == NEVER:
            return self.done
        return max(self.done, int(self.newest[0]) - self.tolerance)

    def caught_up(self, times: Times) -> Times:
        """Move lines that came too late to the time that is counted now."""
        late = times < self.done
        if not late.any():
            self.streak = 0
            return times
        self.late += int(np.count_nonzero(late))
        near = np.flatnonzero(times >= self.done - _FAR)
        self.streak = len(times) - 1 - int(near[-1]) if len(near) else self.streak + len(times)
        return np.maximum(times, self.done)

    @property
    def was_set_back(self) -> bool:
        """Whether the log goes on in the past."""
        return self.streak >= _STREAK

    def begin_anew(self) -> None:
        """Forget how far the time had come."""
        self.set_back += 1
        self.streak, self.done = 0, NEVER
        self.newest = np.full(_WITNESSES, NEVER, np.int64)
