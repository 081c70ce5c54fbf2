"""Measures the event store: loading, live appends, hunts, the walk. Writes its section of results.

Runs on the log of `make bench-logs`, loaded under five names: 7.5 million events.
"""

import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import sections  # noqa: E402 - benchmarks are scripts, their folder is put on the path first
from logs.maker import made  # noqa: E402 - the same

from storewarden.bootstrap import history, opening  # noqa: E402 - the same
from storewarden.core.estate import Estate, EventKeeping, LogSource  # noqa: E402 - the same
from storewarden.kernels.events.ports import Delivery, EventStore, Hunt  # noqa: E402 - the same
from storewarden.kernels.sigma.reading import read  # noqa: E402 - the same
from storewarden.kernels.sigma.sql.hunts import rule_query  # noqa: E402 - the same

COPIES: Final = 5
BAR: Final = 10.0
BATCH: Final = 10_000
RULE: Final = """
title: A configuration file was handed out
name: handed_out
logsource: {category: webserver}
detection:
  file: {cs-uri-stem|endswith: ['/.env', '/.git/HEAD', '/wp-config.php.bak']}
  answer: {sc-status: 200}
  condition: file and answer
"""
REGEX_RULE: Final = """
title: A union of two questions in a search
name: union_select
logsource: {category: webserver}
detection:
  asked: {cs-uri-query|re: '(?i)union.+select'}
  answer: {sc-status: 200}
  condition: asked and answer
"""
QUESTIONS: Final = {
    "a Sigma rule (3 endings of a path, a status)": RULE,
    "a Sigma rule (a regular expression on the query, a status)": REGEX_RULE,
    "`path LIKE '%wp-login%' AND status = 404`": (
        "SELECT * FROM events WHERE path LIKE '%wp-login%' AND status = 404"
    ),
    "SQL: a regular expression on path or query": (
        "SELECT * FROM events WHERE regexp_matches(path, '(?i)union.+select')"
        " OR regexp_matches(query, '(?i)union.+select')"
    ),
    "failed logins by address": (
        "SELECT address, count(*) AS n FROM events WHERE method = 'POST' AND path LIKE '%login%'"
        " GROUP BY address HAVING n > 20"
    ),
    "every address, counted": "SELECT count(DISTINCT address) FROM events",
}


@dataclass(frozen=True)
class Took:
    """CPU-seconds of all threads, and seconds on the wall."""

    cpu: float
    wall: float


def took(work: Callable[[], object]) -> Took:
    """Do a work and measure it."""
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    work()
    after, end = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(cpu, end - start)


def loading(estate: Estate, store: EventStore, log: Path, source: str) -> Took:
    """Bring the whole log in."""
    asset = LogSource(source, log)
    return took(
        lambda: history.load_history(
            estate, store, asset, lambda _done, _size: None, to_the_end=True
        )
    )


def hunting(store: EventStore, sql: str) -> Took:
    """The quickest of five hunts."""
    runs = [took(lambda: sum(b.num_rows for b in store.hunt(Hunt(sql)))) for _ in range(5)]
    return min(runs, key=lambda run: run.cpu)


def appending(store: EventStore) -> tuple[int, Took]:
    """Append batches as the live path does; each is acknowledged before the next."""
    live = [batch.slice(0, BATCH) for batch, _ in zip(store.events(), range(30), strict=False)]
    deliveries = [Delivery(f"bench:{number}", batch) for number, batch in enumerate(live)]
    rows = sum(each.batch.num_rows for each in deliveries)
    return rows, took(lambda: [store.append([each]) for each in deliveries])


def rule(text: str) -> str:
    """The SQL of a Sigma rule."""
    found = read({"bench.yml": text})
    return rule_query(found.rules[0])


def speed(rows: float, run: Took) -> str:
    """How many events a CPU-second and a second on the wall."""
    return f"{rows / run.cpu / 1e6:.2f} M per CPU-second, {rows / run.wall / 1e6:.2f} M a second"


def table(rows: Iterable[tuple[str, str, str, str]]) -> str:
    """A Markdown table."""
    head = "| work | measured | bar | held |\n|---|---|---|---|\n"
    return head + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def measured(folder: Path) -> Iterable[tuple[str, str, str, str]]:
    """Every figure, as a row."""
    log = made(HERE.parents[1] / ".bench")
    estate = Estate("Bench", "ada", folder, events=EventKeeping(folder / "events"))
    with opening.open_events(estate) as store:
        loading(estate, store, log, "warm_up")
        runs = [loading(estate, store, log, f"shop{n}") for n in range(COPIES - 1)]
        best = min(runs, key=lambda run: run.cpu)
        rows, size = sum(s.rows for s in store.segments()), sum(s.size for s in store.segments())
        each = rows / COPIES
        yield (
            "`ingest`: parsed, masked, packed, kept",
            speed(each, best)
            + f"; {size / rows:.0f} of {log.stat().st_size / each:.0f} bytes kept",
            "none",
            "-",
        )
        for what, sql in QUESTIONS.items():
            run = hunting(store, rule(sql) if sql.startswith("\ntitle") else sql)
            fast = rows / run.cpu / 1e6
            held = "yes" if fast >= BAR else "**missed**"
            yield (
                f"{what}, over {rows:,} events",
                f"{fast:.0f} M rows per CPU-second, {run.wall:.2f} s",
                f"{BAR:.0f} M",
                held,
            )
        walk = took(store.verify)
        yield "`events verify`", f"{size / walk.wall / 1e6:,.0f} MB/s", "none", "-"
        kept, run = appending(store)
        yield (
            f"live appends of {BATCH:,} events, each on the disk before the next",
            speed(kept, run),
            "none",
            "-",
        )
        tidied = took(lambda: store.tidy(datetime.now(UTC)))  # noqa: TID251 - its clock
        yield "merging the small segments of a day", f"{tidied.wall:.1f} s", "none", "-"


def main() -> None:
    """Measure everything, print it, write it down."""
    with tempfile.TemporaryDirectory(prefix="storewarden-bench-") as folder:
        rows = list(measured(Path(folder)))
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    words = (
        "## Event store\n\n"
        f"Written by `python benchmarks/events/bench.py` on a machine with {machine}.\n\n"
    )
    sections.write("3-events", words + table(rows))


if __name__ == "__main__":
    main()
