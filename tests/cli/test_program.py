"""The program itself: what it prints into pipes, narrow terminals and plain locales; its speed."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import PACKAGE, program

CHECK = ("check", "--step", "0", "--asset", "estate")


def board(folder: Path, **environment: str) -> str:
    answer = program(CHECK, folder, **environment)
    assert answer.returncode == 1, answer.stderr
    return answer.stdout.decode()


@pytest.mark.slow
@pytest.mark.parametrize("width", [80, 99, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal(home: Path, width: int) -> None:
    lines = board(home, COLUMNS=str(width), LANG="C.UTF-8").splitlines()
    assert max(map(len, lines)) <= width
    assert sum(line.strip(" │|")[:2].strip().isdigit() for line in lines) >= 8


@pytest.mark.slow
def test_no_colours_in_a_pipe(home: Path) -> None:
    assert "\x1b" not in board(home, LANG="C.UTF-8", TERM="xterm-256color")


@pytest.mark.slow
def test_plain_letters_in_the_c_locale(home: Path) -> None:
    file = home / "storewarden.toml"
    file.write_text(file.read_text("utf-8").replace("Ada", "Zoë"), "utf-8")
    text = board(home, LC_ALL="C", COLUMNS="120")
    assert text.isascii()
    assert "Zo\\xeb Keller" in text
    assert "+-----" in text
    assert "│" in board(home, LC_ALL="C.UTF-8", COLUMNS="120")


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_error(home: Path) -> None:
    (home / "run.sh").write_text(f"{sys.executable} -m storewarden checks | head -1\n", "utf-8")
    answer = subprocess.run(
        ["bash", "-o", "pipefail", "run.sh"],
        cwd=home,
        env={**os.environ, "PYTHONPATH": PACKAGE},
        capture_output=True,
        check=False,
    )
    assert (answer.returncode, answer.stderr) == (0, b"")


@pytest.mark.slow
def test_a_full_disk_is_told(home: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        answer = subprocess.run(
            [sys.executable, "-m", "storewarden", "checks"],
            cwd=home,
            env={**os.environ, "PYTHONPATH": PACKAGE},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert answer.returncode == 3
    assert answer.stderr.startswith(b"storewarden: could not go on: ")
    assert b"Traceback" not in answer.stderr


@pytest.mark.slow
def test_a_second_check_is_told_about_the_first(home: Path) -> None:
    first = "from storewarden.engine.lock import only_one; import sys, time, datetime, pathlib\n"
    first += "place = pathlib.Path('.storewarden/ledger.sqlite3.lock')\n"
    first += "with only_one(place, datetime.datetime(2026, 6, 15, 12, tzinfo=datetime.UTC)):\n"
    first += "    print('held', flush=True); time.sleep(60)\n"
    environment = {**os.environ, "PYTHONPATH": PACKAGE}
    with subprocess.Popen(
        [sys.executable, "-c", first], cwd=home, env=environment, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        answer = program(CHECK, home)
        other.kill()
    assert answer.returncode == 3
    assert f"since 2026-06-15 12:00:00 UTC (process {other.pid})" in answer.stderr.decode()
    assert program(CHECK, home).returncode == 1


@pytest.mark.slow
def test_a_terminal_shows_a_bar_and_colours(home: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "storewarden", *CHECK],
        cwd=home,
        env={**os.environ, "PYTHONPATH": PACKAGE, "TERM": "xterm-256color", "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ) as running:
        os.close(theirs)
        seen = b""
        while piece := _read(ours):
            seen += piece
        assert running.wait() == 1
    os.close(ours)
    assert b"Looking" in seen
    assert b"\x1b[31mhigh" in seen


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the other side has gone
        return b""


def test_help_loads_nothing_heavy(home: Path) -> None:
    code = (
        "import sys; from storewarden.cli.program import run; run(['--help'])\n"
        "heavy = {'rich', 'django', 'polars', 'pyarrow', 'urllib3', 'uvicorn', 'cryptography'}\n"
        "heavy |= {'sqlite3', 'urllib.request', 'storewarden.core.estate', 'storewarden.engine'}\n"
        "heavy |= {f'storewarden.bootstrap.{wire}' for wire in ('opening', 'installed', 'river')}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or None)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=home,
        env={**os.environ, "PYTHONPATH": PACKAGE},
        capture_output=True,
        check=False,
    )
    assert answer.stderr == b""
