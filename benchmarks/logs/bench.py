"""Measures the log river against `wc -l` on the same log, in one run. Run by `make bench-logs`."""

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import sections  # noqa: E402 - benchmarks are scripts, their folder is put on the path first
from logs.maker import made  # noqa: E402 - the same

ROUNDS: Final = 3
FOLDER: Final = HERE.parents[1] / ".bench"
WORKS: Final = {
    "parse": "framed and parsed into Arrow batches",
    "match": "parsed, decoded, all patterns",
    "fresh": "the same, if no block remembered the values of the ones before",
    "path": "the whole live path: all that the watch looks with",
}


@dataclass(frozen=True)
class Took:
    """What one work took: CPU-seconds for all lines and for starting, and the most memory in MB."""

    cpu: float
    start: float = 0.0
    peak: float = 0.0


def counted(log: Path) -> Took:
    """Run ``wc -l``."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(["wc", "-l", str(log)], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def ran(work: str, log: Path) -> Took:
    """Run one work in a process of its own."""
    command = [sys.executable, str(HERE / "measure.py"), work, str(log)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return Took(told["cpu"], told["start"], told["peak"])


def beside(log: Path, processes: int) -> float:
    """Lines a second of the whole live path in so many processes, each over the whole log."""
    command = [sys.executable, str(HERE / "measure.py"), "path", str(log)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(processes)]
    told = [json.loads(one.communicate()[0]) for one in running]
    return sum(one["lines"] for one in told) / max(one["wall"] for one in told)


def middle(runs: list[Took]) -> Took:
    """Return the median of each figure."""
    return Took(
        statistics.median(run.cpu for run in runs),
        statistics.median(run.start for run in runs),
        statistics.median(run.peak for run in runs),
    )


def page(lines: int, wc: Took, works: dict[str, Took], twice: float) -> str:
    """Return the Markdown section."""
    rows = [f"| `wc -l` | {lines / wc.cpu / 1e6:.1f} | 1 | | |"]
    rows += [
        f"| {WORKS[name]} | {lines / took.cpu / 1e6:.2f} | 1/{took.cpu / wc.cpu:.0f} "
        f"| {took.start:.1f} s | {took.peak:.0f} MB |"
        for name, took in works.items()
    ]
    ratio, peak = works["path"].cpu / wc.cpu, works["path"].peak
    held = "yes" if ratio <= 20 else "**missed**"
    small = "yes" if peak <= 400 else "**missed**"
    scales = "yes" if twice >= 1.8 else "**missed**"
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    return (
        f"## Access logs\n\nWritten by `make bench-logs` on a machine with {machine}: {lines:,} "
        f"lines, one process, medians of {ROUNDS} rounds in turn.\n\n"
        "| work | million lines per CPU-second | of `wc -l` | start | most memory |\n"
        "|---|---|---|---|---|\n"
        + "\n".join(rows)
        + "\n\n| bar | measured | held |\n|---|---|---|\n"
        f"| whole live path at least 1/20 of `wc -l` (goal 1/12) | 1/{ratio:.0f} | {held} |\n"
        f"| 400 MB resident | {peak:.0f} MB | {small} |\n"
        f"| two processes 1.8 x one (side by side, a log each; the watch itself is one process) "
        f"| {twice:.2f} x | {scales} |\n"
    )


def main() -> None:
    log = made(FOLDER)
    with log.open("rb") as file:
        lines = sum(1 for _ in file)
    rounds = [(counted(log), {name: ran(name, log) for name in WORKS}) for _ in range(ROUNDS + 1)]
    kept = rounds[1:]  # the first warms the file and the compiled code
    works = {name: middle([works[name] for _, works in kept]) for name in WORKS}
    pairs = [(beside(log, 1), beside(log, 2)) for _ in range(ROUNDS)]
    twice = statistics.median(two / one for one, two in pairs)
    sections.write("2-access-logs", page(lines, middle([wc for wc, _ in kept]), works, twice))


if __name__ == "__main__":
    main()
