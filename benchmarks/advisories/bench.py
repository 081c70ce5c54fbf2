"""Measures the book of advisories: matching, and loading real lists. Writes its section of results.

The lists lie in the corpus folder (STOREWARDEN_CORPUS, default ../shared/corpus); without it only
the invented ones are measured, and that is said.
"""

import os
import platform
import statistics
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import maker  # noqa: E402 - benchmarks are scripts, their folder is put on the path first
import sections  # noqa: E402 - the same

from storewarden.core.feeds import FeedState  # noqa: E402 - the same
from storewarden.store.advisories.book import open_book  # noqa: E402 - the same

NOW: Final = datetime(2026, 6, 15, tzinfo=UTC)
COMPONENTS, ADVISORIES, RANGES, PACKAGES = 5_000, 200_000, 300_000, 60_000
MATCH_BAR: Final = 0.1
ROUNDS: Final = 9


def matching(folder: Path) -> list[str]:
    """Rows of the table: one look at 5,000 components, every version read anew each time."""
    book = open_book(folder / "matching.sqlite3")
    start = time.process_time()
    told = maker.advisories(ADVISORIES, RANGES, PACKAGES)
    book.replace(FeedState("invented", "osv", fetched=NOW), told)
    load = time.process_time() - start
    things = maker.inventory(COMPONENTS, PACKAGES)
    answers = book.match(things, NOW)
    counted = Counter(answer.standing.value for answer in answers)
    named = sum(len(answer.named) for answer in answers)
    wall, cpu = [], []
    for _ in range(ROUNDS):
        started, used = time.perf_counter(), time.process_time()
        book.match(things, NOW)
        wall.append(time.perf_counter() - started)
        cpu.append(time.process_time() - used)
    took, used = statistics.median(wall), statistics.median(cpu)
    work = f"{COMPONENTS:,} components against {ADVISORIES:,} advisories ({RANGES:,} ranges):"
    found = f"{counted['affected']} affected, {named} named"
    measured = f"{took * 1000:.0f} ms, {used * 1000:.0f} ms of CPU"
    return [
        row(f"{work} {found}", measured, f"{MATCH_BAR * 1000:.0f} ms", held=took < MATCH_BAR),
        row(f"keeping those {ADVISORIES:,} advisories for the first time", f"{load:.1f} CPU-s"),
    ]


def row(work: str, measured: str, bar: str = "none", *, held: bool | None = None) -> str:
    """One line of the table."""
    said = "-" if held is None else "yes" if held else "**missed**"
    return f"| {work} | {measured} | {bar} | {said} |"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = matching(Path(folder))
    head = [
        "## Advisories",
        "",
        f"Written by `make bench-advisories`: {os.cpu_count()} cores, {platform.python_version()}.",
        "",
        "| work | measured | bar | held |",
        "|---|---|---|---|",
    ]
    sections.write("4-advisories", "\n".join([*head, *rows]) + "\n")


if __name__ == "__main__":
    main()
