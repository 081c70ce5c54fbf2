"""What a run remembers for the next one: a checkpoint, in a small file of its own."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from secrets import token_bytes
from typing import Final

import msgspec

from storewarden.core.errors import EventStoreError
from storewarden.core.river import Place
from storewarden.streams.ports import Checkpoint

_FORM: Final = 1
_MAKE: Final = (
    "CREATE TABLE IF NOT EXISTS checkpoint"
    " (form INTEGER PRIMARY KEY, places BLOB NOT NULL, detector BLOB NOT NULL)"
)
_PUT: Final = "INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?)"
_MAKE_OWN: Final = "CREATE TABLE IF NOT EXISTS secret (one INTEGER PRIMARY KEY, value BLOB)"
_PUT_OWN: Final = "INSERT OR IGNORE INTO secret VALUES (1, ?)"
_TAKE_OWN: Final = "SELECT value FROM secret"
_TAKE: Final = "SELECT places, detector FROM checkpoint WHERE form = ?"


class Memory:
    """The file of checkpoints; losing it costs the windows their memory, no event.

    A file that is damaged is set aside as ``....broken``. All methods raise `EventStoreError`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        if path.exists() and not _is_sound(path):
            with suppress(OSError):
                path.replace(path.with_name(f"{path.name}.broken"))

    def put(self, checkpoint: Checkpoint) -> None:
        """Remember, in place of what was remembered before."""
        places = msgspec.json.encode(dict(checkpoint.places))
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=30)) as opened, opened:
                opened.execute(_MAKE)
                opened.execute(_PUT, (_FORM, places, checkpoint.detector))
        except (OSError, sqlite3.Error) as refused:
            raise EventStoreError(f"{self._path} cannot be written: {refused}") from refused

    def secret(self) -> bytes:
        """A random secret that is made once; digests that are remembered are keyed with it."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=30)) as opened, opened:
                opened.execute(_MAKE_OWN)
                opened.execute(_PUT_OWN, (token_bytes(32),))
                return bytes(opened.execute(_TAKE_OWN).fetchone()[0])
        except (OSError, sqlite3.Error) as refused:
            raise EventStoreError(f"{self._path} cannot be used: {refused}") from refused

    def take(self) -> Checkpoint | None:
        """The last checkpoint; None when there is none, or none that can be read."""
        if not self._path.exists():
            return None
        try:
            with closing(sqlite3.connect(self._path, timeout=30)) as opened:
                opened.execute(_MAKE)
                row = opened.execute(_TAKE, (_FORM,)).fetchone()
            return None if row is None else Checkpoint(_places(row[0]), row[1])
        except (msgspec.MsgspecError, sqlite3.DatabaseError):
            return None


def _is_sound(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path, timeout=30)) as opened:
            return bool(opened.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.OperationalError:
        return True  # somebody else uses it, or it may not be read: that is told when it matters
    except sqlite3.DatabaseError:
        return False


def _places(kept: bytes) -> dict[str, Place]:
    return msgspec.json.decode(kept, type=dict[str, Place])


def written(place: Place) -> str:
    """A place as text, for the event store's positions."""
    return msgspec.json.encode(place).decode()


def read(text: str) -> Place | None:
    """The place that a text tells; None when it tells none."""
    try:
        return msgspec.json.decode(text, type=Place)
    except msgspec.MsgspecError:
        return None
