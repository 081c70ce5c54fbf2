"""The list of what may be blocked, in a small file; every entry ends by itself."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from storewarden.core.errors import LedgerError
from storewarden.notify.blocking.deciding import Decision

MOST: Final = 50_000
"""Entries that are in force at a time; what comes beyond is refused."""

_MAKE: Final = """
CREATE TABLE IF NOT EXISTS entry (
    number INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT UNIQUE NOT NULL, rule TEXT NOT NULL,
    since REAL NOT NULL, until REAL NOT NULL, changed REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS asker (name TEXT PRIMARY KEY, at REAL NOT NULL);
"""
_PUT: Final = """
INSERT INTO entry (address, rule, since, until, changed) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (address) DO UPDATE SET rule = excluded.rule, until = excluded.until,
    changed = excluded.changed
"""
_READ: Final = "SELECT number, address, rule, since, until FROM entry WHERE "


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the list."""

    number: int
    decision: Decision


class Book:
    """The list. All methods raise `LedgerError`; several threads may call."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._opened() as book:
            book.executescript(_MAKE)

    def put(self, decisions: Iterable[Decision], now: datetime) -> int:
        """Put addresses on the list, or keep them there for longer; returns how many fitted."""
        at, fitted = now.timestamp(), 0
        with self._opened() as book:
            (count,) = book.execute("SELECT count(*) FROM entry WHERE until > ?", (at,)).fetchone()
            for each in decisions:
                if count + fitted >= MOST:
                    break
                row = (each.address, each.rule, each.since.timestamp(), each.until.timestamp(), at)
                book.execute(_PUT, row)
                fitted += 1
        return fitted

    def active(self, now: datetime) -> Sequence[Entry]:
        """What is in force, by address."""
        with self._opened() as book:
            rows = book.execute(f"{_READ} until > ? ORDER BY address", (now.timestamp(),))
            return [_entry(row) for row in rows.fetchall()]

    def since_asked(
        self, asker: str, now: datetime, *, anew: bool
    ) -> tuple[Sequence[Entry], Sequence[Entry]]:
        """What is new and what ended since somebody asked last.

        Args:
            asker: who asks.
            now: the moment.
            anew: he forgot everything: all that is in force is new, nothing has ended.
        """
        at = now.timestamp()
        with self._opened() as book:
            last = book.execute("SELECT at FROM asker WHERE name = ?", (asker,)).fetchone()
            anew = anew or last is None
            since = 0.0 if anew else float(last[0])
            fresh = book.execute(f"{_READ} until > ? AND changed > ?", (at, since)).fetchall()
            gone = book.execute(f"{_READ} until <= ? AND until > ?", (at, since)).fetchall()
            book.execute("INSERT OR REPLACE INTO asker VALUES (?, ?)", (asker, at))
        return [_entry(row) for row in fresh], [] if anew else [_entry(row) for row in gone]

    def forget(self, now: datetime) -> None:
        """Forget what ended a week ago, and who has not asked for as long."""
        old = now.timestamp() - 7 * 86_400
        with self._opened() as book:
            book.execute("DELETE FROM entry WHERE until < ?", (old,))
            book.execute("DELETE FROM asker WHERE at < ?", (old,))

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=10)) as book, book:
                yield book
        except (OSError, sqlite3.Error) as refused:
            raise LedgerError(f"the block list {self._path} cannot be used: {refused}") from refused


def _entry(row: tuple[int, str, str, float, float]) -> Entry:
    number, address, rule, since, until = row
    return Entry(
        number,
        Decision(
            address, rule, datetime.fromtimestamp(since, UTC), datetime.fromtimestamp(until, UTC)
        ),
    )
