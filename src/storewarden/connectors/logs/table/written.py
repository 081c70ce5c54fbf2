"""Tells when the newest rows of a table were written, for whoever asks whether it still writes."""

from collections.abc import Sequence
from typing import Final

from storewarden.connectors.logs.table.cells import cell, moment
from storewarden.connectors.logs.table.finding import found, known
from storewarden.connectors.logs.table.following import Table
from storewarden.core.errors import Unreachable
from storewarden.core.ports import Page

_MOST: Final = 20_000


def moments(table: Table) -> Sequence[int]:
    """Microseconds since 1970 of the newest rows, in any order.

    Raises `Unreachable` when the database does, and for a form whose rows carry no time.
    """
    form = table.form
    if form.time is None:
        raise Unreachable(f"the rows of {table.id} do not say when they were written")
    tables = table.open()
    try:
        name = found(form, known(tables.columns()), table.named).table
        order = form.order or form.time
        page = Page(name, (form.time,), order, only=form.only, limit=_MOST, newest=True)
        cells = [cell(row[0]) for row in tables.page(page)]
    finally:
        tables.close()
    told = (moment(one, local=form.local) for one in cells)
    return [one for one in told if one is not None]
