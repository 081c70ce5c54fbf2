"""The outbox: letters in a small file that survives a kill, and who looked at which list."""

import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from storewarden.core.errors import LedgerError
from storewarden.core.notices import Letter, Looked, Notice, Stage

HELD: Final = timedelta(minutes=2)
"""How long a sender may hold a letter; if he is killed, another takes it after that."""

_MAKE: Final = """
CREATE TABLE IF NOT EXISTS notice (
    id TEXT PRIMARY KEY, finding TEXT NOT NULL, person TEXT NOT NULL, address TEXT NOT NULL,
    rung INTEGER NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, stage TEXT NOT NULL,
    made REAL NOT NULL, tries INTEGER NOT NULL DEFAULT 0, next_try REAL, trouble TEXT NOT NULL
    DEFAULT '', sent REAL, held REAL NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS look (feed TEXT PRIMARY KEY, person TEXT NOT NULL, at REAL NOT NULL);
"""
_COLUMNS: Final = (
    "id, finding, person, address, rung, subject, body, stage, made, tries, next_try, trouble, sent"
)
_PUT: Final = """
INSERT OR IGNORE INTO notice
    (id, finding, person, address, rung, subject, body, stage, made, next_try)
VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?)
"""
_HOLD: Final = f"""
UPDATE notice SET held = ? WHERE id = (
    SELECT id FROM notice WHERE stage = 'waiting' AND next_try <= ? AND held <= ?
    ORDER BY next_try, made, id LIMIT 1
) RETURNING {_COLUMNS}
"""  # noqa: S608 - names of our own


@dataclass(frozen=True, slots=True)
class Outbox:
    """The file. Every method raises `LedgerError`; several programs may use it at once."""

    path: Path

    def put(self, letters: Iterable[Letter], now: datetime) -> int:
        """Put letters in that are not in it yet; returns how many are new."""
        at, new = now.timestamp(), 0
        with self._opened() as box:
            for each in letters:
                row = (each.id, each.finding, each.person, each.address, each.rung)
                new += box.execute(_PUT, (*row, each.subject, each.body, at, at)).rowcount
        return new

    def hold(self, now: datetime) -> Notice | None:
        """Take the next letter that is due, for `HELD`; None when there is none."""
        at = now.timestamp()
        with self._opened() as box:
            rows = box.execute(_HOLD, ((now + HELD).timestamp(), at, at)).fetchall()
        return _notice(rows[0]) if rows else None

    def done(self, letter: str, now: datetime) -> None:
        """Say that the mail server took it; its text is no longer kept."""
        with self._opened() as box:
            box.execute(
                "UPDATE notice SET stage = 'sent', sent = ?, tries = tries + 1, trouble = '',"
                " body = '', next_try = NULL, held = 0 WHERE id = ?",
                (now.timestamp(), letter),
            )

    def put_off(self, letter: str, trouble: str, again: datetime | None) -> None:
        """Say that it did not go; it is tried again at that moment, or given up for good."""
        stage = Stage.FAILED if again is None else Stage.WAITING
        with self._opened() as box:
            box.execute(
                "UPDATE notice SET stage = ?, tries = tries + 1, trouble = ?, next_try = ?,"
                " held = 0 WHERE id = ?",
                (stage, trouble, again.timestamp() if again else None, letter),
            )

    def hurry(self, now: datetime) -> None:
        """Try everything that waits or failed again, from now on."""
        with self._opened() as box:
            box.execute(
                "UPDATE notice SET stage = 'waiting', tries = 0, next_try = ?"
                " WHERE stage <> 'sent' AND address <> ''",
                (now.timestamp(),),
            )

    def keep_only(self, due: Collection[str]) -> None:
        """Take out what waits or failed and is not due any more: it was read meanwhile."""
        with self._opened() as box:
            rows = box.execute("SELECT id FROM notice WHERE stage <> 'sent'").fetchall()
            gone = [row for row in rows if row[0] not in due]
            box.executemany("DELETE FROM notice WHERE stage <> 'sent' AND id = ?", gone)

    def notices(self) -> Sequence[Notice]:
        """See `core.notices.Postbox.notices`."""
        with self._opened() as box:
            rows = box.execute(f"SELECT {_COLUMNS} FROM notice ORDER BY made DESC, id")  # noqa: S608 - names of our own
            return tuple(_notice(row) for row in rows.fetchall())

    def follow(self, feeds: Iterable[str], now: datetime) -> None:
        """Note from when on lists are followed, those that are new."""
        with self._opened() as box:
            box.executemany(
                "INSERT OR IGNORE INTO look (feed, person, at) VALUES (?, '', ?)",
                [(feed, now.timestamp()) for feed in feeds],
            )

    def look(self, feed: str, person: str, now: datetime) -> None:
        """Note that a person looked at a list."""
        with self._opened() as box:
            box.execute(
                "INSERT INTO look (feed, person, at) VALUES (?, ?, ?) ON CONFLICT (feed)"
                " DO UPDATE SET person = excluded.person, at = excluded.at",
                (feed, person, now.timestamp()),
            )

    def looks(self) -> Sequence[Looked]:
        """See `core.notices.Postbox.looks`."""
        with self._opened() as box:
            rows = box.execute("SELECT feed, person, at FROM look ORDER BY feed").fetchall()
        return tuple(Looked(feed, person, _moment(at)) for feed, person, at in rows)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            _make_file(self.path)
            with closing(sqlite3.connect(self.path, timeout=30)) as box:
                box.execute("PRAGMA journal_mode=WAL")
                box.execute("PRAGMA synchronous=FULL")
                box.executescript(_MAKE)
                with box:
                    yield box
        except (sqlite3.Error, OSError) as odd:
            raise LedgerError(
                f"the outbox {self.path} cannot be used: {odd}; notices wait until it can"
            ) from odd


def _notice(row: Sequence[Any]) -> Notice:  # SQLite's own mixture, as the table says
    name, finding, person, address, rung, subject, body, stage, made, *more = row
    tries, next_try, trouble, sent = more
    return Notice(
        letter=Letter(name, finding, person, address, rung, subject, body),
        stage=Stage(stage),
        made=_moment(made),
        tries=tries,
        next_try=None if next_try is None else _moment(next_try),
        trouble=trouble,
        sent=None if sent is None else _moment(sent),
    )


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def _make_file(path: Path) -> None:
    """Make an empty file that only its owner can read, unless there is one."""
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
