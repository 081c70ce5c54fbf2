"""A check and a connector are added by one folder each, with no edit anywhere else."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.conftest import PACKAGE

CHECK = '''
"""Is the shop window lit?

*Why it matters.* Nobody buys in the dark.

*How to put it right.* Switch the light on.
"""

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, bad
from storewarden.facts.lamps import Lamp


def judge(lamps):
    for lamp in lamps:
        yield bad(lamp.name, f"the {lamp.name} is dark")


CHECK = Check(asks=Lamp, severity=Severity.LOW, judge=judge)
'''
FACT = '''
"""Lamps."""

from dataclasses import dataclass

from storewarden.core.checks import Fact


@dataclass(frozen=True, slots=True)
class Lamp(Fact):
    """A lamp of the shop."""

    name: str
'''
CONNECTOR = '''
"""Looks at the lamps."""

from storewarden.core.connectors import Connector
from storewarden.core.estate import Estate
from storewarden.facts.lamps import Lamp


def gather(_estate, _access):
    yield Lamp("window")


CONNECTOR = Connector(reads=Estate, gives=(Lamp,), gather=gather)
'''


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the package with a fact, a connector and a check more."""
    copy = tmp_path / "src" / "storewarden"
    shutil.copytree(
        Path(PACKAGE) / "storewarden", copy, ignore=shutil.ignore_patterns("__pycache__")
    )
    (copy / "facts" / "lamps.py").write_text(FACT, "utf-8")
    add(copy / "connectors" / "hosts" / "lamps", "connector.py", CONNECTOR)
    add(copy / "steps" / "s2_exposure" / "checks" / "dark_window", "check.py", CHECK)
    return copy.parent


def add(folder: Path, name: str, text: str) -> None:
    folder.mkdir()
    (folder / "__init__.py").write_text('"""One more."""\n', "utf-8")
    (folder / name).write_text(text, "utf-8")


def answer(house: Path, home: Path, arguments: Sequence[str]) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "storewarden", *arguments],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(house)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in {0, 1}, run.stderr
    return run.stdout


@pytest.mark.slow
def test_one_folder_is_enough(house: Path, home: Path) -> None:
    told = json.loads(answer(house, home, ["check", "--step", "2", "--format", "json"]))
    assert [(f["check"], f["asset"], f["said"]) for f in told["findings"]] == [
        ("dark_window", "estate", "the window is dark")
    ]
    assert "dark_window  low" in answer(house, home, ["checks"])
    assert "Switch the light on." in answer(house, home, ["explain", "dark_window"])
    page = answer(house, home, ["checks", "--format", "markdown"])
    assert "### `dark_window` (low)" in page
    assert "Nobody buys in the dark." in page
