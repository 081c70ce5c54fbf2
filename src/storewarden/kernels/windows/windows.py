"""The object that batches are handed to: it remembers, counts, and tells who behaves badly."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from storewarden.core.alerts import Alert
from storewarden.kernels.windows import held, snapshot
from storewarden.kernels.windows.alerting import alerts
from storewarden.kernels.windows.behaviour import Behaviour, By
from storewarden.kernels.windows.clock import NEVER, Clock
from storewarden.kernels.windows.columns import Column, numbers, text
from storewarden.kernels.windows.digests import words
from storewarden.kernels.windows.items import items
from storewarden.kernels.windows.keys import EVERYONE, Blocks, Keys, block_of
from storewarden.kernels.windows.machine import run, sweep
from storewarden.kernels.windows.memory import Array, Rows, memory, telling
from storewarden.kernels.windows.recovery import recovered
from storewarden.kernels.windows.requests import Found, Read, Reader, crawling, spare
from storewarden.kernels.windows.rules import laid_out, often
from storewarden.kernels.windows.settings import Remarks, Settings
from storewarden.kernels.windows.traits import traits_of
from storewarden.kernels.windows.values import Masks

_END: Final = 1 << 62
_TIMELESS: Final = -(1 << 63)
_REFUSED: Final = 2
_PATIENCE: Final = 1_000_000
_TIDY: Final = 3_600_000_000
"""Microseconds of the log's time after which what expired is forgotten in any case."""
_SPARE: Final = 10
_MOST_HELD: Final = 600_000
"""Rows that wait for older ones at the most; beyond that the older half waits no longer."""
Picked = npt.NDArray[np.bool_]


class Windows:
    """Exact sliding counts over the batches of one log (or of several that run side by side).

    The alerts are the same however the lines are cut into batches, and in whatever order they
    come, as long as none comes later than the tolerance. Not for several threads at once.

    Args:
        behaviours: what to look for.
        settings: see `Settings`.

    Raises:
        BehaviourError: too many counts.
    """

    def __init__(self, behaviours: Sequence[Behaviour], settings: Settings | None = None) -> None:
        self._settings = settings or Settings()
        self._layout = laid_out(behaviours)
        self._words = words(self._settings.secret)
        traits = traits_of(self._settings.platforms)
        self._reader = Reader(traits, self._settings.patterns, self._words)
        self._crawlers = Blocks(self._settings.crawlers)
        self._wanted = {tally.distinct for tally in self._layout.tallies}
        self._by = {tally.by for tally in self._layout.tallies} | {By.ADDRESS}
        self._of_blocks = sum(
            {
                tally.counts.bit
                for tally, raised in zip(self._layout.tallies, self._layout.raised, strict=True)
                if tally.by is By.BLOCK or (raised and raised[1].vouched)
            }
        )
        self._told = telling()
        self._clock = Clock(int(self._settings.tolerance * 1_000_000))
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._keys = Keys(self._settings.keys)
        self._memory = memory(
            self._settings.keys,
            self._settings.entries,
            len(self._layout.tallies),
            len(self._layout.rules.near),
            often(self._layout),
        )
        self._held = held.none()
        self._sources: list[str] = []
        self._swept = NEVER

    def advance(self, batch: pa.RecordBatch, hits: Found | None = None) -> Sequence[Alert]:
        """Take the next batch of events; return the alerts that are certain by now.

        Args:
            batch: events, live or stored; it may be empty.
            hits: what `kernels.matching` found in this batch.
        """
        if not batch.num_rows:
            return ()
        if self._clock.was_set_back:
            return (*self._start_over(), *self.advance(batch, hits))
        batch = recovered(batch)
        times = self._clock.dated(numbers(batch, "time", _TIMELESS), _TIMELESS)
        ready = self._clock.hear(times)
        rows = self._rows(batch, self._clock.caught_up(times), hits)
        self._held = held.ordered(held.joined(self._held, rows), self._rank())
        if len(self._held.time) > _MOST_HELD:
            ready = max(ready, int(self._held.time[len(self._held.time) // 2]))
        return self._release(ready)

    def flush(self) -> Sequence[Alert]:
        """Count what still waits for older lines: at the end of a file, or before a pause."""
        return self._release(_END)

    def remarks(self) -> Remarks:
        """What could not be counted as it should have been."""
        clock = self._clock
        refused = int(self._memory.meta[_REFUSED])
        return Remarks(
            clock.late, clock.undated, clock.set_back, self._keys.refused, refused, len(self._keys)
        )

    def snapshot(self) -> bytes:
        """Everything that is remembered, as bytes with a version and a checksum."""
        return snapshot.packed(
            self._layout.mark, self._words, self._clock, self._keys, self._memory,
            self._held, self._sources,
        )  # fmt: skip

    @classmethod
    def restore(
        cls, raw: bytes, behaviours: Sequence[Behaviour], settings: Settings | None = None
    ) -> "Windows":
        """Go on from a snapshot, made with the same behaviours and secret.

        Raises:
            SnapshotError: it is damaged, of another version, or made with others.
        """
        windows = cls(behaviours, settings)
        windows._clock, windows._held, windows._sources = snapshot.unpacked(
            raw, windows._layout.mark, windows._words, windows._keys, windows._memory
        )
        return windows

    def _start_over(self) -> Sequence[Alert]:
        """Count what is left, and begin anew: the log goes on in the past."""
        last, refused = self.flush(), self._keys.refused
        self._begin_anew()
        self._keys.refused = refused
        self._clock.begin_anew()
        return last

    def _release(self, before: int) -> Sequence[Alert]:
        rows, self._held = held.split(self._held, before)
        if before < _END:
            self._clock.done = max(self._clock.done, before)
        elif len(rows.time):
            self._clock.done = max(self._clock.done, int(rows.time[-1]))
        found: list[Alert] = []
        place = 0
        while place < len(rows.time):
            place, count = run(rows, self._layout.rules, self._memory, self._told, place)
            told = (self._told, count, rows, self._layout)
            found += alerts(*told, self._keys.names, self._sources)
        return found

    def _rows(
        self, batch: pa.RecordBatch, times: npt.NDArray[np.int64], hits: Found | None
    ) -> Rows:
        read, address = self._reader.read(batch), text(batch, "address")
        masks = self._reader.masks(batch, hits, read)
        self._spare_crawlers(read, masks, address)
        pick = masks != 0
        seen = int(times.max())
        self._make_room(address)
        blocks = masks & self._of_blocks != 0
        addresses = self._numbers(address, By.ADDRESS, pick, seen)
        self._find_blocks(np.unique(addresses[blocks]), seen)
        account, thing = text(batch, "account"), text(batch, "object")
        keys = np.zeros((int(np.count_nonzero(pick)), len(By)), np.int32)
        keys[:, By.ADDRESS] = addresses[pick]
        keys[:, By.BLOCK] = self._memory.block[keys[:, By.ADDRESS]]
        keys[:, By.ALL] = EVERYONE
        keys[:, By.ACCOUNT] = self._numbers(account, By.ACCOUNT, pick, seen)[pick]
        keys[:, By.OBJECT] = self._numbers(thing, By.OBJECT, pick, seen)[pick]
        keys[:, By.SESSION] = self._numbers(text(batch, "session"), By.SESSION, pick, seen)[pick]
        different = items(batch, read, keys, pick, (self._wanted, self._words))
        lines, sources = numbers(batch, "line", 0), self._source(text(batch, "source"))
        return Rows(times[pick], lines[pick], sources[pick], masks[pick], keys, different)

    def _spare_crawlers(self, read: Read, masks: Masks, address: Column) -> None:
        claimed = crawling(read)
        if claimed is None:
            return
        real = np.zeros(len(address.values), bool)
        codes = address.among(claimed)
        names = address.values.take(pa.array(codes)).to_pylist()
        real[codes] = [self._crawlers.hold(name or "") for name in names]
        spare(masks, claimed & address.spread(real))

    def _numbers(self, column: Column, by: By, pick: Picked, seen: int) -> npt.NDArray[np.int32]:
        if column.empty or by not in self._by:
            return np.zeros(len(pick), np.int32)
        of_value = np.zeros(len(column.values), np.int32)
        codes = column.among(pick)
        places = pa.Array.from_buffers(pa.int64(), len(codes), [None, pa.py_buffer(codes)])
        names = column.values.take(places).to_pylist()
        if column.values.null_count:
            names = [name or "" for name in names]
        of_value[codes] = self._keys.of(by, names, seen)
        spread: npt.NDArray[np.int32] = column.spread(of_value)
        if not of_value.all():
            self._keys.refused += int(np.count_nonzero((spread == 0) & pick & (column.codes >= 0)))
        return spread

    def _find_blocks(self, addresses: npt.NDArray[np.int32], seen: int) -> None:
        """Know the blocks of addresses that log in, and keep a block as long as its addresses."""
        if not self._by & {By.BLOCK}:
            return
        new = [key for key in addresses.tolist() if key and not self._memory.block[key]]
        names = [block_of(self._keys.names[key]) for key in new]
        known = [(key, name) for key, name in zip(new, names, strict=True) if name]
        blocks = self._keys.of(By.BLOCK, [name for _, name in known], seen)
        for (key, _), block in zip(known, blocks.tolist(), strict=True):
            self._memory.block[key] = block
            self._memory.pins[block] += block > 0
        old = self._memory.block[addresses]
        old = old[old > 0]
        self._keys.last[old] = np.maximum(self._keys.last[old], seen)

    def _make_room(self, address: Column) -> None:
        """Forget keys that nothing is counted for: now and then, and when room is scarce."""
        now = self._clock.done
        if now < self._swept + _TIDY and not self._is_scarce(address, now):
            return
        self._swept = now
        gone = np.zeros(self._settings.keys + 1, np.int32)
        found = sweep(self._layout.rules, self._memory, self._keys.times, now, gone)
        keys = gone[:found]
        np.subtract.at(self._memory.pins, self._memory.block[keys], 1)
        self._memory.pins[0] = 0
        self._memory.block[keys] = 0
        self._keys.drop(keys.tolist())

    def _is_scarce(self, address: Column, now: int) -> bool:
        if self._keys.room >= 2 * len(address.values) or now < self._swept + _PATIENCE:
            return False
        names = (name or "" for name in address.values.to_pylist())
        return self._keys.room <= 2 * self._keys.unknown(By.ADDRESS, names) + _SPARE

    def _source(self, column: Column) -> Array:
        names = [name or "" for name in column.values.to_pylist()]
        self._sources += [name for name in dict.fromkeys(names) if name not in self._sources]
        if not self._sources:
            self._sources.append("")
        return column.spread(np.array([self._sources.index(name) for name in names], np.int32))

    def _rank(self) -> Array:
        order = sorted(range(len(self._sources)), key=self._sources.__getitem__)
        return np.argsort(np.array(order, np.int64))
