"""Keeps the store small: merges small segments, gives up old ones, unlinks what nobody reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from storewarden.kernels.events.ports import Tidied
from storewarden.store.events.chain import Entry, Kind
from storewarden.store.events.manifest import Manifest
from storewarden.store.events.places import Places
from storewarden.store.events.segments import digest_of, table_of, unpacked
from storewarden.store.events.writing import written

DAY: Final = 86_400_000_000
"""Microseconds."""

GRACE: Final = 15 * 60_000_000
"""Microseconds that a file outlives its entry, for hunts that read it; none may take longer."""

SMALL: Final = 100_000
"""Events; a smaller segment is merged with its neighbours of the same day."""

LARGE: Final = 250_000
"""Events of a merged segment at the most."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """For how many days events are kept, and how many bytes they may take."""

    days: int
    size: int | None


@dataclass(frozen=True, slots=True)
class Tidying:
    """One round of tidying up, at the moment ``now`` (microseconds since 1970)."""

    places: Places
    manifest: Manifest
    now: int

    def round(self, keeping: Keeping) -> Tidied:
        """Do all of it; only one process does at a time, the others do nothing."""
        with self.places.alone("tidy") as mine:
            if not mine:
                return Tidied()
            self.sweep()
            retired = self._retire(keeping)
            merged = sum(self._merge(group) for group in _groups(self.manifest.live()))
            return Tidied(merged, retired, self._unlink())

    def sweep(self) -> int:
        """Unlink what dead writers left behind unacknowledged; returns how many files."""
        abandoned = list(self.places.abandoned())
        named = self.manifest.names() if abandoned else frozenset()
        orphans = [name for name in abandoned if name not in named]
        for name in orphans:
            self.places.discard(name)
        return len(orphans)

    def _retire(self, keeping: Keeping) -> int:
        live = self.manifest.live()
        old = {e.number for e in live if _age(e) < self.now - keeping.days * DAY}
        gone = self._give_up(sorted(old), f"older than {keeping.days} days")
        rest = sorted((e for e in live if e.number not in old), key=_age)
        over = _over(rest, keeping.size)
        return gone + self._give_up(sorted(over), f"more than {keeping.size} bytes")

    def _give_up(self, numbers: Sequence[int], because: str) -> int:
        if not numbers:
            return 0
        entry = Entry(0, Kind.RETIRED, self.now, gone=tuple(numbers), because=because)
        return len(numbers) if self.manifest.replace(entry) else 0

    def _merge(self, group: Sequence[Entry]) -> int:
        contents = [(self.places.segments / each.name).read_bytes() for each in group]
        if any(digest_of(c) != e.digest for c, e in zip(contents, group, strict=True)):
            return 0  # `verify` names it; merging would hide it
        table = table_of([batch for content in contents for batch in unpacked(content)])
        entry = written(self.places, table, self.now, gone=[each.number for each in group])
        if self.manifest.replace(entry):
            return len(group)
        self.places.discard(entry.name)
        return 0

    def _unlink(self) -> int:
        due = self.manifest.given_up(self.now - GRACE)
        for _, name in due:
            (self.places.segments / name).unlink(missing_ok=True)
        if due:
            self.manifest.unlinked(number for number, _ in due)
        return len(due)


def _age(entry: Entry) -> int:
    """The moment that counts for an entry's age; a clock that runs ahead makes nothing younger."""
    return entry.at if entry.last is None else min(entry.last, entry.at)


def _over(oldest_first: Sequence[Entry], most: int | None) -> set[int]:
    """The oldest entries, as many as must go until the rest takes no more than ``most`` bytes."""
    size = sum(entry.size for entry in oldest_first)
    gone = set()
    for entry in oldest_first:
        if most is None or size <= most:
            break
        gone.add(entry.number)
        size -= entry.size
    return gone


def _groups(live: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """Small segments of the same day, two or more, not more than `LARGE` events together."""
    small = sorted((entry for entry in live if entry.rows < SMALL), key=_day)
    for _, same_day in groupby(small, key=_day):
        group: list[Entry] = []
        for entry in same_day:
            if sum(each.rows for each in group) + entry.rows > LARGE:
                yield group
                group = []
            group.append(entry)
        if len(group) > 1:
            yield group


def _day(entry: Entry) -> int:
    return _age(entry) // DAY
