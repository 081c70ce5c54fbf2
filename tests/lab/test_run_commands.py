"""The lab's command line: it stops when asked, says where it is, and passes on what went wrong."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from lab.run import opening, state
from lab.run.children import ROOT

from tests.lab.test_run_estate import refuses, within

pytestmark = pytest.mark.slow


def spoken_to(home: Path, *words: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.lab.standin.estate", *words],
        cwd=ROOT,
        env={**os.environ, "LAB_STATE": str(home), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_stops_everything(tmp_path: Path, number: signal.Signals, code: int) -> None:
    with spoken_to(tmp_path, "up") as lab:
        assert within(30, lambda: opening.running(tmp_path) is not None)
        urls = opening.where(tmp_path)["urls"]
        lab.send_signal(number)
        lab.communicate(timeout=20)
        assert lab.returncode == code
    assert isinstance(urls, dict)
    assert len(urls) == 5
    assert all(refuses(url) for url in urls.values())
    assert not (tmp_path / "running.json").exists()


def test_the_lab_ends_with_the_process_that_it_is_told_to_watch(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as watched:
        lab = spoken_to(tmp_path, "up", "--while-pid", str(watched.pid))
        assert within(30, lambda: opening.running(tmp_path) is not None)
        watched.kill()
    _, said = lab.communicate(timeout=20)
    assert lab.returncode == 0
    assert "Ctrl-C stops everything." in said
    assert not state.in_use(tmp_path)


def test_where_tells_machines_and_people(tmp_path: Path) -> None:
    with spoken_to(tmp_path, "where", "--json") as machines:
        found = json.loads(machines.communicate(timeout=20)[0])
    assert found == {
        "state": str(tmp_path),
        "estate_file": str(tmp_path / "storewarden.toml"),
        "urls": {},
        "running": False,
    }
    with spoken_to(tmp_path, "where") as people:
        assert people.communicate(timeout=20)[0].split() == ["estate", found["estate_file"]]


def test_a_second_lab_and_traffic_without_a_lab_are_refused(tmp_path: Path) -> None:
    with spoken_to(tmp_path, "traffic", "--seed", "3") as traffic:
        assert "no lab runs here" in traffic.communicate(timeout=20)[1]
    with state.claimed(tmp_path), spoken_to(tmp_path, "up") as second:
        assert "a lab runs already on" in second.communicate(timeout=20)[1]
    assert (traffic.returncode, second.returncode) == (3, 3)


def test_a_check_that_could_not_work_is_passed_on_and_all_is_stopped(tmp_path: Path) -> None:
    with spoken_to(tmp_path, "run", ONCE="1") as lab:
        _, said = lab.communicate(timeout=60)
    assert lab.returncode == 2  # the stand-in's estate file says nothing
    assert "storewarden check could not do its work (exit code 2)" in said
    assert not state.in_use(tmp_path)
