"""Killed at any moment, a check leaves a ledger that opens, verifies and has lost nothing."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import pytest

from storewarden.bootstrap import clock, opening
from storewarden.core.findings import AuditEntry, Change, Finding, State
from storewarden.core.ports import Ledger
from storewarden.engine.actions import By, acknowledge, false_alarm
from tests.cli.conftest import PACKAGE

POINTS = 50
CHECK = ("check", "--step", "0", "--asset", "estate")
Trail = Mapping[str, Sequence[AuditEntry]]


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_by_a_kill(home: Path) -> None:
    chance = random.Random(2)  # noqa: S311 - moments of a test
    begin = time.perf_counter()
    assert not is_killed_after(home, 60.0)
    whole = time.perf_counter() - begin
    before: Trail = {}
    killed = acted = 0
    for number in range(POINTS):
        logs_are_somebodys(home, number % 3 == 0)
        killed += is_killed_after(home, chance.uniform(0, whole))
        ledger = opening.open_ledger(opening.load_estate(home / "storewarden.toml"))
        after = trail(ledger)
        assert ledger.verify() == (sum(map(len, after.values())), None)
        for finding, entries in before.items():
            assert after[finding][: len(entries)] == entries
        acted += somebody_acts(ledger, number)
        before = trail(ledger)
    assert killed > POINTS // 2
    assert sum(map(len, before.values())) > acted > POINTS // 3


def trail(ledger: Ledger) -> Trail:
    return {finding.id: ledger.history(finding.id) for finding in ledger.findings()}


def logs_are_somebodys(home: Path, yes: bool) -> None:  # noqa: FBT001 - a change for the check
    file = home / "storewarden.toml"
    text = file.read_text("utf-8").replace('logs = "ben"\n', "")
    file.write_text(text + ('logs = "ben"\n' if yes else ""), "utf-8")


def is_killed_after(home: Path, seconds: float) -> bool:
    """Let a check run that long at the most; tells whether it had to be killed."""
    with subprocess.Popen(
        [sys.executable, "-m", "storewarden", *CHECK],
        cwd=home,
        env={**os.environ, "PYTHONPATH": PACKAGE},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        try:
            running.wait(seconds)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
    return running.returncode == -signal.SIGKILL


def somebody_acts(ledger: Ledger, number: int) -> int:
    """Acknowledge what is open, or set it aside: what the ledger said yes to must stay.

    Tells how many deeds the ledger said yes to.
    """
    by = By("ada", clock.now())
    acted = 0
    for finding in ledger.findings():
        deed = partial(acknowledge, wanted=finding.id, by=by)
        if finding.state.is_open and finding.acknowledged_by:
            deed = partial(false_alarm, wanted=finding.id, reason=f"reason {number}", by=by)
        if finding.state is not State.FIXED:
            acted += len(ledger.update(partial(only, deed)))
    return acted


def only(
    deed: Callable[[Mapping[str, Finding]], Change], known: Mapping[str, Finding]
) -> list[Change]:
    return [deed(known)]
