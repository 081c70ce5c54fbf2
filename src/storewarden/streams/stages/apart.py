"""Windows for each log of its own: every log has its own clock and its own platform."""

from collections.abc import Callable, Sequence
from typing import Final, Protocol

import msgspec
import pyarrow as pa

from storewarden.core.alerts import Alert
from storewarden.core.errors import StorewardenError
from storewarden.kernels.matching import Hits

_MOST: Final = 64


class Counts(Protocol):
    """Windows over the events of one log; see `storewarden.kernels.windows.Windows`."""

    def advance(self, batch: pa.RecordBatch, hits: Hits) -> Sequence[Alert]:
        """Take the next batch."""
        ...

    def snapshot(self) -> bytes:
        """Everything that is remembered."""
        ...


Make = Callable[[str, bytes | None], Counts]
"""Windows for a source, from what is remembered of it, if anything is."""


class Apart:
    """A stage of windows that are made when a source is first heard of.

    Of more than 64 sources the rest share one set of windows.

    Args:
        make: makes the windows of a source; raises `StorewardenError` on a bad memory.
    """

    def __init__(self, make: Make) -> None:
        self._make = make
        self._of: dict[str, Counts] = {}

    def advance(self, batch: pa.RecordBatch, hits: Hits) -> Sequence[Alert]:
        """Take the next batch of one source."""
        if not batch.num_rows:
            return ()
        name = batch.column("source")[0].as_py() or ""
        if name not in self._of and len(self._of) >= _MOST:
            name = ""
        if name not in self._of:
            self._of[name] = self._make(name, None)
        return self._of[name].advance(batch, hits)

    def snapshot(self) -> bytes:
        """What the windows of every source remember."""
        return msgspec.msgpack.encode({name: each.snapshot() for name, each in self._of.items()})

    def restore(self, remembered: bytes) -> None:
        """Go on from there; raises `ValueError`."""
        try:
            parts = msgspec.msgpack.decode(remembered, type=dict[str, bytes])
            self._of = {name: self._make(name, part) for name, part in parts.items()}
        except (msgspec.MsgspecError, StorewardenError) as odd:
            raise ValueError(f"what was remembered cannot be gone on from: {odd}") from odd
