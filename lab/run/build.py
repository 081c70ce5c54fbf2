"""Builds the databases of the sites side by side, in a folder that becomes the state at the end."""

import subprocess
import sys
from datetime import date
from pathlib import Path

from lab.run import children
from lab.run.children import Child, Program
from lab.run.errors import LabError
from lab.run.parts import Parts

_SCAFFOLD = "building"
_TAIL = 15


def build(state: Path, parts: Parts, seed: int, today: date) -> None:
    """Build every site's part of the state.

    An interrupted build leaves only the scaffold, which the next start throws away. Raises
    `LabError` with the builder's last words when one fails.
    """
    scaffold = state / _SCAFFOLD
    scaffold.mkdir()
    builders = [
        children.start(_builder(state, scaffold, parts.sites[name], seed, today))
        for name in parts.built
    ]
    try:
        for builder in builders:
            _finish(builder, state)
    finally:
        children.stop(builders)
    for entry in scaffold.iterdir():
        _move_in(entry, state)
    scaffold.rmdir()


def _builder(state: Path, scaffold: Path, package: str, seed: int, today: date) -> Program:
    arguments = ["--state", str(scaffold), "--seed", str(seed), "--today", today.isoformat()]
    return Program(
        name=package,
        command=[sys.executable, "-m", f"{package}.build", *arguments],
        environment={"LAB_STATE": str(scaffold)},
        talks_to=_log(state, package),
    )


def _finish(builder: Child, state: Path) -> None:
    try:
        code = builder.process.wait(timeout=600)
    except subprocess.TimeoutExpired:
        raise LabError(f"building {builder.name} took more than ten minutes") from None
    if code:
        words = _log(state, builder.name).read_text("utf-8", "replace").splitlines()[-_TAIL:]
        raise LabError("\n".join([f"building {builder.name} failed ({code}):", *words]))


def _log(state: Path, package: str) -> Path:
    return state / f"build-{package.rpartition('.')[2]}.log"


def _move_in(entry: Path, state: Path) -> None:
    target = state / entry.name
    if not (entry.is_dir() and target.is_dir()):
        entry.rename(target)
        return
    for inner in entry.iterdir():
        _move_in(inner, target)
    entry.rmdir()
