"""kill -9 at any moment leaves one whole list in force, the old or the new."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storewarden.store.advisories.book import open_book
from tests.store.advisories.samples import NOW, component

ROUNDS = 8
SIZE = 3_000
WRITER = Path(__file__).with_name("writer.py")


@pytest.mark.slow
def test_killed_while_it_replaces_a_list_one_whole_list_counts(tmp_path: Path) -> None:
    chance = random.Random(20260615)  # noqa: S311 - no secret: a plan that can be repeated
    path = tmp_path / "advisories.sqlite3"
    for _ in range(ROUNDS):
        killed(path, chance.uniform(0.0, 0.6))
        counts = [named(path, version) for version in ("0.9.0", "1.5.0", "2.5.0")]
        assert counts in ([SIZE, 0, 0], [SIZE, SIZE, 0])


def killed(path: Path, seconds: float) -> None:
    """Let it replace the list at least once, and kill it somewhere in the next ones."""
    program = subprocess.Popen(
        [sys.executable, str(WRITER), str(path)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert program.stdout
    assert program.stdout.readline() == b"kept\n"
    time.sleep(seconds)
    program.kill()
    program.communicate()


def named(path: Path, version: str) -> int:
    things = [component(f"pkg:npm/p{n}", version) for n in range(100)]
    return sum(len(answer.named) for answer in open_book(path).match(things, NOW))
