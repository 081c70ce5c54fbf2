"""One check at a time, and a killed one holds nobody up."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storewarden.core.errors import AlreadyRunning, LedgerError
from storewarden.engine.lock import only_one

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
HOLD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from storewarden.engine.lock import only_one
with only_one(Path(sys.argv[1]), datetime(2026, 6, 15, 11, tzinfo=UTC)):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_second_is_told_who_and_since_when(tmp_path: Path) -> None:
    path = tmp_path / "own" / "check.lock"
    with only_one(path, NOON), pytest.raises(AlreadyRunning) as told, only_one(path, NOON):
        pass
    assert str(told.value) == (
        "another check of this estate is at work since 2026-06-15 12:00:00 UTC"
        f" (process {os.getpid()}); this one did nothing"
    )


def test_it_is_free_again_afterwards_also_after_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "check.lock"
    with pytest.raises(ZeroDivisionError), only_one(path, NOON):
        raise ZeroDivisionError
    with only_one(path, NOON):
        pass


def test_the_kernel_lets_go_of_a_killed_one(tmp_path: Path) -> None:
    path = tmp_path / "check.lock"
    other = subprocess.Popen([sys.executable, "-c", HOLD, path], stdout=subprocess.PIPE, text=True)
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning, match=f"process {other.pid}"), only_one(path, NOON):
            pass
        other.kill()
    with only_one(path, NOON):
        pass


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b'{"pid": "x"}', b"\xff" * 300])
def test_a_note_that_makes_no_sense_is_left_out(tmp_path: Path, note: bytes) -> None:
    path = tmp_path / "check.lock"
    with only_one(path, NOON):
        path.write_bytes(note)
        with pytest.raises(AlreadyRunning, match="is at work; this one"), only_one(path, NOON):
            pass


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for place in (tmp_path / "file" / "check.lock", tmp_path / "link"):
        with pytest.raises(LedgerError, match="nothing was checked"), only_one(place, NOON):
            pass
