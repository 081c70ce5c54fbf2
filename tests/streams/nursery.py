"""Starts watches to be killed: everything is imported once, each watch is a fork of this.

Reads lines from stdin: ``go`` starts one and prints its process id; ``wait`` waits for it to be
gone; ``once`` lets one read everything there is and prints how it ended.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from storewarden.connectors.logs.tail.following import Log, Tail
from storewarden.core.estate import LogSource
from storewarden.core.known_files import beginning, known
from storewarden.store.events.store import Settings, Store
from storewarden.streams.assembly import Parts, assembled
from storewarden.streams.memory import Memory
from storewarden.streams.ports import Outlets
from storewarden.streams.watching import Rhythm
from storewarden.streams.writing import Pace
from tests.streams.fakes import Book, Counting, parse


def run(folder: Path, *, once: bool) -> bool:
    """One watch over the log of a folder, with the real event store."""
    settings = Settings(folder / "events", lambda: datetime(2027, 1, 1, tzinfo=UTC))
    with Store(settings) as store:
        detector = Counting()
        parts = Parts(
            logs=[LogSource("log", folder / "shop.log")],
            follow=lambda log, place: Tail(
                Log(log.id, folder / "shop.log", quiet=0.05),
                place,
                recognise=lambda start, before: known(
                    store.positions(beginning("log")), start, before
                ),
            ),
            parse=parse,
            detector=lambda _remark: detector,
            outlets=Outlets(store, Book(folder / "book.json").report),
            memory=Memory(folder / "memory.sqlite3"),
            pace=Pace(seconds=0.02),
            rhythm=Rhythm(beat=0.1, checkpoint=0.05),
        )
        whole = assembled(parts)
        return whole.once(Event()) if once else whole.until(Event())


def forked(folder: Path, *, once: bool) -> int:
    """Start a watch in a process of its own; returns its id."""
    child = os.fork()
    if child:
        return child
    done = False
    try:
        done = run(folder, once=once)
    finally:
        os._exit(0 if done else 1)


def main(folder: Path) -> None:
    """Do as stdin says."""
    child = 0
    for line in sys.stdin:
        word = line.strip()
        if word == "go":
            child = forked(folder, once=False)
            print(child, flush=True)  # noqa: T201 - this is how it answers
        elif word == "wait":
            print(os.waitpid(child, 0)[1], flush=True)  # noqa: T201 - the same
        else:
            child = forked(folder, once=True)
            print(os.waitpid(child, 0)[1], flush=True)  # noqa: T201 - the same


if __name__ == "__main__":
    main(Path(sys.argv[1]))
