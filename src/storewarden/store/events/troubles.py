"""What disk and manifest complain about, told in the store's words and without a password."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, EFBIG, ENOSPC
from typing import Final

import psycopg
import pyarrow as pa

from storewarden.core.errors import EventStoreError

PATIENCE: Final = 30
"""Seconds that a writer waits for another one."""

_FULL: Final = "the disk is full; what was acknowledged before is kept, this batch is not"
_BUSY: Final = f"another program has been writing to it for more than {PATIENCE} s"
_PLAIN: Final = {
    "is full": _FULL,
    "disk i/o error": "the disk refused to read or write; what was acknowledged before is kept",
    "not a database": "the manifest is no SQLite database; it was left as it is",
    "readonly database": "it can be read but not written: look at the rights of file and folder",
    "unable to open": "the manifest cannot be opened: look at the rights of file and folder",
    "database is locked": _BUSY,
    "lock timeout": _BUSY,
    "malformed": "the manifest is damaged; take the last copy back",
}


@contextmanager
def told(place: object) -> Iterator[None]:
    """Raise what goes wrong inside as `EventStoreError`."""
    try:
        yield
    except OSError as trouble:
        raise EventStoreError(f"the event store ({place}): {_of_disk(trouble)}") from trouble
    except (sqlite3.Error, psycopg.Error) as trouble:
        # The words of a database server may hold its address: they are not passed on.
        raise EventStoreError(f"the event store ({place}): {_of_manifest(trouble)}") from None
    except pa.ArrowException as trouble:
        line = (str(trouble).splitlines() or [""])[0]
        raise EventStoreError(f"the event store ({place}): a segment is unreadable: {line}") from (
            trouble
        )


def _of_disk(trouble: OSError) -> str:
    if trouble.errno in {ENOSPC, EDQUOT, EFBIG}:
        return _FULL
    return f"{trouble.strerror or trouble}: {trouble.filename or 'its folder'}"


def _of_manifest(trouble: Exception) -> str:
    said = str(trouble).lower()
    plain = next((words for sign, words in _PLAIN.items() if sign in said), None)
    if plain is not None:
        return plain
    if isinstance(trouble, psycopg.Error):
        return f"the manifest's server cannot be used: {type(trouble).__name__}"
    return f"the manifest cannot be used: {(said.splitlines() or [''])[0]}"
