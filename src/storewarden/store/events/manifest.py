"""The manifest: which segments count, what was delivered, and where each reader stands."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from storewarden.core.errors import EventStoreError
from storewarden.store.events.chain import Entry, Kind, Trail, sealed, trail
from storewarden.store.events.connecting import Link, Row, links

_VERSION: Final = "1"
_TABLES: Final = (
    (
        "CREATE TABLE IF NOT EXISTS event_entry (number BIGINT PRIMARY KEY, kind TEXT NOT NULL,"
        " at BIGINT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, rows BIGINT NOT NULL,"
        " size BIGINT NOT NULL, first BIGINT, last BIGINT, untimed BIGINT NOT NULL,"
        " gone TEXT NOT NULL, because TEXT NOT NULL, link TEXT NOT NULL, gone_by BIGINT,"
        " unlinked BIGINT NOT NULL DEFAULT 0)"
    ),
    "CREATE INDEX IF NOT EXISTS event_entry_live ON event_entry (number) WHERE gone_by IS NULL",
    "CREATE TABLE IF NOT EXISTS event_delivery (id TEXT PRIMARY KEY, entry BIGINT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS event_delivery_entry ON event_delivery (entry)",
    "CREATE TABLE IF NOT EXISTS event_position (name TEXT PRIMARY KEY, place TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS event_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
)
_COLUMNS: Final = (
    "number, kind, at, name, digest, rows, size, first, last, untimed, gone, because, link, gone_by"
)
_ALL: Final = f"SELECT {_COLUMNS} FROM event_entry"  # noqa: S608 - our own words
_LIVE: Final = "WHERE name <> '' AND gone_by IS NULL"


class Manifest:
    """The list of segments, in a SQLite file or on a PostgreSQL server."""

    def __init__(self, target: Path | str) -> None:
        self._links = links(target)
        try:
            self._begin()
        except BaseException:
            self.close()
            raise

    def _begin(self) -> None:
        with self._links.writing() as link:
            for table in _TABLES:
                link.run(table)
            if _agree(link, "version", _VERSION) != _VERSION:
                raise EventStoreError(
                    "a newer Storewarden wrote the event store; it was left alone"
                )

    def close(self) -> None:
        """Let go of the database."""
        self._links.close()

    def agree(self, name: str, value: str) -> str:
        """Keep a setting for good when it is new; returns the one that counts."""
        with self._links.writing() as link:
            return _agree(link, name, value)

    def known(self, ids: Iterable[str]) -> frozenset[str]:
        """Those of the deliveries that were kept before."""
        with self._links.reading() as link:
            return _known(link, ids)

    def store(
        self, entry: Entry | None, ids: Sequence[str], positions: Mapping[str, str]
    ) -> frozenset[str]:
        """Keep one new segment with its deliveries and positions, all or nothing.

        Returns the deliveries that were known already: then nothing was kept.
        """
        with self._links.writing() as link:
            known = _known(link, ids)
            if known:
                return known
            number = _add(link, entry) if entry else 0
            link.many("INSERT INTO event_delivery VALUES (?, ?)", [(id_, number) for id_ in ids])
            link.many(
                "INSERT INTO event_position VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET place = excluded.place",
                positions.items(),
            )
        return frozenset()

    def replace(self, entry: Entry) -> bool:
        """Add an entry that replaces or gives up others; False when one of them is gone already.

        A segment that takes their place takes over their deliveries; else these are forgotten.
        """
        with self._links.writing() as link:
            for number in entry.gone:
                if not link.run(f"{_ALL} {_LIVE} AND number = ?", number):
                    return False
            number = _add(link, entry)
            gone = [(number, old) for old in entry.gone]
            link.many("UPDATE event_entry SET gone_by=? WHERE number=?", gone)
            if entry.kind is Kind.MERGED:
                link.many("UPDATE event_delivery SET entry=? WHERE entry=?", gone)
            else:
                link.many("DELETE FROM event_delivery WHERE entry=?", [(old,) for _, old in gone])
        return True

    def live(self) -> Sequence[Entry]:
        """The entries whose segments count, in their order."""
        with self._links.reading() as link:
            rows = link.run(f"{_ALL} {_LIVE} ORDER BY number")
        return [_entry(row) for row in rows]

    def positions(self, beginning: str) -> Mapping[str, str]:
        """The positions whose names begin so."""
        with self._links.reading() as link:
            rows = link.run(
                "SELECT name, place FROM event_position WHERE substr(name, 1, ?) = ?",
                *(len(beginning), beginning),
            )
        return {str(name): str(place) for name, place in rows}

    def names(self) -> frozenset[str]:
        """Every segment that the manifest ever named and that was not unlinked yet."""
        with self._links.reading() as link:
            rows = link.run("SELECT name FROM event_entry WHERE name <> '' AND unlinked = 0")
        return frozenset(str(name) for (name,) in rows)

    def given_up(self, before: int) -> Sequence[tuple[int, str]]:
        """(number, name) of segments that were given up before a moment and are not unlinked."""
        with self._links.reading() as link:
            rows = link.run(
                "SELECT old.number, old.name FROM event_entry old JOIN event_entry new"
                " ON new.number = old.gone_by WHERE old.unlinked = 0 AND new.at < ?",
                before,
            )
        return [(int(number), str(name)) for number, name in rows]

    def unlinked(self, numbers: Iterable[int]) -> None:
        """Note that files are no longer there."""
        with self._links.writing() as link:
            link.many(
                "UPDATE event_entry SET unlinked = 1 WHERE number = ?", [(n,) for n in numbers]
            )

    def trail(self) -> tuple[int, Trail]:
        """Walk all entries as they stand at one moment: (how many, as far as they hold)."""
        with self._links.reading() as link:
            rows = link.run(f"{_ALL} ORDER BY number")
            count, last = _head(link)
        return len(rows), trail((_entry(row) for row in rows), count, last)


def _head(link: Link) -> tuple[int, str]:
    rows = link.run("SELECT value FROM event_setting WHERE name = 'head'")
    number, _, last = str(rows[0][0]).partition(" ") if rows else ("0", "", "")
    return int(number), last


def _add(link: Link, entry: Entry) -> int:
    count, before = _head(link)
    new = sealed(replace(entry, number=count + 1), before)
    link.run(
        f"INSERT INTO event_entry ({_COLUMNS}) VALUES (?{', ?' * 13})",  # noqa: S608 - our own words
        *(new.number, new.kind.value, new.at, new.name, new.digest, new.rows, new.size),
        *(new.first, new.last, new.untimed, json.dumps(new.gone), new.because, new.link, None),
    )
    link.run(
        "INSERT INTO event_setting VALUES ('head', ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        f"{new.number} {new.link}",
    )
    return new.number


def _agree(link: Link, name: str, value: str) -> str:
    link.run("INSERT INTO event_setting VALUES (?, ?) ON CONFLICT (name) DO NOTHING", name, value)
    return str(link.run("SELECT value FROM event_setting WHERE name = ?", name)[0][0])


def _known(link: Link, ids: Iterable[str]) -> frozenset[str]:
    return frozenset(
        id_ for id_ in ids if link.run("SELECT 1 FROM event_delivery WHERE id = ?", id_)
    )


def _entry(row: Row) -> Entry:
    """Read a row; what cannot be read makes an entry whose link does not fit."""
    number, kind, at, name, digest, *more = row
    rows, size, first, last, untimed, gone, because, link, gone_by = more
    try:
        kind, numbers = Kind(kind), tuple(json.loads(gone))
    except (ValueError, TypeError):
        kind, numbers = Kind.STORED, (-1,)
    figures = (rows, size, first, last, untimed, numbers, because, link, gone_by)
    return Entry(number, kind, at, name, digest, *figures)
