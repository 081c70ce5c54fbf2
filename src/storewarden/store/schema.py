"""The ledger's shape: made on first use, brought up to date, never touched when it is newer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from storewarden.core.errors import LedgerError, LedgerTooNew
from storewarden.store.address import Address

APP: Final = "ledger"
_LOCK: Final = 0x53746F7265576172  # the name of the advisory lock: "StoreWar"
_BOOKS: Final = "django_migrations"
_BESIDE: Final = "advisory_"  # the book of advisories may share a server's database


def bring_up_to_date(writing: str, reading: str, address: Address) -> None:
    """Take every step that the ledger has not taken yet, all or none.

    Raises `LedgerTooNew` when a newer Storewarden wrote it, `LedgerError` when the database
    belongs to something else; both leave it as it is. Database errors pass through.
    """
    try:
        with transaction.atomic(using=reading, durable=True):
            current = _is_current(connections[reading], address)
        if current:
            return
        _migrate(connections[writing], address, None)
    finally:
        connections[reading].close()
        connections[writing].close()


def migrate_to(writing: str, address: Address, step: str | None) -> None:
    """Take the ledger to one step, backwards too; None takes everything away."""
    try:
        _migrate(connections[writing], address, (APP, step))
    finally:
        connections[writing].close()


def _is_current(connection: BaseDatabaseWrapper, address: Address) -> bool:
    loader = MigrationLoader(connection)
    ours = {step for step in loader.disk_migrations if step[0] == APP}
    applied = {step for step in loader.applied_migrations if step[0] == APP}
    if applied - ours:
        raise LedgerTooNew(
            f"the ledger ({address.place}) was written by a newer Storewarden; it was left as it"
            " is: install that version or a later one"
        )
    tables = set(connection.introspection.table_names())
    others = {name for name in tables if not name.startswith(_BESIDE)}
    if not applied and others - {_BOOKS}:
        raise LedgerError(
            f"the ledger ({address.place}) cannot be used: the database holds tables of"
            " something else; it was left as it is: name a database of its own"
        )
    return applied == ours


def _migrate(
    connection: BaseDatabaseWrapper, address: Address, target: tuple[str, str | None] | None
) -> None:
    with _one_at_a_time(connection):
        if target is None and _is_current(connection, address):
            return  # somebody else was faster
        executor = MigrationExecutor(connection)
        leaves = [node for node in executor.loader.graph.leaf_nodes() if node[0] == APP]
        executor.migrate(leaves if target is None else [target])


@contextmanager
def _one_at_a_time(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Hold the one transaction of all steps, while others who come wait.

    SQLite lets one in by itself, but its key checks can only be put off before it begins.
    """
    connection.disable_constraint_checking()
    with transaction.atomic(using=connection.alias, durable=True):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield
