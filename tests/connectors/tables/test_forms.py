"""Every form of a table keeps the promises of the house, whoever adds it: none is listed here."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from storewarden.kernels.events import Action
from storewarden.kernels.records import Mapping, parse
from tests.connectors.tables.casebook import FORMS, HOME, casebook, fill, opener, read_all

EVERY_FORM = pytest.mark.parametrize("name", sorted(FORMS))
NEVER_READ = {
    "password", "passwd", "pass", "admin_pass", "token", "post_data", "get_data", "gzpost",
    "session_data", "secret", "remember_token",
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(os.environ, "TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_every_folder_holds_a_form() -> None:
    folders = {path.name for path in HOME.iterdir() if (path / "__init__.py").exists()}
    assert folders == FORMS.keys()


@EVERY_FORM
def test_a_form_says_what_its_cases_expect(name: str, tmp_path: Path) -> None:
    book = casebook(name)
    fill(tmp_path / "shop.db", book)
    assert read_all(FORMS[name], opener(tmp_path / "shop.db")) == book.events


@EVERY_FORM
def test_what_a_form_tells_becomes_events_as_it_stands(name: str) -> None:
    events = casebook(name).events
    lines = "".join(json.dumps(event) + "\n" for event in events).encode()
    batch = parse(lines, source="shop", first_line=1, mapping=Mapping())
    told = batch.select([*{key: 1 for event in events for key in event}]).to_pylist()
    assert told == [{key: event.get(key) for key in told[0]} for event in events]
    actions = {event["action"] for event in events if "action" in event}
    assert actions <= {action.value for action in Action}


@EVERY_FORM
def test_a_form_never_reads_a_secret(name: str) -> None:
    form = FORMS[name]
    read = {*form.needed, *form.optional, *(each for one in form.beside for each in one.columns)}
    assert not read & NEVER_READ


@EVERY_FORM
def test_a_form_says_whose_it_is(name: str) -> None:
    form = FORMS[name]
    assert name == name.lower()
    assert form.platform == form.platform.lower()
    assert form.tell.__doc__
    assert form.count is None or form.since is None or form.order or form.since
