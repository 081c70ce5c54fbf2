"""Tries every door of the estate once, and says which open: no judging, only reaching."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from storewarden.core.connectors import Access
from storewarden.core.errors import StorewardenError
from storewarden.core.estate import (
    Asset,
    CodeTree,
    Database,
    Estate,
    Feed,
    Integration,
    LogSource,
    Site,
    Supplier,
)
from storewarden.core.logs import JournalLog, TableLog
from storewarden.core.ports import Request
from storewarden.engine.pool import Errand, run_errands


class Health(StrEnum):
    """How something stands."""

    OK = "ok"
    BAD = "bad"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Sign:
    """One line of the doctor: what was tried, how it stands, and in which words.

    ``absent`` is for what is optional; it makes nobody ill.
    """

    health: Health
    what: str
    words: str


def examine(
    estate: Estate, access: Callable[[Asset | Estate], Access], seconds: float = 15.0
) -> Sequence[Sign]:
    """Reach for every asset once, side by side; in the order of the estate."""
    errands = [_errand(thing, access, seconds) for thing in estate.assets]
    answers = run_errands(errands, at_once=8)
    found = dict(answers)
    return [
        found[number] or Sign(Health.BAD, _name(thing), f"gave no answer within {seconds:g} s")
        for number, thing in enumerate(estate.assets)
    ]


def _errand(
    thing: Asset, access: Callable[[Asset | Estate], Access], seconds: float
) -> Errand[Sign]:
    return Errand(lambda: _sign(thing, access), seconds)


def _sign(thing: Asset, access: Callable[[Asset | Estate], Access]) -> Sign:
    try:
        return Sign(Health.OK, _name(thing), _reached(thing, access(thing)))
    except (StorewardenError, OSError) as gone:
        return Sign(Health.BAD, _name(thing), str(gone) or type(gone).__name__)


def _name(thing: Asset) -> str:
    return f"{thing.kind} {thing.id}"


def _reached(thing: Asset, access: Access) -> str:
    match thing:
        case Site():
            return f"{thing.url} answers {access.web.send(Request('/')).status}"
        case Database():
            return _opened(thing, access)
        case TableLog() | JournalLog() | LogSource() | CodeTree():
            return _read(thing, access)
        case Feed():
            return _fresh(thing, access)
        case Supplier() | Integration():
            return "declared; reached by `check` only"
    return "declared"


def _opened(database: Database, access: Access) -> str:
    tables = access.tables(database)
    try:
        columns = tables.columns()
    finally:
        tables.close()
    return f"opens for reading, {len({column.table for column in columns})} tables"


def _read(thing: TableLog | JournalLog | LogSource | CodeTree, access: Access) -> str:
    if isinstance(thing, TableLog | JournalLog):
        return _written(access.moments(thing))
    return _readable(thing.path)


def _readable(path: Path) -> str:
    if path.is_dir():
        return f"{path}, {sum(1 for _ in path.iterdir())} entries"
    with path.open("rb") as opened:
        opened.read(1)
    return f"{path}, {path.stat().st_size:,} bytes"


def _written(moments: Sequence[int]) -> str:
    if not moments:
        return "can be read, and is empty"
    newest = datetime.fromtimestamp(max(moments) // 1_000_000, UTC)
    return f"can be read, its newest record is of {newest:%Y-%m-%d}"


def _fresh(feed: Feed, access: Access) -> str:
    state = next((one for one in access.advisories.states() if one.feed == feed.id), None)
    if state is None or state.fetched is None:
        raise OSError((state and state.trouble) or "was never read: `storewarden feeds update`")
    return f"read, as of {state.fetched:%Y-%m-%d}"
