"""Logs of others, as they come, through `storewarden detect`: whoever must be found is flagged."""

import os
import re
from pathlib import Path

import pytest

from tests.detect.conftest import Detect

HUB = Path(os.environ.get("STOREWARDEN_CORPUS", "../shared/corpus")) / "logs" / "hub"
ADDRESS = re.compile(r"(?<![\w.:])[\da-f]+(?:[.:]+[\da-f]+){3,}(?![\w.])")


def scenarios() -> list[Path]:
    return sorted(note.parent for note in HUB.glob("*/scenario.assert"))


def sought(folder: Path) -> set[str]:
    """The addresses that the scenario's own note names as sources."""
    return set(re.findall(r'Sources\["([^"]+)"\]', (folder / "scenario.assert").read_text("utf-8")))


@pytest.mark.corpus
@pytest.mark.parametrize("folder", scenarios(), ids=lambda folder: folder.name)
def test_lines_of_whoever_must_be_found_are_flagged(detect: Detect, folder: Path) -> None:
    log, wanted = next(folder.glob("*.log")), sought(folder)
    flagged = {line.line for line in detect(log, "--format", "combined", "--json").lines()}
    theirs = {
        number
        for number, line in enumerate(log.read_text("utf-8", "replace").split("\n"), 1)
        if wanted & set(ADDRESS.findall(line))
    }
    assert bool(theirs) is bool(wanted)
    assert theirs <= flagged


@pytest.mark.corpus
@pytest.mark.parametrize("folder", scenarios(), ids=lambda folder: folder.name)
def test_the_table_names_them(detect: Detect, folder: Path) -> None:
    said = detect(next(folder.glob("*.log")), "--format", "combined").said
    assert sought(folder) <= set(ADDRESS.findall(said))
