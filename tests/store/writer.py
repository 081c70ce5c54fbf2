"""Writes batches until it is killed: a program of its own, for test_kill.

For every line "FOLDER MICROSECONDS" on its input it forks a child that opens FOLDER's ledger and
writes, kills it -9 after so many microseconds, and prints the batches that were acknowledged.
"""

import os
import signal
import sys
import time

from storewarden.store.setup import open_ledger, set_up_django
from tests.store.samples import change, finding

SIZE = 7


def write(target: str, acknowledge: int) -> None:
    ledger = open_ledger(target)
    while True:

        def batch(known: dict[str, object]) -> list[object]:
            return [change(finding(len(known) + place)) for place in range(SIZE)]

        changes = ledger.update(batch)  # type: ignore[arg-type]  # it only counts
        first = int(changes[0].after.id, 16)
        os.write(acknowledge, f"{first} ".encode("ascii"))


def main() -> None:
    set_up_django()
    import storewarden.store.ledger  # noqa: PLC0415 - loaded once, before the forks
    import storewarden.store.schema  # noqa: F401, PLC0415 - the same

    for line in sys.stdin:
        target, microseconds = line.split()
        read, acknowledge = os.pipe()
        child = os.fork()
        if child == 0:
            write(target, acknowledge)
        os.close(acknowledge)
        time.sleep(int(microseconds) / 1e6)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(read) as told:
            sys.stdout.write(told.read() + "\n")
            sys.stdout.flush()


main()
