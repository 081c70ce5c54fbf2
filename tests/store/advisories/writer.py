"""Replaces one list by two contents in turn until it is killed: a program for test_kill."""

import sys
from itertools import cycle
from pathlib import Path

from storewarden.store.advisories.book import open_book
from tests.store.advisories.samples import record, state, until

SIZE = 3_000


def main() -> None:
    book = open_book(Path(sys.argv[1]))
    for fixed in cycle(("1.0.0", "2.0.0")):
        told = (record(f"R-{n}", f"pkg:npm/p{n % 100}", until(fixed)) for n in range(SIZE))
        book.replace(state("osv"), told)
        sys.stdout.write("kept\n")
        sys.stdout.flush()


main()
