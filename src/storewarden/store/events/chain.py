"""The hash chain over segments: each entry of the manifest vouches for the one before it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from storewarden.kernels.events.ports import Break


class Kind(StrEnum):
    """What an entry tells."""

    STORED = "stored"
    MERGED = "merged"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the manifest; it is never changed and never taken out.

    Attributes:
        at: when it was written, in microseconds since 1970.
        name: the segment's file; empty when nothing came in (kind ``retired``).
        digest: SHA-256 of the file.
        first: the earliest time of an event in it; None when no event has a time.
        untimed: events without a time.
        gone: numbers of the entries whose segments this one replaces or gives up.
        because: why they were given up.
        link: digest of this entry and of the link before it.
        gone_by: the entry that replaced or gave up this one's segment; not part of the link, for
            it comes later, but it must agree with what later entries say.
    """

    number: int
    kind: Kind
    at: int
    name: str = ""
    digest: str = ""
    rows: int = 0
    size: int = 0
    first: int | None = None
    last: int | None = None
    untimed: int = 0
    gone: tuple[int, ...] = ()
    because: str = ""
    link: str = ""
    gone_by: int | None = None


def sealed(entry: Entry, before: str) -> Entry:
    """Give an entry its link; ``before`` is the link of the entry before it."""
    return replace(entry, link=_link(entry, before))


@dataclass(frozen=True, slots=True)
class Trail:
    """The entries as far as they hold together.

    Attributes:
        live: entries whose segments must be there.
        broken: the first entry that is not as written; None when all hold.
        because: what is wrong with it.
    """

    live: tuple[Entry, ...]
    broken: Break | None


def trail(entries: Iterable[Entry], count: int, link: str) -> Trail:
    """Walk entries in their order; ``count`` and ``link`` are what the manifest's head says."""
    before, read = "", 0
    said: dict[int, int] = {}
    kept: list[Entry] = []
    for entry in entries:
        if entry.number != read + 1:
            return Trail((), Break(read + 1, "", "its entry in the manifest is missing"))
        if entry.link != _link(entry, before):
            return Trail((), Break(entry.number, entry.name, "its entry was changed"))
        said.update(dict.fromkeys(entry.gone, entry.number))
        kept.append(entry)
        before, read = entry.link, entry.number
    if (read, before) != (count, link):
        return Trail((), Break(min(count, read) + 1, "", "the end of the manifest was cut off"))
    return _agreed(kept, said)


def _agreed(entries: Iterable[Entry], said: dict[int, int]) -> Trail:
    live = []
    for entry in entries:
        if entry.gone_by != said.get(entry.number):
            why = "it is marked as given up, but no entry gave it up"
            if entry.gone_by is None:
                why = "it was given up, but is not marked so"
            return Trail((), Break(entry.number, entry.name, why))
        if entry.name and entry.gone_by is None:
            live.append(entry)
    return Trail(tuple(live), None)


def _link(entry: Entry, before: str) -> str:
    parts = (
        *(entry.number, entry.kind.value, entry.at, entry.name, entry.digest, entry.rows),
        *(entry.size, entry.first, entry.last, entry.untimed, entry.gone, entry.because),
    )
    line = json.dumps((parts, before), separators=(",", ":"), default=str)
    return sha256(line.encode("ascii")).hexdigest()
