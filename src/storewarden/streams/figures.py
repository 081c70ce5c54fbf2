"""Counts everything that passes, so that nothing is lost in silence."""

from collections import defaultdict
from dataclasses import asdict, dataclass, field
from threading import Lock
from typing import Final

from storewarden.core.passed import Passed

_REMARKS: Final = 50
_SUMMED: Final = ("lines", "unparsed", "cut", "late", "ahead", "dropped", "again")


@dataclass(slots=True)
class Count:
    """What came from one source since the start; it only grows.

    Attributes:
        lines: lines, or records, that were taken in.
        size: their bytes.
        unparsed: lines that are not of the declared format; they are kept as they are.
        cut: lines that were too long and kept up to the limit.
        late: records more than a minute older than the newest one of the source.
        ahead: records whose time lies more than an hour in the future.
        dropped: lines or records that were refused or lost; the sender was told where it can be.
        again: lines read again after a restart, for the windows alone.
    """

    lines: int = 0
    size: int = 0
    unparsed: int = 0
    cut: int = 0
    late: int = 0
    ahead: int = 0
    dropped: int = 0
    again: int = 0


@dataclass(slots=True)
class Totals:
    """What became of it."""

    alerts: int = 0
    kept: int = 0
    waiting: int = 0
    unacknowledged: int = 0


@dataclass(slots=True)
class Figures:
    """All figures of one run; several threads may add.

    Attributes:
        doors: where something is received: ``http`` -> ``127.0.0.1:8514``.
    """

    totals: Totals = field(default_factory=Totals)
    doors: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    _remarks: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def add(self, source: str, **more: int) -> None:
        """Add to the figures of a source, by the names of `Count`."""
        with self._lock:
            count = self._counts[source]
            for name, value in more.items():
                setattr(count, name, getattr(count, name) + value)

    def sum(self, **more: int) -> None:
        """Add to the totals, by the names of `Totals`; ``waiting`` may fall again."""
        with self._lock:
            for name, value in more.items():
                setattr(self.totals, name, getattr(self.totals, name) + value)

    def remark(self, words: str) -> None:
        """Keep the last words about trouble."""
        with self._lock:
            self._remarks = [*self._remarks, words][-_REMARKS:]

    def of(self, source: str) -> Count:
        """A copy of one source's figures."""
        with self._lock:
            return Count(**asdict(self._counts[source]))

    def all(self) -> dict[str, object]:
        """Everything, as plain values for a status file."""
        with self._lock:
            counts = {source: asdict(count) for source, count in sorted(self._counts.items())}
            totals, remarks = asdict(self.totals), list(self._remarks)
        return {**totals, "doors": self.doors, "sources": counts, "remarks": remarks}

    def passed(self) -> Passed:
        """The figures of all sources together."""
        with self._lock:
            counts = [asdict(count) for count in self._counts.values()]
            totals, remarks = asdict(self.totals), tuple(self._remarks)
        whole = {name: sum(count[name] for count in counts) for name in _SUMMED}
        told = {name: totals[name] for name in ("alerts", "kept", "waiting")}
        return Passed(**whole, **told, remarks=remarks)
