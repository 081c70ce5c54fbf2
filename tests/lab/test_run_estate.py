"""The lab starts, is remembered, dies with its parent, and takes no half build for a whole."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
import urllib3
from lab.run import opening, ports, state, tls
from lab.run.children import ROOT
from lab.run.errors import LabError, LabInUse

from tests.lab.standin.estate import PARTS, TODAY

pytestmark = pytest.mark.slow


def within(seconds: float, what: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.05)
    return what()


def processes_of(home: Path) -> list[str]:
    """What runs and names the folder, by the kernel's own account."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if f"LAB_STATE={home}".encode() in entry.read_bytes():
                found.append(entry.parent.name)
    return found


def refuses(url: str) -> bool:
    port = int(url.rpartition(":")[2])
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) != 0


def in_background(home: Path, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.lab.standin.estate", "up"],
        cwd=ROOT,
        env={**os.environ, "LAB_STATE": str(home), **environment},
        stderr=subprocess.DEVNULL,
    )


def test_every_site_answers_and_the_second_start_builds_nothing(tmp_path: Path) -> None:
    with opening.opened(tmp_path, PARTS, 7, TODAY) as lab:
        answers = {name: asked(lab, name) for name in lab.urls if name != "printworks"}
        first = lab.urls
        assert opening.where(tmp_path) == {
            "state": str(tmp_path),
            "estate_file": str(tmp_path / "storewarden.toml"),
            "urls": first,
            "running": True,
        }
        with pytest.raises(LabInUse), opening.opened(tmp_path, PARTS, 7, TODAY):
            pass
    assert answers == dict.fromkeys(("shop", "cms", "campaign", "shipit"), 200)
    assert all(refuses(url) for url in first.values())
    built = (tmp_path / "site.sqlite3").stat().st_mtime_ns
    with opening.opened(tmp_path, PARTS, 7, TODAY) as lab:
        assert lab.urls == first
    assert (tmp_path / "site.sqlite3").stat().st_mtime_ns == built
    assert (tmp_path / "mornings").read_text() == "5\n"
    log = (tmp_path / "logs" / "shop-access.log").read_text()
    assert '"GET / HTTP/1.1" 200 3 "-" "lab-start"' in log


def asked(lab: opening.Lab, name: str) -> int:
    with urllib3.PoolManager(ca_certs=str(Path(lab.state) / tls.CA_FILE), retries=False) as pool:
        return pool.request("GET", lab.urls[name] + "/").status


def test_the_expired_certificate_is_refused_by_who_verifies(tmp_path: Path) -> None:
    with (
        opening.opened(tmp_path, PARTS, 7, TODAY) as lab,
        urllib3.PoolManager(ca_certs=str(tmp_path / tls.CA_FILE), retries=False) as pool,
        pytest.raises(urllib3.exceptions.SSLError, match="certificate has expired"),
    ):
        pool.request("GET", lab.urls["printworks"] + "/")


def test_kill_9_of_the_parent_leaves_no_child(tmp_path: Path) -> None:
    parent = in_background(tmp_path)
    assert within(30, lambda: opening.running(tmp_path) is not None)
    lab = opening.running(tmp_path)
    assert lab is not None
    parent.send_signal(signal.SIGKILL)
    parent.wait(10)
    assert within(10, lambda: all(refuses(url) for url in lab.urls.values()))
    assert within(10, lambda: processes_of(tmp_path) == [])
    assert not state.in_use(tmp_path)


def test_an_interrupted_build_is_built_again(tmp_path: Path) -> None:
    parent = in_background(tmp_path, STANDIN_BUILDS_FOR="60")
    half = tmp_path / "building" / "site.sqlite3"
    assert within(30, half.exists)
    assert len(processes_of(tmp_path)) == 2
    parent.send_signal(signal.SIGKILL)
    parent.wait(10)
    assert within(10, lambda: processes_of(tmp_path) == [])
    assert not state.is_whole(tmp_path, 7, state.code_version(), TODAY)
    with opening.opened(tmp_path, PARTS, 7, TODAY):
        assert state.is_whole(tmp_path, 7, state.code_version(), TODAY)
    assert (tmp_path / "site.sqlite3").read_text() == f"7 {TODAY}"
    assert not half.parent.exists()


def test_a_build_that_fails_says_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANDIN_FAILS", "1")
    with (
        pytest.raises(LabError, match=r"(?s)tests.lab.standin failed .1.*the paint is not dry"),
        opening.opened(tmp_path, PARTS, 7, TODAY),
    ):
        pass
    assert not state.in_use(tmp_path)


def test_another_seed_or_a_week_later_is_built_again(tmp_path: Path) -> None:
    code = state.code_version()
    with state.claimed(tmp_path):
        state.seal(tmp_path, 7, code, TODAY)
    assert state.is_whole(tmp_path, 7, code, TODAY)
    assert state.is_whole(tmp_path, 7, code, TODAY + timedelta(days=6))
    assert not state.is_whole(tmp_path, 7, code, TODAY + timedelta(days=7))
    assert not state.is_whole(tmp_path, 8, code, TODAY)
    assert not state.is_whole(tmp_path, 7, "older code", TODAY)


def test_somebody_elses_folder_is_refused_and_untouched(tmp_path: Path) -> None:
    diary = tmp_path / "diary.txt"
    diary.write_text("mine")
    with pytest.raises(LabError, match="nothing was touched"), state.claimed(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["diary.txt"]


def test_ports_in_use_are_passed_over(tmp_path: Path) -> None:
    first = ports.listeners(tmp_path, ["shop", "cms"])
    other = ports.listeners(tmp_path, ["shop", "cms"])
    taken = {each.getsockname()[1] for each in first.values()}
    assert taken.isdisjoint(ports.remembered(tmp_path).values())
    for each in (*first.values(), *other.values()):
        each.close()
    chosen = ports.remembered(tmp_path)
    again = ports.listeners(tmp_path, ["shop", "cms"])
    assert ports.remembered(tmp_path) == chosen
    for each in again.values():
        each.close()


@pytest.mark.parametrize("note", ["", "[]", '{"shop": "no"}', "\0"])
def test_a_broken_note_of_ports_is_no_note(tmp_path: Path, note: str) -> None:
    (tmp_path / "ports.json").write_text(note)
    assert ports.remembered(tmp_path) == {}


def test_keys_are_for_their_owner_alone_and_the_authority_stays(tmp_path: Path) -> None:
    pairs = tls.issue(tmp_path, TODAY)
    authority = (tmp_path / tls.CA_FILE).read_bytes()
    again = tls.issue(tmp_path, TODAY)
    assert pairs == again
    assert (tmp_path / tls.CA_FILE).read_bytes() == authority
    keys = [tmp_path / "tls" / "ca.key", *(pair.key for pair in pairs.values())]
    assert {oct(key.stat().st_mode & 0o777) for key in keys} == {"0o600"}


def test_a_note_of_a_running_lab_is_not_believed_when_none_runs(tmp_path: Path) -> None:
    with state.claimed(tmp_path):
        (tmp_path / "running.json").write_text(json.dumps({"state": "x"}))
        assert opening.running(tmp_path) is None
    assert opening.running(tmp_path) is None
