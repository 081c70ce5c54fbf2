"""``storewarden baselines``: files, the store, saved models, and hostile lines."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storewarden.bootstrap import nights, opening
from tests.cli.conftest import Storewarden

AGENT = "Mozilla/5.0 Firefox/143.0"


def line(day: int, second: int, address: str, path: str, agent: str = AGENT) -> str:
    clock = (
        f"{day:02d}/Jan/2026:{10 + second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
    )
    return f'{address} - - [{clock} +0000] "GET {path} HTTP/1.1" 404 512 "-" "{agent}"\n'


@pytest.fixture
def log(home: Path) -> Path:
    """Twenty days of ten quiet customers, and one who looks for what is not there."""
    honest = [
        line(day, customer * 60 + step, f"192.0.2.{customer}", f"/page-{step}/")
        for day in range(1, 21)
        for customer in range(10)
        for step in range(4)
    ]
    thief = [line(20, 5 * n, "203.0.113.9", f"/old-{n}/", "looker/1.0") for n in range(80)]
    (home / "access.log").write_text("".join([*honest, *thief]))
    file = home / "storewarden.toml"
    more = '[logs.shop_access]\npath = "access.log"\n[events]\nkeep_days = 36500\n'
    file.write_text(file.read_text("utf-8") + more, "utf-8")
    return home / "access.log"


@pytest.mark.slow
def test_who_stands_out_comes_first_with_the_reason(storewarden: Storewarden, log: Path) -> None:
    answer = storewarden("baselines", str(log), "--json")
    told = json.loads(answer.out)
    assert (answer.code, answer.err) == (1, "")
    assert (told["learning"], told["untimed"]) == (False, 0)
    first, second = told["entities"][:2]
    assert (first["entity"], first["kind"], first["rank_by_requests"]) == (
        "203.0.113.9",
        "address",
        11,
    )
    assert "first visit of anybody with the client looker" in first["why"]
    assert (first["alert"], second["alert"], second["why"]) == (True, False, [])


def test_the_table_names_the_dumb_ranking_beside_it(storewarden: Storewarden, log: Path) -> None:
    answer = storewarden("baselines", str(log), "--top", "3")
    assert answer.out.startswith("learned from 201 visits since 2026-01-01\n")
    assert "(alert)" in answer.out
    assert "By requests alone it would be: 192.0.2.0 (80), 192.0.2.1 (80), " in answer.out


def test_a_new_shop_is_told_that_it_is_learned(storewarden: Storewarden, log: Path) -> None:
    answer = storewarden("baselines", str(log), "--learning-days", "60")
    assert answer.code == 0
    assert answer.out.startswith("learning: 201 visits since 2026-01-01; figures rank and explain")
    assert "(alert)" not in answer.out


@pytest.mark.slow
def test_a_saved_model_judges_another_day(storewarden: Storewarden, log: Path) -> None:
    model, other = log.with_name("model.json"), log.with_name("other.log")
    assert storewarden("baselines", str(log), "--save", str(model)).code == 1
    other.write_text(line(25, 0, "192.0.2.3", "/") + line(25, 0, "198.51.100.4", "/", "new/1"))
    told = json.loads(storewarden("baselines", str(other), "--model", str(model), "--json").out)
    why = {each["entity"]: each["why"] for each in told["entities"]}
    assert "first visit of anybody with the client new" in why["198.51.100.4"]
    assert why["192.0.2.3"] == []
    assert model.stat().st_mode & 0o077 == 0
    model.write_text("{}")
    answer = storewarden("baselines", str(other), "--model", str(model))
    assert (answer.code, answer.out) == (3, "")
    assert "this is no saved model" in answer.err


@pytest.mark.slow
def test_stored_events_are_judged_alike(storewarden: Storewarden, log: Path) -> None:
    assert storewarden("ingest", str(log)).code == 0
    of_file = json.loads(storewarden("baselines", str(log), "--json").out)
    answer = storewarden("baselines", "--since", "2025-12-20", "--json")
    told = json.loads(answer.out)
    assert told["hours"] == of_file["hours"]
    assert told["standing"] == of_file["standing"]
    first = told["entities"][0]
    assert first["entity"].startswith("p:")
    assert (first["steps"], first["requests"]) == (of_file["entities"][0]["steps"], 80)


@pytest.mark.slow
def test_a_record_from_the_far_future_costs_nothing(storewarden: Storewarden, log: Path) -> None:
    lines = log.read_text()
    odd = line(20, 0, "192.0.2.3", "/")
    log.write_text(lines + odd.replace("2026", "2999") + odd.replace("2026", "1971"))
    assert storewarden("ingest", str(log)).code == 0
    told = storewarden("baselines", "--since", "0001-01-01").out
    assert told.startswith("learned from 202 visits since 1971-01-20\n")


def test_hostile_lines_are_spelled_out(storewarden: Storewarden, log: Path) -> None:
    with log.open("a") as file:
        file.write(line(20, 0, "\x1b]0;owned\x07", "/\x9b31m", "[bold]\u202e"))
        file.write("nonsense\n")
    answer = storewarden("baselines", str(log), "--top", "50")
    assert answer.code == 1
    assert "1 events without a time left out" in answer.out
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(answer.out)


def test_an_empty_log_and_an_empty_store_say_so(storewarden: Storewarden, log: Path) -> None:
    log.write_text("")
    for asked in ((str(log),), ("--since", "2d")):
        answer = storewarden("baselines", *asked)
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.startswith("learning: 0 visits")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ((), "give access logs, or --since"),
        (("access.log", "--since", "3d"), "give access logs, or --since"),
        (("--since", "soon"), "'soon' is no time"),
        (("access.log", "--format", "csv"), "'csv' is no format of access logs"),
        (("missing.log",), "does not exist"),
    ],
)
def test_a_mistake_is_told(
    storewarden: Storewarden, log: Path, asked: tuple[str, ...], words: str
) -> None:
    assert log.exists()
    answer = storewarden("baselines", *asked)
    assert answer.code == 2
    assert words in answer.err


@pytest.mark.slow
def test_yesterday_is_judged_filed_and_noted(
    storewarden: Storewarden, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nights, "now", lambda: datetime(2026, 1, 21, 12, tzinfo=UTC))
    estate = opening.load_estate()
    assert nights.night_is_due(estate)
    storewarden("ingest", str(log))
    answer = storewarden("baselines", "--yesterday", "--top", "1")
    assert answer.code == 1
    assert (
        "MEDIUM baselines address 203.0.113.9 on all logs: Behaves like nobody else" in answer.out
    )
    assert not nights.night_is_due(estate)
    told = json.loads(storewarden("findings", "--format", "json").out)
    (found,) = [each for each in told["findings"] if each["check"] == "alert.baselines"]
    assert (found["asset"], found["subject"]) == ("estate", "address 203.0.113.9")


def test_files_since_and_yesterday_exclude_one_another(storewarden: Storewarden, log: Path) -> None:
    assert storewarden("baselines", str(log), "--yesterday").code == 2
    assert storewarden("baselines", "--since", "30d", "--yesterday").code == 2
