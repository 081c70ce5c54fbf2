"""Measures the book of advisories: matching, and loading real lists. Writes its section of results.

The lists lie in the corpus folder (STOREWARDEN_CORPUS, default ../shared/corpus); without it only
the invented ones are measured, and that is said.
"""

import os
import platform
import statistics
import subprocess
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
import real  # noqa: E402 - the same
import sections  # noqa: E402 - the same

from storewarden.core.feeds import FeedState  # noqa: E402 - the same
from storewarden.store.advisories.book import open_book  # noqa: E402 - the same

NOW: Final = datetime(2026, 6, 15, tzinfo=UTC)
COMPONENTS, ADVISORIES, RANGES, PACKAGES = 5_000, 200_000, 300_000, 60_000
CORPUS: Final = Path(os.environ.get("STOREWARDEN_CORPUS", "../shared/corpus")) / "advisories"
MATCH_BAR: Final = 0.1
LOAD_BAR: Final = 20
PEAK_BAR: Final = 400
ROUNDS: Final = 9


def matching(folder: Path) -> list[str]:
    """Rows of the table: one look at 5,000 components, in the process that loaded the lists."""
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


def loading(folder: Path) -> list[str]:
    """Rows of the table: the real lists into a new book; none where there is no corpus."""
    if not CORPUS.is_dir():
        return [row(f"real lists: there is no corpus at {CORPUS}", "not measured")]
    real.published_form(CORPUS / real.WORDPRESS, folder / "wordfence.json")
    size = (folder / "wordfence.json").stat().st_size // 1024**2
    command = [sys.executable, str(HERE / "real.py"), str(CORPUS), str(folder)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    wall, cpu, peak = map(float, told.splitlines()[-1].split()[1:])
    work = f"KEV, EPSS, 42,363 WordPress records ({size} MB) and 4,844 others into a new book"
    return [
        row(work, f"{wall:.1f} s, {cpu:.1f} s of CPU", f"{LOAD_BAR} s", held=wall < LOAD_BAR),
        row("the same: most memory", f"{peak:.0f} MB", f"{PEAK_BAR} MB", held=peak < PEAK_BAR),
    ]


def row(work: str, measured: str, bar: str = "none", *, held: bool | None = None) -> str:
    """One line of the table."""
    said = "-" if held is None else "yes" if held else "**missed**"
    return f"| {work} | {measured} | {bar} | {said} |"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = [*matching(Path(folder)), *loading(Path(folder))]
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
