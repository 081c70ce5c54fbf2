"""Rules and questions are put to the past by the command line."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from storewarden.cli.questions import moment
from tests.cli.conftest import Storewarden

HOSTILE = r"\x1b]0;owned\x07"
LOG = (
    '203.0.113.7 - ada [01/Nov/2026:10:00:00 +0000] "GET /.git/HEAD HTTP/1.1" 404 0 "-" "curl"\n'
    '203.0.113.8 - - [01/Nov/2026:10:00:01 +0000] "GET /product/1/ HTTP/1.1" 200 9 "-" "Firefox"\n'
    f'203.0.113.9 - - [02/Nov/2026:10:00:02 +0000] "GET /x HTTP/1.1" 200 9 "-" "{HOSTILE}"\n'
)
RULE = """
title: Repository asked for
id: 11111111-2222-4333-8444-555555555555
name: repository
logsource:
  category: webserver
detection:
  selection:
    cs-uri-stem|contains: '/.git/'
  condition: selection
level: high
"""
BY_ADDRESS = RULE.replace("cs-uri-stem|contains: '/.git/'", "c-ip: '203.0.113.8'")


@pytest.fixture
def past(storewarden: Storewarden, home: Path) -> Storewarden:
    """A store of three requests."""
    file = home / "storewarden.toml"
    more = '[logs.shop_access]\npath = "access.log"\n[events]\nkeep_days = 36500\n'
    file.write_text(file.read_text("utf-8") + more, "utf-8")
    (home / "access.log").write_text(LOG)
    assert storewarden("ingest", "access.log").code == 0
    return storewarden


def found(past: Storewarden, *asked: str) -> list[dict[str, object]]:
    told = past("hunt", *asked, "--format", "json")
    assert told.code == 0, told.err
    return [json.loads(line) for line in told.out.splitlines()]


def test_a_question_is_answered_as_a_table(past: Storewarden) -> None:
    told = past("hunt", "SELECT time, path, status FROM events WHERE line < 3 ORDER BY line")
    assert (told.code, told.err) == (0, "")
    first, _, one, two, end = told.out.splitlines()
    assert first.split() == ["time", "path", "status"]
    assert one.split() == ["2026-11-01", "10:00:00", "/.git/HEAD", "404"]
    assert two.split() == ["2026-11-01", "10:00:01", "/product/1/", "200"]
    assert end == "2 rows"


def test_a_time_is_asked_for(past: Storewarden) -> None:
    sql = "SELECT line FROM events ORDER BY line"
    assert found(past, sql, "--since", "2026-11-02") == [{"line": 3}]
    assert found(past, sql, "--until", "2026-11-01T10:00:01Z") == [{"line": 1}]
    assert past("hunt", sql, "--since", "soon").code == 2


def test_a_rule_is_put_to_the_past(past: Storewarden, home: Path) -> None:
    (home / "rule.yml").write_text(RULE)
    (row,) = found(past, "rule.yml")
    assert (row["rule"], row["line"], row["path"]) == ("repository", 1, "/.git/HEAD")
    assert str(row["address"]).startswith("p:")
    told = past("hunt", "rule.yml")
    assert told.out.startswith("repository:\n")
    assert told.out.endswith("1 row\n")


def test_a_rule_about_addresses_is_judged_on_plain_ones(past: Storewarden, home: Path) -> None:
    (home / "rule.yml").write_text(BY_ADDRESS)
    (row,) = found(past, "rule.yml")
    assert (row["line"], row["address"]) == (2, "203.0.113.8")
    told = past("hunt", "rule.yml", "--format", "json")
    assert "looks at plain addresses" in told.err


def test_a_rule_that_cannot_be_done_is_refused(past: Storewarden, home: Path) -> None:
    (home / "rule.yml").write_text(RULE.replace("contains", "nonsense"))
    told = past("hunt", "rule.yml")
    assert (told.code, told.out) == (2, "")
    assert "rule.yml:" in told.err
    (home / "empty.yml").write_text("")
    assert past("hunt", "empty.yml").code == 2
    assert past("hunt", "gone.yml").code == 3


def test_programs_are_fed(past: Storewarden, home: Path) -> None:
    sql = "SELECT line, agent, 1.5 AS x, 'nan'::DOUBLE AS odd, [1, 2] AS many FROM events"
    rows = found(past, f"{sql} WHERE line = 2")
    assert rows == [{"line": 2, "agent": "Firefox", "x": "1.5", "odd": None, "many": [1, 2]}]
    told = past("hunt", sql, "--format", "json", "--output", "out.json")
    assert (told.out, len((home / "out.json").read_text().splitlines())) == ("", 3)
    told = past("hunt", sql, "--format", "parquet", "--output", "out.parquet")
    assert told.out == "3 rows written to out.parquet\n"
    assert pq.read_table(home / "out.parquet").num_rows == 3
    assert sorted(path.name for path in home.glob(".out*")) == []


def test_pseudonyms_lead_back_with_the_key_alone(past: Storewarden) -> None:
    (row,) = found(past, "SELECT address, account FROM events WHERE line = 1")
    told = past("events", "reveal", str(row["address"]), str(row["account"]))
    assert [line.split()[1] for line in told.out.splitlines()] == ["203.0.113.7", "ada"]
    masked = past("events", "pseudonym", "address", "203.0.113.7").out.strip()
    assert masked == row["address"]
    assert past("events", "reveal", "p:nonsense").code == 2
    plain = found(past, "SELECT line FROM events WHERE account = 'ada'", "--reveal")
    assert plain == [{"line": 1}]


def test_hostile_words_cannot_move_the_terminal(past: Storewarden) -> None:
    for asked in (
        ('SELECT agent, agent || chr(27) AS "\x1b[2J" FROM events',),
        ("SELECT agent FROM events", "--format", "json"),
        ("SELECT \x1b[2J",),
    ):
        told = past("hunt", *asked)
        assert all(sign == "\n" or sign.isprintable() for sign in told.out + told.err), asked


@pytest.mark.parametrize(
    "asked",
    [
        ("COPY (SELECT 1) TO 'x'",),
        ("SELECT * FROM read_text('storewarden.toml')",),
        ("nonsense",),
        ("SELECT 1", "--format", "parquet"),
        ("SELECT 1", "--output", "x"),
        ("SELECT 1", "--limit", "0"),
        ("SELECT 1", "--timeout", "9999"),
    ],
)
def test_what_cannot_be_done_is_refused(past: Storewarden, asked: tuple[str, ...]) -> None:
    told = past("hunt", *asked)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("storewarden: ")


def test_more_rows_than_a_table_shows_are_said(past: Storewarden) -> None:
    assert past("hunt", "SELECT * FROM range(500)").out.endswith("--limit, or --format json)\n")
    assert past("hunt", "SELECT 1 WHERE false").out == "0 rows\n"


def test_tampering_is_found_by_the_command(past: Storewarden, home: Path) -> None:
    (segment,) = (home / ".storewarden" / "events" / "segments").iterdir()
    segment.write_bytes(segment.read_bytes()[:-1] + b"?")
    told = past("events", "verify")
    assert (told.code, told.out) == (1, "")
    assert f"broken at segment 1 ({segment.name}) of 1: its file was changed" in told.err


def test_an_empty_store_says_so(storewarden: Storewarden) -> None:
    assert storewarden("events", "status").out.startswith("Nothing is stored yet")
    assert storewarden("events", "tidy").out.startswith("0 small segments merged")
    assert storewarden("hunt", "SELECT * FROM events").out == "0 rows\n"


def test_moments_are_read() -> None:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    assert moment("30d", now) == datetime(2026, 10, 2, tzinfo=UTC)
    assert moment(" 2W ", now) == datetime(2026, 10, 18, tzinfo=UTC)
    assert moment("90m", now) == datetime(2026, 10, 31, 22, 30, tzinfo=UTC)
    assert moment("2026-03-01", now) == datetime(2026, 3, 1, tzinfo=UTC)
    assert moment("2026-03-01T12:00+02:00", now) == datetime(2026, 3, 1, 10, tzinfo=UTC)
    for odd in ("", "d", "-1d", "999999d", "30 years", "2026-13-01", "\x1b"):
        with pytest.raises(ValueError, match="is no time; expected"):
            moment(odd, now)
