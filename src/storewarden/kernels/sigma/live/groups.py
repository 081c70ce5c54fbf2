"""The events of one group of one correlation: how many, how many kinds, or in which order.

Events mostly come in order: then each costs the same, however many the window holds. One that
comes late makes the windows that it falls into be counted anew.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from storewarden.kernels.sigma.rules import Correlation, Sort

Mark = int | str
"""What is counted: the value, or the number of the rule that the event fits."""

Line = tuple[str, int]
"""Source and number of a line."""


@dataclass(slots=True)
class Group:
    """Events by time; ``told`` holds the moments that were told already."""

    times: list[int] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    told: list[int] = field(default_factory=list)
    latest: dict[Mark, int] = field(default_factory=dict)
    begun: list[int | None] = field(default_factory=list)

    def add(self, asked: Correlation, time: int, mark: Mark, line: Line) -> Iterator[int]:
        """Take an event in; yields the moments at which the answer may have changed."""
        at = self.put(time, mark, line)
        if at == len(self.times) - 1:
            self._follow(asked, time, mark)
            yield time
            return
        self.again(asked)
        last = bisect_left(self.times, time + asked.span)
        yield from dict.fromkeys(self.times[bisect_left(self.times, time) : last])

    def put(self, time: int, mark: Mark, line: Line) -> int:
        """Hold an event, and say at which place, without asking what it changes."""
        at = bisect_right(self.times, time)
        self.times.insert(at, time)
        self.marks.insert(at, mark)
        self.lines.insert(at, line)
        return at

    def count(self, asked: Correlation, moment: int) -> int:
        """Count what the window that ends at a moment holds."""
        low = bisect_right(self.times, moment - asked.span)
        high = bisect_right(self.times, moment)
        if asked.sort is Sort.EVENT_COUNT:
            return high - low
        newest = moment == self.times[-1]
        if asked.sort is Sort.TEMPORAL_ORDERED:
            begun = self.begun if newest else self._chain(asked, low, high)
            return self._ordered(asked, moment, begun)
        return self._kinds(moment - asked.span) if newest else len(set(self.marks[low:high]))

    def forget(self, before: int) -> None:
        """Drop what lies before a moment."""
        gone = bisect_left(self.times, before)
        if gone:
            del self.times[:gone], self.marks[:gone], self.lines[:gone]
            del self.told[: bisect_left(self.told, before)]

    def _follow(self, asked: Correlation, time: int, mark: Mark) -> None:
        if asked.sort is Sort.TEMPORAL_ORDERED:
            if not self.begun:
                self.begun = [None] * len(asked.rules)
            self._step(self.begun, time, mark)
        elif asked.sort is not Sort.EVENT_COUNT:
            self.latest.pop(mark, None)
            self.latest[mark] = time

    def again(self, asked: Correlation) -> None:
        """Count everything anew, after an event came late."""
        if asked.sort is Sort.EVENT_COUNT:
            return
        if asked.sort is Sort.TEMPORAL_ORDERED:
            self.begun = self._chain(asked, 0, len(self.times))
        latest = dict(zip(self.marks, self.times, strict=True))
        self.latest = dict(sorted(latest.items(), key=lambda one: one[1]))

    def _kinds(self, after: int) -> int:
        """How many marks came after a moment; what is older is dropped for good."""
        for mark, time in list(self.latest.items()):
            if time > after:
                break
            del self.latest[mark]
        return len(self.latest)

    def _chain(self, asked: Correlation, low: int, high: int) -> list[int | None]:
        begun: list[int | None] = [None] * len(asked.rules)
        for at in range(low, high):
            self._step(begun, self.times[at], self.marks[at], at)
        return begun

    def _step(
        self, begun: list[int | None], time: int, mark: Mark, upto: int | None = None
    ) -> None:
        """Begin a chain or prolong one; events of the same moment stand in any order."""
        last = len(self.times) - 1 if upto is None else upto
        first = bisect_left(self.times, time)
        here = {*self.marks[first : last + 1], mark}
        for number in range(int(mark), len(begun)):
            if number not in here:
                return
            start = time if number == 0 else begun[number - 1]
            if start is not None:
                begun[number] = max(start, begun[number] or start)

    def _ordered(self, asked: Correlation, moment: int, begun: list[int | None]) -> int:
        last = len(asked.rules) - 1
        here = self.marks[bisect_left(self.times, moment) : bisect_right(self.times, moment)]
        start = moment if last == 0 else begun[last - 1]
        complete = last in here and start is not None and start > moment - asked.span
        return len(asked.rules) if complete else 0
