"""Puts a check of the estate together, and what connectors are handed."""

import sys
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from storewarden.bootstrap.advisories import advisory_book
from storewarden.bootstrap.clock import now
from storewarden.bootstrap.hosts import machines
from storewarden.bootstrap.installed import (
    installed_checks,
    installed_connectors,
    installed_drivers,
)
from storewarden.bootstrap.inventory import inventory_of, shown_by
from storewarden.bootstrap.notices import outbox, tell
from storewarden.bootstrap.opening import OWN_FOLDER, ledger_place, open_ledger, open_tables, secret
from storewarden.bootstrap.sources import moments_of
from storewarden.core.connectors import Access
from storewarden.core.errors import StorewardenError
from storewarden.core.estate import Asset, Estate, Feed
from storewarden.core.ports import Ledger, Progress
from storewarden.core.scoreboard import Scoreboard
from storewarden.core.steps import Step

if TYPE_CHECKING:
    from storewarden.engine.report import Report, Scope


def scoreboard(estate: Estate, ledger: Ledger) -> Scoreboard:
    """Draw the scoreboard from what the ledger holds; raises `LedgerError`."""
    from storewarden.engine import scoreboard as drawing

    return drawing.scoreboard(estate, installed_checks(), ledger.findings(), ledger.standings())


def check(estate: Estate, scope: "Scope", progress: Progress) -> "Report":
    """Look and keep what was found; raises `AlreadyRunning`, `LedgerError`, `SecretMissing`."""
    from storewarden.bootstrap.updating import freshen
    from storewarden.engine import lock, run
    from storewarden.engine.vex.loading import load

    moment = now()
    house = run.House(installed_checks(), installed_connectors())
    statements = load(estate.vex, _tell)
    with lock.only_one(_lock_file(estate), moment):
        if not scope.steps or Step.ADVISORIES in scope.steps:
            freshen(estate)
        around = run.Around(moment, access_to(estate, moment), progress, _tell, statements)
        outbox(estate).follow([one.id for one in estate.assets if isinstance(one, Feed)], moment)
        report = run.check(estate, house, open_ledger(estate), scope, around)
    try:
        tell(estate, _tell)
    except StorewardenError as trouble:
        _tell(f"nobody could be told of what cannot wait: {trouble}")
    return report


def report(estate: Estate, ledger: Ledger) -> "Report":
    """Report what the ledger holds without looking again; raises `LedgerError`."""
    from storewarden.engine import run
    from storewarden.engine.report import Scope

    return run.report(estate, installed_checks(), ledger, Scope(), now())


def access_to(estate: Estate, moment: datetime) -> Callable[[Asset | Estate], Access]:
    """Build what connectors are handed: one web client an asset, shared by all of a run."""
    from storewarden.connectors.web.client import Webs

    webs = Webs(estate)
    drivers, opened = cache(installed_drivers), machines(moment)
    book = advisory_book(estate)

    def access(thing: Asset | Estate) -> Access:
        return Access(
            estate=estate,
            now=moment,
            web=webs.to(thing),
            site=webs.to_id,
            tables=lambda database: open_tables(database, drivers()),
            secret=secret,
            advisories=book,
            inventory=inventory_of,
            shown=lambda site: shown_by(estate, webs.to(site)),
            machine=opened,
            moments=lambda log: moments_of(estate, log),
            postbox=outbox(estate),
        )

    return access


def _lock_file(estate: Estate) -> Path:
    """Beside the ledger when that is a file, so that two estates may share a folder."""
    place = ledger_place(estate)
    if isinstance(place, Path):
        return place.with_name(f"{place.name}.lock")
    return estate.root / OWN_FOLDER / "check.lock"


def _tell(words: str) -> None:
    print(f"storewarden: {words}", file=sys.stderr)  # noqa: T201 - faults are for the operator
