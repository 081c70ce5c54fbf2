"""Takes down of each event the little that baselines need: a few codes, a time, a mask."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from storewarden.kernels.baselines.feature import COLUMNS
from storewarden.kernels.windows.columns import text
from storewarden.kernels.windows.requests import Reader
from storewarden.kernels.windows.traits import traits_of

Codes = npt.NDArray[np.int64]
KEY: Final = "key"
TAKEN: Final = (*COLUMNS, KEY)
"""The columns that are taken down; ``key`` is the object of an API call or a webhook."""
_KEYED: Final = pa.array(["api_call", "webhook"])


@dataclass(frozen=True, slots=True)
class Records:
    """What was taken down of many events that have a time.

    Attributes:
        time: microseconds since 1970.
        mask: signals of the record.
        codes: by column, the place of each record's value in `values`; -1 where there is none.
        values: by column, every different text once: hostile text.
        untimed: events left out because nobody can say when they were.
    """

    time: Codes
    mask: Codes
    codes: dict[str, Codes]
    values: dict[str, Sequence[str]]
    untimed: int


class Recorder:
    """Takes down batch after batch; the order of batches does not matter.

    Some 70 bytes are kept of each event, and every different text once.
    """

    def __init__(self, platforms: Sequence[str] = ()) -> None:
        self._reader = Reader(traits_of(platforms))
        self._times: list[Codes] = []
        self._masks: list[Codes] = []
        self._codes: dict[str, list[npt.NDArray[np.int32]]] = {name: [] for name in TAKEN}
        self._known: dict[str, dict[str, int]] = {name: {} for name in TAKEN}
        self._untimed = 0

    def take(self, batch: pa.RecordBatch) -> None:
        """Take a batch of events down, live or stored."""
        timed = batch.filter(pc.is_valid(batch.column("time")))
        self._untimed += batch.num_rows - timed.num_rows
        if timed.num_rows == 0:
            return
        self._times.append(np.asarray(timed.column("time")).astype(np.int64))
        self._masks.append(self._reader.masks(timed, None))
        for name in COLUMNS:
            self._codes[name].append(self._coded(name, timed, name))
        keys = self._coded(KEY, timed, "object")
        action = text(timed, "action")
        keyed = np.asarray(pc.is_in(action.values, _KEYED)).astype(bool)
        self._codes[KEY].append(np.where(action.spread(keyed), keys, np.int32(-1)))

    def records(self) -> Records:
        """Everything taken down so far."""
        return Records(
            _joined(self._times),
            _joined(self._masks),
            {name: _joined(parts) for name, parts in self._codes.items()},
            {name: tuple(known) for name, known in self._known.items()},
            self._untimed,
        )

    def _coded(self, name: str, batch: pa.RecordBatch, column: str) -> npt.NDArray[np.int32]:
        known, found = self._known[name], text(batch, column)
        values = (value or "" for value in found.values.to_pylist())
        ours = [known.setdefault(value, len(known)) if value else -1 for value in values]
        spread: npt.NDArray[np.int32] = found.spread(np.array(ours, np.int32), -1)
        return spread


def _joined(parts: Sequence[npt.NDArray[np.int32] | Codes]) -> Codes:
    return np.concatenate(parts).astype(np.int64) if parts else np.empty(0, np.int64)
