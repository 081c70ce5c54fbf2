"""`storewarden watch` on real files: what it prints, keeps, raises and exits with."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from storewarden.bootstrap import installed, opening
from storewarden.cli.commands.watch import words_of
from storewarden.core.passed import Passed
from tests.cli.conftest import ESTATE, PACKAGE, Storewarden

LOG = '[logs.shop_access]\npath = "access.log"\nowner = "ben"\n'
HONEST = (
    '198.51.100.7 - - [15/Jun/2026:12:00:00 +0000] "GET /catalogue/ HTTP/1.1" 200 5 "-" "Firefox"\n'
)
PROBE = (
    '203.0.113.8 - - [15/Jun/2026:12:00:01 +0000] "GET /search?q=1%27%20union%20select%20user,'
    'password%20from%20users--&api_key=4f9a8b7c6d5e4f3a2b1c0d9e HTTP/1.1" 404 5 "-" "\x1b[2Jcurl"\n'
)


FEW = """
import sys
from storewarden.bootstrap import installed
from storewarden.cli import main
whole = installed.installed_patterns
installed.installed_patterns = lambda: [p for p in whole() if p.attack == "sqli"]
main(sys.argv[1:])
"""


@pytest.fixture
def log(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An estate with one log; few patterns, for compiling all of them takes a minute."""
    few = [each for each in installed.installed_patterns() if each.attack == "sqli"]
    monkeypatch.setattr(installed, "installed_patterns", lambda: few)
    (home / "storewarden.toml").write_text(ESTATE + LOG, "utf-8")
    return home / "access.log"


@pytest.mark.slow
def test_what_is_in_the_log_is_kept_and_the_attack_is_a_finding(
    log: Path, storewarden: Storewarden
) -> None:
    log.write_text(HONEST * 3 + PROBE + "nonsense\n", "utf-8")
    first = storewarden("watch", "--once")
    assert first.code == 1
    assert "pattern_sqli address 203.0.113.8 on shop_access" in first.out
    assert first.err.endswith("5 lines, 5 kept, 1 alerts, 1 unreadable\n")
    assert "\x1b" not in first.out + first.err
    told = json.loads(storewarden("findings", "--format", "json").out)
    (found,) = [each for each in told["findings"] if each["check"] == "alert.pattern_sqli"]
    assert (found["asset"], found["subject"], found["owner"]) == (
        "shop_access",
        "address 203.0.113.8",
        "ben",
    )
    assert "4f9a8b7c6d5e4f3a2b1c0d9e" not in json.dumps(told)
    assert storewarden("show", found["id"]).out.count("The watch over the logs raised this") == 1
    again = storewarden("watch", "--once")
    assert (again.code, again.out) == (0, "")
    with opening.open_events(opening.load_estate()) as store:
        assert sum(batch.num_rows for batch in store.events()) == 5
    status = json.loads((log.parent / ".storewarden" / "watch.json").read_text("utf-8"))
    assert status["pid"] == os.getpid()


@pytest.fixture
def watching(log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The program itself, at work; it has read the first line."""
    log.write_text(HONEST, "utf-8")
    with subprocess.Popen(
        [sys.executable, "-c", FEW, "watch"],
        cwd=log.parent,
        env={**os.environ, "PYTHONPATH": PACKAGE},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        wait_for(log.parent / ".storewarden" / "watch.json", '"lines": 1')
        yield running
        running.kill()


def wait_for(file: Path, words: str, seconds: float = 200.0) -> None:
    until = time.monotonic() + seconds
    while not file.exists() or words not in file.read_text("utf-8"):
        assert time.monotonic() < until, f"{words} never stood in {file.name}"
        time.sleep(0.05)


@pytest.mark.slow
def test_it_follows_until_it_is_stopped_and_only_one_does(
    log: Path, watching: "subprocess.Popen[bytes]", storewarden: Storewarden
) -> None:
    with log.open("a", encoding="utf-8") as file:
        file.write(PROBE)
    assert watching.stdout is not None
    assert b"pattern_sqli" in watching.stdout.readline()
    second = storewarden("watch", "--once")
    assert second.code == 3
    left = storewarden("ingest", str(log))
    assert left.out == f"{log}: left to the watch, which is at work and reads it\n"
    assert "another watch of this estate is at work" in second.err
    watching.send_signal(signal.SIGINT)
    _, err = watching.communicate(timeout=60)
    assert watching.returncode == 0
    assert err.splitlines()[-1] == b"2 lines, 2 kept, 1 alerts"  # a slow run says more before
    brought = storewarden("ingest", str(log))
    assert brought.out == f"{log}: 0 events of shop_access kept; 2 lines were there before\n"


def test_the_figures_name_what_went_wrong_only_when_there_is_some() -> None:
    assert (
        words_of(Passed(lines=1_200, kept=1_100, alerts=2)) == "1,200 lines, 1,100 kept, 2 alerts"
    )
    assert words_of(Passed(1, 1, 0, unparsed=2, late=3, dropped=4, waiting=5)) == (
        "1 lines, 1 kept, 0 alerts, 2 unreadable, 3 late, 4 dropped, 5 waiting"
    )
