"""Fuzzes every parser, each in a process of its own, and writes down what came of it.

Run by ``make fuzz``: ``python -m tests.fuzz.run SECONDS [NAME...]``. With atheris (the dependency
group ``fuzz``) it is led by what code an input reaches; without, inputs are changed by dice.
"""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.fuzz.every import TARGETS

PAGE = Path(__file__).parents[2] / "docs" / "fuzzing.md"
SLACK = 120
AT_ONCE = 2
Figures = Mapping[str, Any]  # Any: a round's figures as JSON


def round_of(name: str, seconds: int, room: Path) -> subprocess.Popen[bytes]:
    """Start a round of one target."""
    told = room / f"{name}.json"
    command = [sys.executable, "-m", "tests.fuzz.one", name, str(seconds), str(told)]
    with (room / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            command, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": "."}
        )


def ended(name: str, running: subprocess.Popen[bytes], seconds: int, room: Path) -> Figures:
    """The figures of a round; one that hangs or dies is a finding."""
    try:
        running.wait(seconds + SLACK)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()
    told = room / f"{name}.json"
    if told.exists():
        figures: Figures = json.loads(told.read_text("utf-8"))
        return figures
    last = (room / f"{name}.log").read_text("utf-8", "replace").strip().splitlines()[-1:]
    return {"name": name, "inputs": 0, "cpu": 1, "found": [f"died or hung: {' '.join(last)}"]}


def page(rounds: Sequence[Figures], seconds: int, how: str) -> str:
    """`docs/fuzzing.md`."""
    rows = "\n".join(
        f"| {each['name']} | {TARGETS[each['name']].truths} | {each['inputs']:,}"
        f" | {each['inputs'] / each['cpu']:,.0f} | {'; '.join(each['found']) or 'nothing'} |"
        for each in rounds
    )
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    return f"""# Fuzzing: the parsers against inputs that nobody would write

Everything that others write goes through a parser: log lines, records, rules, lists, lock files. `make fuzz` feeds each of them
changed inputs for a minute (`make fuzz SECONDS=600` for longer) and asserts what must be true whatever comes. An input that breaks it is kept
below `tests/fuzz/found/` and tried again by every `make test`, together with a short round of changed inputs that is the same each time.

The last run: {seconds} s a target, {how}, a machine with {machine}.

| parser | what must be true | inputs | inputs a CPU-second | found in this run |
|---|---|---|---|---|
{rows}

To add a parser: a `Target` in `tests/fuzz/` (its name, what must be true, seeds).
"""


def main(seconds: int, names: Sequence[str]) -> int:
    """Run rounds, some at once; returns 1 when anything was found."""
    chosen = list(names or TARGETS)
    rounds: list[Figures] = []
    with TemporaryDirectory(prefix="storewarden-fuzz-") as folder:
        room = Path(folder)
        for start in range(0, len(chosen), AT_ONCE):
            running = [(name, round_of(name, seconds, room)) for name in chosen[start:][:AT_ONCE]]
            for name, each in running:
                rounds.append(ended(name, each, seconds, room))
                print(json.dumps(rounds[-1]), flush=True)  # noqa: T201 - a script that prints
    how = (
        "led by coverage (atheris; what is compiled: by dice)"
        if find_spec("atheris")
        else "inputs changed by dice"
    )
    if not names:
        PAGE.write_text(page(rounds, seconds, how), "utf-8")
    return int(any(each["found"] for each in rounds))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
