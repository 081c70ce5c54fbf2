"""`storewarden check` finds every weakness planted in the running lab, and none of the decoys."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

PAGE = Path(__file__).parents[2] / "lab" / "WEAKNESSES.md"
pytestmark = [pytest.mark.lab, pytest.mark.slow, pytest.mark.xdist_group("lab")]


class Lab(Protocol):
    """The running estate, as the fixture hands it out."""

    estate_file: Path


@dataclass(frozen=True)
class Planted:
    """One row of a table of the page; ``*`` as subject means any."""

    id: str
    room: str
    check: str
    asset: str
    subject: str

    def names(self, finding: dict[str, Any]) -> bool:
        """Whether this row speaks of that finding."""
        same = (finding["check"], finding["asset"]) == (self.check, self.asset)
        meant = self.subject == "*" or self.subject.lower() in finding["subject"].lower()
        return same and meant


def rows(letter: str) -> Iterator[list[str]]:
    """The cells of each row whose first cell is W01, W02 ... or D01, D02 ..."""
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if re.fullmatch(rf"{letter}\d\d", cells[0]):
            yield cells


def decoy(cells: list[str]) -> Planted:
    """A decoy is named by the first word in backticks, else by its check and asset alone."""
    name, check, asset, words = cells
    named = re.search(r"`([^`]+)`", words)
    return Planted(name, "", check, asset, named[1] if named else "*")


WEAKNESSES = [Planted(*cells[:5]) for cells in rows("W")]
DECOYS = [decoy(cells) for cells in rows("D")]


@pytest.fixture(scope="module")
def told(lab: Lab) -> dict[str, Any]:
    """What the program itself prints about the running lab, as a user would call it."""
    command = [sys.executable, "-m", "storewarden", "--estate", str(lab.estate_file)]
    seen = subprocess.run(
        [*command, "check", "--format", "json"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert seen.returncode == 1, seen.stderr
    told: dict[str, Any] = json.loads(seen.stdout)
    return told


def test_the_page_lists_at_least_two_weaknesses_a_step_and_as_many_decoys() -> None:
    rooms = [planted.room for planted in WEAKNESSES]
    assert len(set(rooms)) == 9
    assert min(rooms.count(room) for room in rooms) >= 2
    assert len(DECOYS) >= len(WEAKNESSES)


@pytest.mark.parametrize("planted", WEAKNESSES, ids=lambda planted: planted.id)
def test_a_planted_weakness_is_found(told: dict[str, Any], planted: Planted) -> None:
    hits = [finding for finding in told["findings"] if planted.names(finding)]
    assert hits, [f for f in told["findings"] if f["check"] == planted.check]


@pytest.mark.parametrize("decoy", DECOYS, ids=lambda decoy: decoy.id)
def test_a_decoy_is_not_reported(told: dict[str, Any], decoy: Planted) -> None:
    planted = [one for one in WEAKNESSES if decoy.subject == "*"]
    assert [
        finding
        for finding in told["findings"]
        if decoy.names(finding) and not any(one.names(finding) for one in planted)
    ] == []


def test_nothing_but_the_planted_weaknesses_is_found(told: dict[str, Any]) -> None:
    surprises = [
        (finding["check"], finding["asset"], finding["subject"], finding["said"])
        for finding in told["findings"]
        if not any(planted.names(finding) for planted in WEAKNESSES)
    ]
    assert surprises == []


def test_every_row_of_the_scoreboard_has_something_to_say(told: dict[str, Any]) -> None:
    assert len(told["steps"]) == 9
    for step in told["steps"]:
        assert step["good"] + step["bad"] + step["unknown"] > 0, step
