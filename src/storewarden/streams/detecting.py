"""Puts patterns, windows and rules behind one face, and keeps a fault in one from the others."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

import msgspec
import pyarrow as pa

from storewarden.core.alerts import Alert
from storewarden.kernels.matching.hits import Hits, none
from storewarden.streams.evidence import Evidence

T = TypeVar("T")


class Stage(Protocol):
    """Something that looks at a batch and at the patterns that were found in it."""

    def advance(self, batch: pa.RecordBatch, hits: Hits) -> Sequence[Alert]:
        """Say what somebody should look at."""
        ...

    def snapshot(self) -> bytes:
        """All that it remembers."""
        ...

    def restore(self, remembered: bytes) -> None:
        """Remember; raises `ValueError` when that cannot be read."""
        ...


class Detecting:
    """A `storewarden.streams.ports.Detector` of several stages.

    Args:
        match: finds the patterns in a batch.
        stages: by name; the name of a snapshot's part, so it must not change.
        remark: hears of a fault, in words without anything from the events.
    """

    def __init__(
        self,
        match: Callable[[pa.RecordBatch], Hits],
        stages: Mapping[str, Stage],
        remark: Callable[[str], None],
    ) -> None:
        self._match = match
        self._stages = stages
        self._remark = remark
        self._evidence = Evidence()

    def advance(self, batch: pa.RecordBatch) -> Sequence[Alert]:
        """Look at the next events with every stage."""
        hits = self._safely("patterns", lambda: self._match(batch), none)
        self._evidence.remember(batch)
        return self._evidence.shown(
            alert
            for name, stage in self._stages.items()
            for alert in self._one(name, stage, batch, hits)
        )

    def snapshot(self) -> bytes:
        """What every stage remembers."""
        return msgspec.msgpack.encode({name: s.snapshot() for name, s in self._stages.items()})

    def restore(self, remembered: bytes) -> None:
        """Let every stage remember its part; a stage that has none begins anew."""
        try:
            parts = msgspec.msgpack.decode(remembered, type=dict[str, bytes])
        except msgspec.MsgspecError as odd:
            raise ValueError("what was remembered cannot be read") from odd
        for name, stage in self._stages.items():
            if name in parts:
                stage.restore(parts[name])

    def _one(self, name: str, stage: Stage, batch: pa.RecordBatch, hits: Hits) -> Sequence[Alert]:
        return self._safely(name, lambda: stage.advance(batch, hits), tuple)

    def _safely(self, name: str, look: Callable[[], T], otherwise: Callable[[], T]) -> T:
        try:
            return look()
        except Exception as fault:  # noqa: BLE001 - one stage's fault must not stop the watch
            self._remark(f"a fault in {name}: {type(fault).__name__}; these events were not judged")
            return otherwise()
