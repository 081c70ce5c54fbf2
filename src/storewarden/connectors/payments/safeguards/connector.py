"""Reads how the safeguards of a payment set-up are set."""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from typing import Final

from storewarden.core.connectors import Access, Connector, Unseen
from storewarden.core.estate import Database, PaymentSetup
from storewarden.facts.payments import Safeguard

ON: Final = re.compile(
    "1|t|true|y|yes|on|enabled?|active|always|required?|mandatory|enforced?|reject"
)
OFF: Final = re.compile("|0|f|false|n|no|off|disabled?|inactive|never|none|null")


def gather(setup: PaymentSetup, access: Access) -> Iterator[Safeguard | Unseen]:
    """Tell one fact a safeguard that the estate names, also when its setting is not there."""
    if setup.settings is None or not setup.safeguards:
        yield Unseen(Safeguard, f"the estate does not say which settings keep {setup.id} safe")
        return
    database = access.estate.asset(setup.settings.database)
    if not isinstance(database, Database):
        yield Unseen(Safeguard, f"the estate has no database {setup.settings.database}")
        return
    columns = [setup.settings.columns.get("name"), setup.settings.columns.get("value")]
    named = [column for column in columns if column]
    if len(named) != len(columns):
        yield Unseen(Safeguard, "the estate does not say which columns are name and value")
        return
    states: defaultdict[str, list[str]] = defaultdict(list)
    with closing(access.tables(database)) as tables:
        for name, value in tables.rows(setup.settings.table, named):
            states[str(name)].append(state(value))
    for safeguard, setting in setup.safeguards.items():
        yield Safeguard(safeguard, setting, tuple(states.get(setting, ())))


def state(value: object) -> str:
    """Tell ``on`` or ``off`` from what a setting says, or ``unclear``."""
    word = "" if value is None else str(value).strip().strip("\"'").casefold()
    if ON.fullmatch(word):
        return "on"
    return "off" if OFF.fullmatch(word) else "unclear"


CONNECTOR = Connector(reads=PaymentSetup, gives=(Safeguard,), gather=gather)
