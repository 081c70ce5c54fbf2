"""kill -9 at any moment leaves a ledger that opens, verifies and has lost nothing."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storewarden.store.setup import open_ledger
from tests.store.samples import finding

BATCH = 7
ROUNDS = 50
FRESH_EVERY = 5
BEFOREHAND = 5


class Writer:
    """The program that is killed again and again."""

    def __init__(self) -> None:
        root = Path(__file__).parents[2]
        self.program = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("writer.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(root)},
        )

    def killed(self, target: str, microseconds: int) -> list[int]:
        """Let it write for so long, kill it; returns the acknowledged batches."""
        assert self.program.stdin
        assert self.program.stdout
        self.program.stdin.write(f"{target} {microseconds}\n")
        self.program.stdin.flush()
        return [int(number) for number in self.program.stdout.readline().split()]


def pace(writer: Writer, folder: Path) -> int:
    """How many microseconds this machine takes, busy as it is, to begin and write five batches."""
    microseconds = 100_000
    for attempt in range(8):
        if len(writer.killed(str(folder / f"pace{attempt}.sqlite3"), microseconds)) >= BEFOREHAND:
            break
        microseconds *= 2
    return microseconds


@pytest.fixture
def writer() -> Iterator[Writer]:
    made = Writer()
    yield made
    assert made.program.stdin
    assert made.program.stdout
    made.program.stdin.close()
    made.program.wait(30)
    made.program.stdout.close()


@pytest.mark.slow
def test_killed_at_fifty_random_points_nothing_acknowledged_is_lost(
    writer: Writer, tmp_path: Path
) -> None:
    chance = random.Random(20260615)  # noqa: S311 - no secret: a plan that can be repeated
    longest = pace(writer, tmp_path)
    acknowledged: list[int] = []
    batches = 0
    for point in range(ROUNDS):
        target = str(tmp_path / f"ledger{point // FRESH_EVERY}.sqlite3")
        acknowledged = [] if point % FRESH_EVERY == 0 else acknowledged
        lately = writer.killed(target, chance.randrange(1_000, longest))
        acknowledged += lately
        batches += len(lately)
        ledger = open_ledger(target)
        kept = ledger.findings()
        assert ledger.verify() == (len(kept), None), point
        assert kept == tuple(finding(number) for number in range(len(kept))), point
        assert len(kept) % BATCH == 0, point
        assert {finding(number).id for number in acknowledged} <= {one.id for one in kept}, point
    assert batches > ROUNDS // 5


@pytest.mark.slow
def test_two_programs_that_begin_a_ledger_at_once(target: str) -> None:
    script = (
        "import sys\n"
        "from storewarden.store.setup import open_ledger\n"
        "from tests.store.samples import change, finding\n"
        "ledger = open_ledger(sys.argv[1])\n"
        "for _ in range(10):\n"
        "    ledger.update(lambda known: [change(finding(len(known)))])\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    programs = [
        subprocess.Popen([sys.executable, "-c", script, target], env=environment) for _ in range(3)
    ]
    assert [program.wait(60) for program in programs] == [0, 0, 0]
    ledger = open_ledger(target)
    assert ledger.findings() == tuple(finding(number) for number in range(30))
    assert ledger.verify() == (30, None)
