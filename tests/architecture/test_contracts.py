"""The walls of the house can fall: each contract goes red when somebody breaks it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHECK = "steps/s0_baseline/checks/nobody_responsible/check.py"

BREACHES = {
    "1 Floors": ("core/verdicts.py", "import storewarden.engine"),
    "2 Steps": (CHECK, "import storewarden.steps.s7_logs"),
    "3 Checks": (CHECK, "import storewarden.steps.s0_baseline.checks.a_neighbour"),
    "4 Connectors": (
        "connectors/declared/responsibilities/connector.py",
        "import storewarden.connectors.declared.a_neighbour",
    ),
    "5 Thinking rooms": (CHECK, "import socket"),
    "6 Wiring": ("cli/__init__.py", "import storewarden.connectors"),
    "7 No rings": ("core/verdicts.py", "import storewarden.core.checks"),
    "8 Django": ("engine/__init__.py", "import django"),
}


def lint(copy: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in ("steps/s0_baseline/checks", "connectors/declared"):
        neighbour = tmp_path / "src/storewarden" / room / "a_neighbour"
        neighbour.mkdir()
        (neighbour / "__init__.py").write_text('"""A neighbour."""\n', "utf-8")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("contract", BREACHES)
def test_a_contract_goes_red_when_it_is_broken(copy: Path, contract: str) -> None:
    name, line = BREACHES[contract]
    broken = copy / "src/storewarden" / name
    broken.write_text(broken.read_text("utf-8") + f"\n{line}\n", "utf-8")
    seen = lint(copy)
    assert seen.returncode == 1
    assert any(
        row.startswith(contract) and row.endswith("BROKEN") for row in seen.stdout.splitlines()
    ), seen.stdout


@pytest.mark.slow
def test_a_room_without_a_floor_fails_the_build(copy: Path) -> None:
    room = copy / "src/storewarden/utils"
    room.mkdir()
    (room / "__init__.py").write_text('"""Odds and ends."""\n', "utf-8")
    seen = lint(copy)
    assert seen.returncode == 1
    assert "utils" in seen.stdout


@pytest.mark.slow
def test_the_untouched_copy_is_green(copy: Path) -> None:
    assert lint(copy).returncode == 0
