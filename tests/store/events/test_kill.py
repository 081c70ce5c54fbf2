"""Whatever was acknowledged survives kill -9 and a full disk; nothing is kept twice."""

import os
import random
import resource
import signal
import subprocess
import time
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

import pytest

from storewarden.core.errors import EventStoreError
from storewarden.store.events.store import Store
from tests.store.events.samples import delivery, files, lines, store
from tests.store.events.writer import write

POINTS = 50
WRITER = "tests.store.events.writer"


@pytest.fixture
def nursery() -> ForkServerContext:
    """Starts processes that have everything imported already."""
    context = get_context("forkserver")
    context.set_forkserver_preload([WRITER])
    return context


def killed(child: ForkServerProcess, notes: Path, after: float) -> list[int]:
    """Kill a writer some time after it began; returns what it had acknowledged."""
    patience = time.monotonic() + 60
    while not (notes.exists() and notes.read_text()):
        assert time.monotonic() < patience, "the writer never began"
        time.sleep(0.005)
    time.sleep(after)
    child.kill()
    child.join()
    return [int(number) for number in notes.read_text().split("\n")[1:-1]]


@pytest.mark.slow
def test_fifty_kills_lose_nothing_and_double_nothing(
    tmp_path: Path, nursery: ForkServerContext
) -> None:
    chance = random.Random(7)  # noqa: S311 - a test's dice
    folder = tmp_path / "events"
    acknowledged: list[int] = []
    for point in range(0, POINTS, 2):
        notes = [tmp_path / f"notes{point + each}" for each in (0, 1)]
        pair = [
            nursery.Process(target=write, args=(str(folder), writer, str(note)))
            for writer, note in enumerate(notes, 1)
        ]
        for child in pair:
            child.start()
        for child, note in zip(pair, notes, strict=True):
            acknowledged += killed(child, note, chance.uniform(0, 0.08))
    with store(folder) as kept:
        there = lines(kept)
        assert len(acknowledged) > POINTS
        assert len(there) == len(set(there))
        assert set(there) >= {n * 5 + 1 + i for n in acknowledged for i in range(5)}
        for writer, place in kept.positions().items():
            assert sum(_of(line) == writer for line in there) == int(place) * 5
        assert kept.verify().broken is None
        assert set(files(folder)) <= kept._manifest.names(), "no orphan is left after opening"


def _of(line: int) -> str:
    return str((line - 1) // 5 // 1_000_000)


def test_what_a_dead_writer_left_is_swept_and_a_living_ones_is_not(tmp_path: Path) -> None:
    with store(tmp_path) as alive:
        alive.append([delivery(1)])
        mine = alive._places.write(b"in progress")
        dead = f"{'0' * 12}-000001-00000000.parquet"
        for name in (dead, f"{dead}.unfinished"):
            (tmp_path / "segments" / name).write_bytes(b"half")
        with store(tmp_path) as other:
            assert mine in files(tmp_path)
            assert len(files(tmp_path)) == 2
            assert other.verify().broken is None
    with store(tmp_path) as kept:
        assert mine not in files(tmp_path)
        assert len(lines(kept)) == 10


def test_a_full_disk_refuses_what_it_cannot_keep(tmp_path: Path) -> None:
    with store(tmp_path) as kept:
        kept.append([delivery(1)])
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
        try:
            with pytest.raises(EventStoreError, match=r"full|refused|cannot be used"):
                kept.append([delivery(2, 5000)])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, ignored)
        assert lines(kept) == list(range(11, 21))
        assert len(files(tmp_path)) == 1
        assert kept.append([delivery(2, 5000)]) == 5000
        assert kept.verify().broken is None


def filled(folder: Path) -> int:
    """Append until the disk is full; returns the last delivery that was acknowledged."""
    acknowledged: list[int] = []
    with store(folder) as kept, pytest.raises(EventStoreError, match="the disk is full"):
        fill(kept, acknowledged)
    return acknowledged[-1]


def fill(kept: Store, acknowledged: list[int]) -> None:
    for number in range(1, 10_000):
        kept.append([delivery(number, 2000, {"at": str(number)})])
        acknowledged.append(number)


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_small_disk_that_fills_up_keeps_every_acknowledged_event(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        number = filled(disk / "events")
        with store(disk / "events") as kept:
            assert number > 3
            assert kept.positions() == {"at": str(number)}
            assert len(lines(kept)) == number * 2000
            assert kept.verify().broken is None
    finally:
        subprocess.run(["umount", str(disk)], check=True)
