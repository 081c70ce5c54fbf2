"""The ledger's shape is made on first use, goes forward and back, and is never guessed at."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from storewarden.core.errors import LedgerError, LedgerTooNew
from storewarden.core.ports import Ledger
from storewarden.store.address import address
from storewarden.store.setup import open_ledger, plug_in, set_up_django
from tests.store.samples import behind_its_back, finding, raising

set_up_django()

from storewarden.store.schema import migrate_to  # noqa: E402 - wants Django set up


def go_to(target: str, step: str | None) -> None:
    place = address(target)
    migrate_to(plug_in(place)[0], place, step)


def test_the_steps_tell_the_whole_story_of_the_tables() -> None:
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    assert detector.changes(graph=loader.graph, trim_to_apps={"ledger"}) == {}


def test_a_step_back_and_forward_keeps_what_was_told(ledger: Ledger, target: str) -> None:
    ledger.update(raising(1, 2))
    go_to(target, "0001_initial")
    behind_its_back(target, "UPDATE ledger_entry SET note = note")  # the guard is gone
    again = open_ledger(target)
    assert again.findings() == (finding(1), finding(2))
    assert again.verify() == (2, None)
    with pytest.raises(Exception, match="append-only"):  # each driver has its own error
        behind_its_back(target, "UPDATE ledger_entry SET note = note")


def test_all_the_way_back_leaves_an_empty_database_and_forward_works(
    ledger: Ledger, target: str
) -> None:
    ledger.update(raising(1))
    go_to(target, None)
    with pytest.raises(LedgerError, match="ledger_finding"):
        ledger.findings()
    again = open_ledger(target)
    assert again.findings() == ()
    again.update(raising(2))
    assert again.verify() == (1, None)


def test_a_newer_ledger_is_left_as_it_is(ledger: Ledger, target: str) -> None:
    ledger.update(raising(1))
    behind_its_back(
        target,
        "INSERT INTO django_migrations (app, name, applied)"
        " VALUES ('ledger', '0099_from_the_future', '2030-01-01 00:00:00')",
    )
    before = Path(target).read_bytes() if "://" not in target else b""
    with pytest.raises(LedgerTooNew, match="written by a newer Storewarden; it was left as it is"):
        open_ledger(target)
    after = Path(target).read_bytes() if "://" not in target else b""
    assert after == before


def test_a_database_of_something_else_is_left_as_it_is(target: str) -> None:
    behind_its_back(target, "CREATE TABLE auth_user (id integer, password text)")
    with pytest.raises(LedgerError, match="holds tables of something else; it was left as it is"):
        open_ledger(target)
    with pytest.raises(Exception, match="ledger_finding"):  # each driver has its own error
        behind_its_back(target, "SELECT * FROM ledger_finding")


def test_the_file_is_for_its_owner_alone_and_written_ahead(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "ledger.sqlite3"
    open_ledger(f"sqlite:///{path}").update(raising(1))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
