"""A small estate on disk, and two ways to run the program: in this process, and as a program."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from storewarden.cli.program import run

ESTATE = """
[estate]
name = "Corner shop"
owner = "ada"
[people.ada]
name = "Ada Keller"
[people.ben]
name = "Ben Osei"
[responsible]
baseline = "ada"
exposure = "ada"
payments = "ben"
pentest = "ben"
advisories = "ben"
bridges = "ada"
customer_data = "ada"
suppliers = "ben"
"""


@dataclass(frozen=True)
class Answer:
    """What a command line answered."""

    code: int
    out: str
    err: str


Storewarden = Callable[..., Answer]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an estate file of which one step, logs, is nobody's."""
    (tmp_path / "storewarden.toml").write_text(ESTATE, "utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("STOREWARDEN_ESTATE", "STOREWARDEN_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def storewarden(home: Path, capsys: pytest.CaptureFixture[str]) -> Storewarden:
    """Run a command line in this process."""
    assert home.exists()

    def command(*arguments: str) -> Answer:
        capsys.readouterr()
        code = run(arguments)
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    return command


def program(
    arguments: Sequence[str], folder: Path, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the program itself, in a bare environment."""
    bare = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": PACKAGE}
    return subprocess.run(
        [sys.executable, "-m", "storewarden", *arguments],
        cwd=folder,
        env={**bare, **environment},
        capture_output=True,
        check=False,
        timeout=60,
    )


PACKAGE = str(Path(__file__).parents[2] / "src")
