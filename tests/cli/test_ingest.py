"""Old logs come in by the command line; what cannot be read is told."""

import gzip
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import PACKAGE, Storewarden

LINE = (
    '203.0.113.{0} - - [01/Nov/2026:10:00:{1:02d} +0000] "GET /product/{2}/ HTTP/1.1" 200 512'
    ' "-" "Mozilla/5.0"\n'
)


def rows(count: int) -> str:
    return "".join(LINE.format(n % 200, n % 60, n) for n in range(count))


@pytest.fixture
def log(home: Path) -> Path:
    """An access log of the estate with a hundred lines."""
    file = home / "storewarden.toml"
    more = '[logs.shop_access]\npath = "access.log"\n[events]\nkeep_days = 36500\n'
    file.write_text(file.read_text("utf-8") + more, "utf-8")
    (home / "access.log").write_text(rows(100))
    return home / "access.log"


def test_a_log_of_the_estate_comes_in_once(storewarden: Storewarden, log: Path) -> None:
    told = storewarden("ingest", str(log))
    assert (told.code, told.err) == (0, "")
    assert told.out == f"{log}: 100 events of shop_access kept\n"
    for name in ("access.log.1", "access.log-20261101", "access-20261101.log", "access.log.1.gz"):
        copy = log.with_name(name)
        content = log.read_bytes()
        copy.write_bytes(gzip.compress(content) if name.endswith("gz") else content)
        told = storewarden("ingest", str(copy))
        assert told.out.endswith("0 events of shop_access kept; 100 lines were there before\n")
    assert storewarden("events", "status").out.startswith("100 events in 1 segments, ")
    assert storewarden("events", "verify").out.startswith("The chain holds: 100 events in 1 seg")


def test_whose_log_it_is_must_be_known(storewarden: Storewarden, log: Path) -> None:
    other = log.with_name("other.log")
    other.write_text(rows(3))
    for line, words in {
        (): "say whose it is with --source (it names: shop_access)",
        ("--source", "moon"): "say its --format as well",
        ("--source", "a\x1bb", "--format", "combined"): "is no log of the estate file",
    }.items():
        told = storewarden("ingest", str(other), *line)
        assert (told.code, told.out) == (2, "")
        assert words in told.err
        assert "\x1b" not in told.err
    assert storewarden("ingest", str(other), "--source", "shop_access").code == 0
    told = storewarden("ingest", str(other), "--source", "old_shop", "--format", "common")
    assert "3 events of old_shop kept" in told.out


def test_what_is_odd_in_a_file_is_counted(storewarden: Storewarden, log: Path) -> None:
    log.write_bytes(rows(2).encode() + b"\x00\x1b[2J nonsense\n" + b"x" * 100_000 + b"\n" + b"half")
    told = storewarden("ingest", str(log))
    assert told.code == 0
    assert "4 events of shop_access kept; 2 lines could not be parsed" in told.out
    assert "1 lines were too long" in told.out
    assert "no newline yet" in told.out
    assert "5 lines" not in storewarden("ingest", str(log), "--to-the-end").out


def test_files_that_cannot_be_read_do_not_stop_the_others(
    storewarden: Storewarden, log: Path
) -> None:
    bad = log.with_name("access.log.2.gz")
    other = rows(90_000).replace("GET", "HEAD").encode()
    bad.write_bytes(gzip.compress(other)[:-20_000])
    told = storewarden("ingest", str(log.with_name("access.log.9")), str(bad), str(log))
    assert told.code == 3
    assert "No such file" in told.err
    assert "damaged" in told.err
    assert f"{log}: 100 events of shop_access kept" in told.out


def test_what_is_too_old_is_said(storewarden: Storewarden, log: Path, home: Path) -> None:
    file = home / "storewarden.toml"
    file.write_text(file.read_text("utf-8").replace("36500", "1"), "utf-8")
    log.write_text(rows(5).replace("2026", "2001"))
    told = storewarden("ingest", str(log))
    assert "1 segments were given up: older than keep_days" in told.err


def test_a_store_of_another_key_is_refused(
    storewarden: Storewarden, log: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storewarden("ingest", str(log))
    file = home / "storewarden.toml"
    file.write_text(f'{file.read_text("utf-8")}key_env = "EVENT_KEY"\n', "utf-8")
    assert "EVENT_KEY is not set" in storewarden("ingest", str(log)).err
    monkeypatch.setenv("EVENT_KEY", "an invented key of enough characters")
    told = storewarden("ingest", str(log))
    assert (told.code, "begun with another key" in told.err) == (3, True)
    assert "invented" not in told.err


@pytest.mark.slow
def test_killed_at_any_moment_it_goes_on_where_it_was(
    storewarden: Storewarden, log: Path, home: Path
) -> None:
    count = 700_000
    log.write_text(rows(count))
    command = [sys.executable, "-m", "storewarden", "ingest", str(log)]
    environment = {**os.environ, "PYTHONPATH": PACKAGE}
    for wait in (1.5, 2.5, 3.5):
        child = subprocess.Popen(command, cwd=home, env=environment, stdout=subprocess.DEVNULL)
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert storewarden("ingest", str(log)).code == 0
    sql = "SELECT count(*) AS n, count(DISTINCT line) AS d, max(line) AS m FROM events"
    told = storewarden("hunt", sql, "--format", "json")
    assert told.out == f'{{"n": {count}, "d": {count}, "m": {count}}}\n'
