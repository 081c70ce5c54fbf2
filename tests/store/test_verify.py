"""Whoever changes the ledger behind its back is refused, or noticed by `verify`."""

from dataclasses import replace

import psycopg
import pytest

from storewarden.core.errors import LedgerError
from storewarden.core.findings import State
from storewarden.core.ports import Ledger
from tests.store.samples import behind_its_back, change, finding, raising, without_guard


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET note = 'nothing happened' WHERE number = 1",
        "UPDATE ledger_entry SET number = 7 WHERE number = 1",
        "DELETE FROM ledger_entry WHERE number = 2",
        "DELETE FROM ledger_entry",
    ],
)
def test_the_database_refuses_to_touch_the_trail(
    ledger: Ledger, target: str, statement: str
) -> None:
    ledger.update(raising(1, 2))
    with pytest.raises(Exception, match="append-only"):  # each driver has its own error
        behind_its_back(target, statement)
    assert ledger.verify() == (2, None)


@pytest.mark.postgresql
def test_postgresql_refuses_to_empty_the_trail(ledger: Ledger, target: str) -> None:
    if "://" not in target:
        return  # SQLite has no TRUNCATE
    ledger.update(raising(1))
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        behind_its_back(target, "TRUNCATE ledger_entry")


@pytest.mark.parametrize(
    ("statements", "broken"),
    [
        (["UPDATE ledger_entry SET note = 'all is well' WHERE number = 2"], (5, 2)),
        (["UPDATE ledger_entry SET actor = 'ben' WHERE number = 5"], (5, 5)),
        (["UPDATE ledger_entry SET at = '2026-01-01 00:00:00' WHERE number = 1"], (5, 1)),
        (["UPDATE ledger_entry SET digest = 'beef' WHERE number = 3"], (5, 3)),
        (["DELETE FROM ledger_entry WHERE number = 3"], (4, 3)),
        (["DELETE FROM ledger_entry WHERE number > 3"], (3, 4)),
        (["DELETE FROM ledger_entry"], (0, 1)),
        (
            [
                "UPDATE ledger_entry SET number = 99 WHERE number = 2",
                "UPDATE ledger_entry SET number = 2 WHERE number = 4",
                "UPDATE ledger_entry SET number = 4 WHERE number = 99",
            ],
            (5, 2),
        ),
        (
            [
                """INSERT INTO ledger_entry
                SELECT 6, at, actor, action, finding, note, fingerprint, digest
                FROM ledger_entry WHERE number = 5"""
            ],
            (6, 6),
        ),
        (["UPDATE ledger_head SET digest = 'beef'"], (5, 5)),
        (["UPDATE ledger_head SET count = 4"], (5, 5)),
        (["DELETE FROM ledger_head"], (5, 1)),
    ],
)
def test_a_changed_trail_is_named_by_its_first_broken_line(
    ledger: Ledger, target: str, statements: list[str], broken: tuple[int, int]
) -> None:
    ledger.update(raising(1, 2, 3, 4, 5))
    assert ledger.verify() == (5, None)
    without_guard(target, *statements)
    assert ledger.verify() == broken


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE ledger_finding SET state = 'false_alarm' WHERE id = '000000000002'", (4, 4)),
        ("UPDATE ledger_finding SET owner = 'nobody' WHERE id = '000000000003'", (4, 3)),
        ("UPDATE ledger_finding SET fix_by = '2036-01-01'", (4, 1)),
        ("UPDATE ledger_finding SET state = 'no such state' WHERE id = '000000000001'", (4, 1)),
        ("DELETE FROM ledger_finding WHERE id = '000000000001'", (4, 1)),
        ("UPDATE ledger_finding SET id = 'x' WHERE id = '000000000003'", (4, 3)),
    ],
)
def test_a_finding_that_is_not_as_its_last_line_left_it_is_noticed(
    ledger: Ledger, target: str, statement: str, broken: tuple[int, int]
) -> None:
    ledger.update(raising(1, 2, 3))
    known = replace(finding(2, State.ACKNOWLEDGED), acknowledged_by="ada")
    ledger.update(lambda _known: [change(known)])
    behind_its_back(target, statement)
    assert ledger.verify() == broken


def test_a_finding_that_nobody_raised_is_noticed(ledger: Ledger, target: str) -> None:
    ledger.update(raising(1, 2))
    names = "check_id, step, asset, subject, severity, state, owner, said, evidence, first_seen"
    more = f"{names}, last_seen, read_by, fix_by"
    behind_its_back(
        target,
        f"INSERT INTO ledger_finding (id, {more}) SELECT 'x', {more} FROM ledger_finding"  # noqa: S608 - names of our own
        " WHERE id = '000000000001'",
    )
    assert ledger.verify() == (2, 3)


def test_a_value_that_storewarden_never_writes_is_an_error_and_no_crash(
    ledger: Ledger, target: str
) -> None:
    ledger.update(raising(1))
    behind_its_back(target, "UPDATE ledger_finding SET state = 'no such state'")
    with pytest.raises(LedgerError, match="tampered with: a row holds a value"):
        ledger.findings()
    with pytest.raises(LedgerError, match="tampered with: a row holds a value"):
        ledger.update(raising(2))


def test_a_trail_without_its_end_takes_no_more_lines(ledger: Ledger, target: str) -> None:
    behind_its_back(target, "DELETE FROM ledger_head")
    with pytest.raises(LedgerError, match="its trail has lost its end"):
        ledger.update(raising(1))
