"""The pages about the rules say what the rules say, and nothing that is gone."""

import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
SCRIPT = HOME / "scripts" / "detections.py"


def written(output: Path) -> dict[str, str]:
    told = subprocess.run(
        [sys.executable, SCRIPT, "--output", output], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    return {page.name: page.read_text("utf-8") for page in output.iterdir()}


@pytest.mark.slow
def test_the_pages_are_what_the_rules_are(tmp_path: Path) -> None:
    committed = HOME / "docs" / "detections"
    kept = {page.name: page.read_text("utf-8") for page in committed.iterdir()}
    made = written(tmp_path)
    assert kept.keys() == made.keys(), "run `make docs`"
    assert kept == made, "run `make docs`"


@pytest.mark.slow
def test_a_rule_that_is_gone_loses_its_page(tmp_path: Path) -> None:
    (tmp_path / "long_gone.md").write_text("once upon a time", "utf-8")
    assert "long_gone.md" not in written(tmp_path)


@pytest.mark.slow
def test_a_page_says_why_and_what_to_do_and_shows_lines(tmp_path: Path) -> None:
    page = written(tmp_path)["xmlrpc_multicall.md"]
    headings = [line for line in page.splitlines() if line.startswith("## ")]
    assert headings == [
        "## Why it matters",
        "## What to do",
        "## When it is nothing",
        "## What it finds",
        "## What it leaves alone",
        "## What it asks",
    ]
    assert '"POST /xmlrpc.php HTTP/1.1" 200 187204' in page
    assert "sc-bytes|gte: 20000" in page
