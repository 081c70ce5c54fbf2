"""One running lab for all tests that ask for it, in one process or in several."""

import fcntl
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from lab.run import opening, state
from lab.run.children import ROOT
from lab.traffic.onto import TRUTH_FILE
from lab.traffic.truth import Truth, read

PATIENCE = 240.0


@dataclass(frozen=True)
class RunningLab:
    """The lab as a test sees it: estate file, state folder, addresses by name, the truth."""

    estate_file: Path
    state: Path
    urls: dict[str, str]
    truth: Truth


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningLab]:
    base = tmp_path_factory.getbasetemp()
    with _borrowed(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) as running:
        yield running


@contextmanager
def _borrowed(base: Path) -> Iterator[RunningLab]:
    """The first who asks starts the lab, the last who leaves stops it."""
    home = base / "lab"
    with _counted(base) as users:
        if opening.running(home) is None:
            _start(home, base / "lab.log")
        users.write_text(str(_number(users) + 1))
    try:
        yield _seen(home)
    finally:
        with _counted(base) as users:
            users.write_text(str(_number(users) - 1))
            if _number(users) == 0:
                _stop(home)


@contextmanager
def _counted(base: Path) -> Iterator[Path]:
    with (base / "lab-users.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield base / "lab-users"


def _number(users: Path) -> int:
    return int(users.read_text()) if users.exists() else 0


def _seen(home: Path) -> RunningLab:
    running = opening.running(home)
    assert running is not None
    truth = read((home / TRUTH_FILE).read_text("utf-8"))
    return RunningLab(Path(running.estate_file), home, running.urls, truth)


def _start(home: Path, log: Path) -> None:
    """Start it for the whole session; it ends by itself when the session's process is gone."""
    session = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    words = [sys.executable, "-m", "lab", "up", "--while-pid", str(session)]
    environment = {**os.environ, "LAB_STATE": str(home), "PYTHONPATH": str(ROOT)}
    flags = os.O_CREAT | os.O_WRONLY | os.O_TRUNC
    opened = (os.POSIX_SPAWN_OPEN, 1, str(log), flags, 0o600)
    both = (os.POSIX_SPAWN_DUP2, 1, 2)
    pid = os.posix_spawn(
        sys.executable, words, environment, file_actions=[opened, both], setsid=True
    )
    came = _within(PATIENCE, lambda: opening.running(home) is not None or _ended(pid))
    if not came or opening.running(home) is None:
        pytest.fail(f"the lab did not start:\n{log.read_text('utf-8', 'replace')}")


def _ended(pid: int) -> bool:
    return os.waitpid(pid, os.WNOHANG) != (0, 0)


def _stop(home: Path) -> None:
    running = opening.running(home)
    if running is not None:
        with suppress(ProcessLookupError):
            os.kill(running.pid, signal.SIGTERM)
    assert _within(30, lambda: not state.in_use(home))


def _within(seconds: float, what: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not what():
        time.sleep(0.1)
    return what()
