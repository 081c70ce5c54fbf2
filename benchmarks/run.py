"""Measures commands that DESIGN.md sets a bar for. Run by `make bench`."""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import sections

HERE = Path(__file__).parent
PYTHON = sys.executable
ROUNDS = 7


@dataclass(frozen=True)
class Figure:
    """One measured line: what, how much, the bar it is held to, and whether it holds."""

    work: str
    measured: str
    bar: str
    holds: bool


def seconds(command: Sequence[str], *, env: dict[str, str] | None = None) -> float:
    """Wall seconds of one run of a command; its output is thrown away."""
    start = time.perf_counter()
    subprocess.run(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **(env or {})},
        check=False,
    )
    return time.perf_counter() - start


def paired(one: Callable[[], float], other: Callable[[], float]) -> tuple[float, float]:
    """Medians of two works run in turn, after one warm-up of each."""
    one()
    other()
    pairs = [(one(), other()) for _ in range(ROUNDS)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def help_page() -> Figure:
    """``storewarden --help`` against an empty Python."""
    asked, empty = paired(
        lambda: seconds([PYTHON, "-m", "storewarden", "--help"]),
        lambda: seconds([PYTHON, "-c", "pass"]),
    )
    return Figure(
        "`storewarden --help`",
        f"{asked:.2f} s, {asked / empty:.1f} x an empty Python",
        "under 0.4 s",
        asked < 0.4,
    )


def check_on_the_lab() -> Figure:
    """``storewarden check`` on the running lab, warm, three times."""
    with tempfile.TemporaryDirectory(prefix="storewarden-bench-") as folder:
        env = {"LAB_STATE": folder}
        lab = subprocess.Popen(
            [PYTHON, "-m", "lab", "up"],
            env={**os.environ, **env},
            stdout=subprocess.DEVNULL,
            cwd=HERE.parent,
        )
        try:
            estate = Path(folder) / "storewarden.toml"
            wait_until_ready(folder)
            command = [PYTHON, "-m", "storewarden", "--estate", str(estate), "check"]
            runs = [seconds([*command, "--format", "json"]) for _ in range(3)]
        finally:
            lab.terminate()
            lab.wait(30)
    took = statistics.median(runs)
    return Figure("`storewarden check` on the lab", f"{took:.1f} s", "under 60 s", took < 60)


def wait_until_ready(state: str) -> None:
    """Wait until the lab says where it is."""
    for _ in range(600):
        told = subprocess.run(
            [PYTHON, "-m", "lab", "where", "--json"],
            env={**os.environ, "LAB_STATE": state},
            cwd=HERE.parent,
            capture_output=True,
            check=False,
        )
        if told.returncode == 0 and (Path(state) / "truth.json").exists():
            return
        time.sleep(0.5)
    raise SystemExit("the lab did not start in 5 minutes; nothing was measured")


def page(figures: Sequence[Figure]) -> str:
    """The Markdown page."""
    rows = "\n".join(
        f"| {f.work} | {f.measured} | {f.bar} | {'yes' if f.holds else '**missed**'} |"
        for f in figures
    )
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    return (
        "## Commands\n\n"
        f"Written by `make bench` on a machine with {machine}. Medians; see README.md.\n\n"
        "| work | measured | bar | held |\n|---|---|---|---|\n" + rows + "\n"
    )


def main() -> None:
    """Measure everything, print it, write it down."""
    figures = [help_page(), check_on_the_lab()]
    sections.write("1-commands", page(figures))


if __name__ == "__main__":
    main()
