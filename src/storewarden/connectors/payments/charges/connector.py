"""Reads what happened to the newest charges of a payment set-up."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Final

from storewarden.core.connectors import Access, Connector, Unseen
from storewarden.core.estate import Database, PaymentSetup
from storewarden.facts.payments import Charge

MOST: Final = 10_000
NEEDED: Final = ("order", "status")
OPTIONAL: Final = ("code_result", "address_result", "processor", "network")


def gather(setup: PaymentSetup, access: Access) -> Iterator[Charge | Unseen]:
    """Tell one fact a charge."""
    if setup.charges is None:
        yield Unseen(Charge, f"the estate does not say where the charges of {setup.id} are kept")
        return
    database = access.estate.asset(setup.charges.database)
    if not isinstance(database, Database):
        yield Unseen(Charge, f"the estate has no database {setup.charges.database}")
        return
    columns = {
        ours: setup.charges.columns[ours]
        for ours in (*NEEDED, *OPTIONAL)
        if ours in setup.charges.columns
    }
    if missing := [ours for ours in NEEDED if ours not in columns]:
        yield Unseen(Charge, f"the estate does not say which column is the {missing[0]}")
        return
    with closing(access.tables(database)) as tables:
        rows = tables.rows(setup.charges.table, list(columns.values()), MOST)
    for row in rows:
        yield charge_in(dict(zip(columns, row, strict=True)), setup)


def charge_in(row: Mapping[str, object], setup: PaymentSetup) -> Charge:
    """Turn one row into a fact."""
    taken = {word.casefold() for word in setup.captured_when}
    return Charge(
        order=plain(row["order"]),
        captured=plain(row["status"]).casefold() in taken,
        code_result=plain(row["code_result"]) if "code_result" in row else None,
        address_result=plain(row["address_result"]) if "address_result" in row else None,
        processor=plain(row.get("processor")) or setup.processor,
        network=plain(row.get("network")) or None,
    )


def plain(value: object) -> str:
    """Write a cell as one short line of text."""
    return "" if value is None else " ".join(str(value).split())[:40]


CONNECTOR = Connector(reads=PaymentSetup, gives=(Charge,), gather=gather)
