"""Writes a first estate file: looks at what it is shown, and into the databases among it."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from storewarden.bootstrap.installed import (
    installed_drivers,
    installed_recognisers,
    installed_table_forms,
)
from storewarden.bootstrap.opening import open_address
from storewarden.core.errors import StorewardenError
from storewarden.core.estate import Database, Estate

if TYPE_CHECKING:
    from storewarden.engine.discovery import Closed, Fit


def first_estate(what: Sequence[str], folder: Path) -> str:
    """Write the text of a first estate file from web addresses, paths, logs and databases' DSNs.

    ``folder`` is where the file will stand.
    """
    from storewarden.connectors.web.client import web_for
    from storewarden.engine import discovery, estate_file

    known = installed_recognisers()
    text = discovery.look(what, root=folder, recognisers=known, visit=lambda s: web_for(s.url))
    found = estate_file.parse(text, file=estate_file.FILE_NAME, root=folder)
    dsns = [dsn for dsn in dict.fromkeys(one.strip() for one in what) if discovery.is_server(dsn)]
    logs = discovery.table_logs_for(found, _tables_that_are_logs(found, dsns))
    return text + logs + discovery.lists_for(found)


def _tables_that_are_logs(estate: Estate, dsns: Sequence[str]) -> "Sequence[Fit | Closed]":
    """Look into the databases that were found; ``dsns`` are those of the servers, in order."""
    from storewarden.connectors.logs.table import fits, known
    from storewarden.engine.discovery import Closed, Fit

    told: list[Fit | Closed] = []
    drivers, forms = installed_drivers(), installed_table_forms()
    for database, dsn in _with_addresses(estate, dsns):
        try:
            with closing(open_address(database.id, dsn, drivers)) as tables:
                there = known(tables.columns())
        except (StorewardenError, OSError) as gone:
            told.append(Closed(database.id, str(gone)))
            continue
        fitting = (name for name, form in forms.items() if fits(form, there))
        told += [Fit(database.id, name, forms[name].platform) for name in fitting]
    return told


def _with_addresses(estate: Estate, dsns: Sequence[str]) -> Iterator[tuple[Database, str]]:
    """Each database that can be opened now; servers only when it is plain which is which."""
    databases = [asset for asset in estate.assets if isinstance(asset, Database)]
    servers = [database for database in databases if database.dsn]
    addresses = dict(zip(servers, dsns, strict=True)) if len(servers) == len(dsns) else {}
    for database in databases:
        dsn = f"sqlite:///{database.path}" if database.path else addresses.get(database)
        if dsn:
            yield database, dsn
