"""Opens the logs of an estate: files, tables of databases, the system's journal."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from storewarden.bootstrap.clock import microseconds
from storewarden.bootstrap.installed import installed_drivers, installed_table_forms
from storewarden.bootstrap.opening import open_tables
from storewarden.core.errors import EstateError
from storewarden.core.estate import AnyLog, Database, Estate, LogSource
from storewarden.core.known_files import beginning, known
from storewarden.core.logs import JournalLog, TableForm, TableLog

if TYPE_CHECKING:
    from storewarden.connectors.logs.table import Table
    from storewarden.connectors.logs.tail.tracing import Recognise
    from storewarden.core.river import Place, Source
    from storewarden.kernels.events.ports import EventStore


def logs_of(estate: Estate) -> Sequence[AnyLog]:
    """Every log of the estate."""
    return [asset for asset in estate.assets if isinstance(asset, AnyLog)]


def formats_of(logs: Sequence[AnyLog]) -> Mapping[str, str]:
    """How the lines are to be read that come of tables and journals, by the log's id."""
    from storewarden.streams.parsing import JSON, SYSLOG

    kinds = {TableLog: JSON, JournalLog: SYSLOG}
    return {log.id: kinds[type(log)] for log in logs if type(log) in kinds}


def follow(
    estate: Estate, log: AnyLog, place: "Place | None", store: "EventStore", *, once: bool
) -> "Source":
    """Open a log at a place; ``once`` reads what there is and does not wait for more.

    What the event store already has of a file is not read again.

    Raises `EstateError` for a table of a form that is not known.
    """
    from storewarden.connectors.logs.journal import Journal, JournalSource
    from storewarden.connectors.logs.table import TableSource
    from storewarden.connectors.logs.tail import Log, Tail

    if isinstance(log, LogSource):
        file = Log(log.id, log.path, log.link, 0.0 if once else 1.0)
        return Tail(file, place, recognise=_recogniser(store, log.id))
    if isinstance(log, JournalLog):
        return JournalSource(Journal(log.id, log.units, log.folder, once), place)
    return TableSource(_table(estate, log, once=once), place, microseconds)


def moments_of(estate: Estate, log: TableLog | JournalLog) -> Sequence[int]:
    """When the newest records of a table or a journal were written: microseconds since 1970.

    Raises `Unreachable`, and `EstateError` for a table of a form that is not known.
    """
    from storewarden.connectors.logs.journal import Journal
    from storewarden.connectors.logs.journal import moments as of_journal
    from storewarden.connectors.logs.table import moments as of_table

    if isinstance(log, JournalLog):
        return of_journal(Journal(log.id, log.units, log.folder))
    return of_table(_table(estate, log, once=True))


def _table(estate: Estate, log: TableLog, *, once: bool) -> "Table":
    from storewarden.connectors.logs.table import Table

    database, form = _database(estate, log), _form(log)
    drivers = cache(installed_drivers)
    return Table(log.id, form, lambda: open_tables(database, drivers()), log.table, once)


def _recogniser(store: "EventStore", source: str) -> "Recognise":
    """Ask the event store how far a file was brought in."""
    return lambda start, before: known(store.positions(beginning(source)), start, before)


def _form(log: TableLog) -> TableForm:
    forms = installed_table_forms()
    if log.format not in forms:
        known = ", ".join(forms)
        said = f"{log.format!r} is no form of a table" if log.format else "it has no `format`"
        raise EstateError(f"the log {log.id}: {said}; the forms are: {known}")
    return forms[log.format]


def _database(estate: Estate, log: TableLog) -> Database:
    database = estate.asset(log.database)
    if not isinstance(database, Database):
        raise EstateError(f"the log {log.id}: the estate has no database {log.database}")
    return database
