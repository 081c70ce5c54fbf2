"""Killed at any moment, a watch has lost nothing and doubles nothing when it goes on."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from storewarden.core.river import Piece
from storewarden.store.events.store import Settings, Store
from storewarden.streams import history, memory
from tests.cli.conftest import PACKAGE
from tests.streams.fakes import Book, parse

POINTS = 50
HOME = Path(__file__).parents[2]


class Nursery:
    """The program that starts watches for us."""

    def __init__(self, folder: Path) -> None:
        self.program = subprocess.Popen(
            [sys.executable, "-m", "tests.streams.nursery", str(folder)],
            cwd=HOME,
            env={**os.environ, "PYTHONPATH": f"{PACKAGE}{os.pathsep}{HOME}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, word: str) -> int:
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write(f"{word}\n")
        self.program.stdin.flush()
        return int(self.program.stdout.readline())

    def close(self) -> None:
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.close()
        self.program.wait(30)
        self.program.stdout.close()


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    """Watches over ``shop.log`` of the test's folder."""
    started = Nursery(tmp_path)
    yield started
    started.close()


@pytest.mark.slow
def test_nothing_is_lost_and_nothing_doubled_by_fifty_kills(
    tmp_path: Path, nursery: Nursery
) -> None:
    chance = random.Random(3)  # noqa: S311 - moments of a test
    log, written = tmp_path / "shop.log", list[str]()
    write(log, written, chance)
    assert nursery.ask("once") == 0  # a first run knows no older file than the one that is there
    for round_ in range(POINTS):
        watch = nursery.ask("go")
        until = time.perf_counter() + chance.uniform(0.0, 0.4)
        while time.perf_counter() < until:
            write(log, written, chance)
            time.sleep(0.005)
        os.kill(watch, signal.SIGKILL)
        assert nursery.ask("wait") == signal.SIGKILL
        if round_ % 7 == 3:
            rotate(log)
    write(log, written, chance)
    assert nursery.ask("once") == 0
    assert kept(tmp_path) == list(enumerate(written, 1))
    assert Book(tmp_path / "book.json").entries() == alerts(written)
    assert len(written) > 2_000
    brings_in_all(tmp_path)
    assert kept(tmp_path) == list(enumerate(written, 1))


@pytest.mark.slow
def test_a_line_counts_once_when_files_are_brought_in_between_kills(
    tmp_path: Path, nursery: Nursery
) -> None:
    chance = random.Random(4)  # noqa: S311 - moments of a test
    log, written = tmp_path / "shop.log", list[str]()
    write(log, written, chance)
    assert nursery.ask("once") == 0  # a first run knows no older file than the one that is there
    for round_ in range(12):
        watch = nursery.ask("go")
        until = time.perf_counter() + chance.uniform(0.0, 0.4)
        while time.perf_counter() < until:
            write(log, written, chance)
            time.sleep(0.005)
        os.kill(watch, signal.SIGKILL)
        assert nursery.ask("wait") == signal.SIGKILL
        if round_ % 3 == 1:
            rotate(log)
        if chance.random() < 0.5:
            write(log, written, chance)
            brings_in_all(tmp_path)
    assert nursery.ask("once") == 0
    brings_in_all(tmp_path)
    assert sorted(message for _, message in kept(tmp_path)) == sorted(written)


def brings_in_all(folder: Path) -> None:
    """Bring in every file that there is of the log, as `storewarden ingest` does."""
    settings = Settings(folder / "events", lambda: datetime(2027, 1, 1, tzinfo=UTC))
    with Store(settings) as store:
        for path in sorted(folder.glob("shop.log*")):
            stands = memory.read(store.positions("watch:log").get("watch:log", ""))
            past = history.Past(path, "log", events, stands=stands)
            history.load(past, store, lambda _done, _size: None)


def events(data: bytes, first: int, lines: int) -> pa.RecordBatch:
    return parse(Piece("log", data, first, lines))


def write(log: Path, written: list[str], chance: random.Random) -> None:
    more = [
        f"{1_800_000_000 + len(written) + number} {chance.choice(['good', 'good', 'fine', 'bad'])}"
        for number in range(chance.randrange(1, 30))
    ]
    with log.open("a", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in more))
    written += more


def rotate(log: Path) -> None:
    """Rename by numbers, as logrotate does."""
    for number in range(8, 0, -1):
        old = log.with_name(f"shop.log.{number}")
        if old.exists():
            old.rename(log.with_name(f"shop.log.{number + 1}"))
    log.rename(log.with_name("shop.log.1"))


def kept(folder: Path) -> list[tuple[int, str]]:
    settings = Settings(folder / "events", lambda: datetime(2027, 1, 1, tzinfo=UTC))
    with Store(settings) as store:
        rows = [row for batch in store.events() for row in batch.to_pylist()]
        assert store.verify().broken is None
    return sorted((row["line"], row["message"]) for row in rows)


def alerts(written: list[str]) -> dict[str, str]:
    """What a run that is never interrupted says; of two alerts on one line the last stands."""
    told = {
        f"bad_word line {number}": line
        for number, line in enumerate(written, 1)
        if line.endswith("bad")
    }
    hundreds = range(100, len(written) + 1, 100)
    return told | {f"bad_word line {number}": f"number {number}" for number in hundreds}
