"""Alerts on single requests that show an attack pattern, without repeating itself."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from storewarden.core.alerts import Actor, ActorKind, Alert, EvidenceLine
from storewarden.core.verdicts import Severity
from storewarden.kernels.events.picking import picked
from storewarden.kernels.matching import Confidence, Hits, Pattern

_MOST: Final = 50_000
_ANEW: Final = 24 * 3_600_000_000
_MORE: Final = 10
_LINES: Final = 20
_READ: Final = ("time", "source", "line", "address", "status")
_ANSWERED: Final = range(200, 300)
Rows = npt.NDArray[np.int32]


class _Seen(msgspec.Struct, array_like=True):
    """What one address did of one class since its first alert."""

    first: int
    told: int
    count: int
    answered: bool


@dataclass(frozen=True, slots=True)
class _Probe:
    source: str
    attack: str
    address: str


class Probes:
    """A stage: one alert for each log, class and address; another one at ten times as many.

    A pattern of low confidence raises nothing. A request that was answered with success is one
    grade graver. Of the addresses 50,000 are remembered, the latest ones.

    Args:
        patterns: those that hits point into.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._flags = np.array([pattern.flags for pattern in self._patterns], bool)
        self._seen: OrderedDict[_Probe, _Seen] = OrderedDict()

    def advance(self, batch: pa.RecordBatch, hits: Hits) -> Sequence[Alert]:
        """Look at the patterns that were found in a batch."""
        if not len(hits):
            return ()
        sure = self._flags[hits.patterns]
        return tuple(self._alerts(batch, hits.rows[sure], hits.patterns[sure]))

    def snapshot(self) -> bytes:
        """Whom it has told about."""
        told = [(p.source, p.attack, p.address, seen) for p, seen in self._seen.items()]
        return msgspec.msgpack.encode(told)

    def restore(self, remembered: bytes) -> None:
        """Go on from there; raises `ValueError`."""
        try:
            told = msgspec.msgpack.decode(remembered, type=list[tuple[str, str, str, _Seen]])
        except msgspec.MsgspecError as odd:
            raise ValueError("what was remembered of probes cannot be read") from odd
        self._seen = OrderedDict((_Probe(*names), seen) for *names, seen in told)

    def _alerts(self, batch: pa.RecordBatch, rows: Rows, patterns: Rows) -> Iterator[Alert]:
        distinct = np.unique(rows)
        if not len(distinct):
            return
        events = (
            dict(zip(_READ, values, strict=True)) for values in picked(batch, _READ, distinct)
        )
        told = dict(zip(distinct.tolist(), events, strict=True))
        found: dict[_Probe, dict[int, Pattern]] = {}
        for row, number in zip(rows.tolist(), patterns.tolist(), strict=True):
            pattern, event = self._patterns[number], told[row]
            probe = _Probe(event["source"] or "", pattern.attack, event["address"] or "")
            found.setdefault(probe, {}).setdefault(row, pattern)
        for probe, hit in found.items():
            shown = [told[row] for row in hit]
            if self._is_news(probe, shown):
                yield self._alert(probe, list(hit.values()), shown)

    def _is_news(self, probe: _Probe, events: Sequence[dict[str, int | None]]) -> bool:
        last = max((event["time"] or 0 for event in events), default=0)
        answered = any(event["status"] in _ANSWERED for event in events)
        seen = self._seen.pop(probe, None)
        if seen is None or last - seen.first > _ANEW:
            seen = _Seen(last, 0, 0, False)
        count = seen.count + len(events)
        news = seen.told == 0 or count >= seen.told * _MORE or (answered and not seen.answered)
        self._seen[probe] = _Seen(
            seen.first, count if news else seen.told, count, seen.answered or answered
        )
        if len(self._seen) > _MOST:
            self._seen.popitem(last=False)
        return news

    def _alert(
        self, probe: _Probe, patterns: Sequence[Pattern], events: Sequence[dict[str, int | None]]
    ) -> Alert:
        seen, pattern = self._seen[probe], patterns[0]
        high = any(each.confidence is Confidence.HIGH for each in patterns)
        grade = Severity.MEDIUM if high else Severity.LOW
        times = [event["time"] for event in events if event["time"] is not None]
        why = f"{seen.count} requests that show the pattern {pattern.id}"
        if seen.answered:
            grade = Severity(min(int(grade) + 1, int(Severity.CRITICAL)))
            why = f"{why}, answered with success"
        return Alert(
            rule=f"pattern_{probe.attack}",
            title=pattern.title or probe.attack,
            severity=grade,
            classes=(probe.attack,),
            actor=Actor(ActorKind.ADDRESS, probe.address),
            first=min(times, default=None),
            last=max(times, default=None),
            count=seen.count,
            source=probe.source,
            lines=tuple(EvidenceLine(int(event["line"] or 0), "") for event in events[:_LINES]),
            why=why,
            do=pattern.what_to_do,
            addresses=(probe.address,) if probe.address else (),
        )
