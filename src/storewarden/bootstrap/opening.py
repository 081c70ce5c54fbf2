"""Opens what an estate names: its file, its ledger, its events, its databases, its secrets."""

import os
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from storewarden.bootstrap.clock import now
from storewarden.bootstrap.walking import names_in
from storewarden.core.connectors import Driver
from storewarden.core.errors import SecretMissing, Unreachable
from storewarden.core.estate import Database, Estate
from storewarden.core.ports import Ledger, Tables
from storewarden.core.secret_ref import SecretRef

if TYPE_CHECKING:
    from storewarden.kernels.events.ports import EventStore


LEDGER_URL: Final = "STOREWARDEN_DATABASE_URL"
"""Environment variable with the ledger's database URL; it counts before the estate file."""


OWN_FOLDER: Final = ".storewarden"
"""Folder beside the estate file where Storewarden keeps what is its own."""


def load_estate(path: Path | None = None) -> Estate:
    """Read the estate file at ``path``, or the nearest one; raises `EstateError`."""
    from storewarden.engine import estate_file

    found = estate_file.find(Path.cwd()) if path is None else path
    return estate_file.load(found, names_in("storewarden.connectors.feeds", "format"))


def ledger_place(estate: Estate) -> str | Path:
    """Where the ledger lies: a path or a database URL; raises `SecretMissing`."""
    place = os.environ.get(LEDGER_URL) or estate.ledger
    if isinstance(place, SecretRef):
        return secret(place)
    return place or estate.root / OWN_FOLDER / "ledger.sqlite3"


def open_ledger(estate: Estate, **extra_django_settings: object) -> Ledger:
    """Open the ledger of an estate; raises `LedgerError` and `SecretMissing`."""
    from storewarden.store import setup

    return setup.open_ledger(ledger_place(estate), **extra_django_settings)


def open_events(estate: Estate) -> "AbstractContextManager[EventStore]":
    """Open the event store of an estate; raises `EventStoreError` and `SecretMissing`."""
    from storewarden.store.events.store import Settings, Store
    from storewarden.store.events.tidying import Keeping

    asked = estate.events
    folder = asked.folder or estate.root / OWN_FOLDER / "events"
    keeping = Keeping(asked.keep_days, asked.keep_bytes)
    key = secret(asked.key) if asked.key else None
    manifest = secret(asked.manifest) if asked.manifest else None
    return Store(Settings(folder, now, keeping, key, manifest))


def open_tables(database: Database, drivers: Iterable[Driver]) -> Tables:
    """Open a database of the estate for reading; raises `Unreachable` and `SecretMissing`."""
    dsn = f"sqlite:///{database.path}" if database.path else secret(database.dsn or SecretRef())
    return open_address(database.id, dsn, drivers)


def open_address(name: str, dsn: str, drivers: Iterable[Driver]) -> Tables:
    """Open the database at an address, which stays unsaid; raises `Unreachable`."""
    scheme = dsn.partition(":")[0].lower().partition("+")[0]
    driver = next((one for one in drivers if scheme in one.schemes), None)
    if driver is None:
        raise Unreachable(f"{name}: no driver for databases of this kind is installed")
    return driver.open(dsn)


def secret(ref: SecretRef) -> str:
    """Read a secret from where the estate says it lies; raises `SecretMissing`."""
    if ref.env is not None:
        if not os.environ.get(ref.env):
            raise SecretMissing(f"{ref} is not set")
        return os.environ[ref.env]
    try:
        return Path(str(ref.file)).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as gone:
        raise SecretMissing(f"{ref} cannot be read: {type(gone).__name__}") from None
