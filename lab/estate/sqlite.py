"""How both sites use SQLite: several workers may write; a build need not survive a power cut."""

import os
import sqlite3
from pathlib import Path

SERVING = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"
BUILDING = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA cache_size=-64000;"


def database(path: Path) -> dict[str, object]:
    """Give Django's settings for one SQLite file."""
    building = os.environ.get("LAB_BUILDING") == "1"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": BUILDING if building else SERVING,
        },
    }


def forget(path: Path) -> None:
    """Remove a database with its side files."""
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def settle(path: Path) -> None:
    """Turn a freshly built database to write-ahead logging; the file remembers it."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
