"""Findings of an invented shop, and a way to look behind the ledger's back."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta

import psycopg

from storewarden.core.findings import Action, Change, Finding, Standing, State
from storewarden.core.steps import Step
from storewarden.core.verdicts import Outcome, Severity

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
Decide = Callable[[Mapping[str, Finding]], Iterable[Change]]


def finding(number: int = 1, state: State = State.NEW) -> Finding:
    return Finding(
        id=f"{number:012x}",
        check="unsigned_webhook",
        step=Step.BRIDGES,
        asset="product_hook",
        subject=f"/hooks/{number}",
        severity=Severity.HIGH,
        state=state,
        owner="ada",
        said="a forged webhook was accepted",
        evidence=("POST /hooks answered 200", "no signature was sent"),
        first_seen=NOON,
        last_seen=NOON,
        read_by=NOON.date() + timedelta(days=1),
        fix_by=NOON.date() + timedelta(days=7),
    )


def change(after: Finding, action: Action = Action.RAISED, note: str = "") -> Change:
    return Change(action, after, "storewarden", NOON, note)


def raising(*numbers: int) -> Decide:
    return lambda _known: [change(finding(number)) for number in numbers]


def standing(asset: str, subject: str, outcome: Outcome = Outcome.GOOD) -> Standing:
    return Standing(
        "unsigned_webhook",
        Step.BRIDGES,
        asset,
        subject,
        outcome,
        "a forged webhook was refused",
        NOON,
    )


def behind_its_back(target: str, *statements: str) -> None:
    """Run SQL on the ledger's database as somebody who should not."""
    if "://" in target:
        with psycopg.connect(target) as link:
            for statement in statements:
                link.execute(statement.encode())
        return
    with closing(sqlite3.connect(target)) as file, file:
        for statement in statements:
            file.execute(statement)


def without_guard(target: str, *statements: str) -> None:
    """Do the same after taking away what refuses to change the trail."""
    tail = " ON ledger_entry" if "://" in target else ""
    behind_its_back(
        target,
        f"DROP TRIGGER ledger_entry_stays{tail}",
        f"DROP TRIGGER ledger_entry_is_kept{tail}",
        *statements,
    )
