"""Tells when the newest entries of a journal were written."""

from collections.abc import Iterator, Sequence
from time import monotonic
from typing import Final

from storewarden.connectors.logs.journal.following import Journal
from storewarden.connectors.logs.journal.running import Running
from storewarden.core.errors import Unreachable
from storewarden.kernels.syslog.journal import taken_in

_MOST: Final = 20_000
_SECONDS: Final = 20.0


def moments(journal: Journal) -> Sequence[int]:
    """Microseconds since 1970 of the newest entries, in any order.

    Raises `Unreachable` when the program cannot be run, fails, or takes too long.
    """
    running = Running(
        [
            journal.program,
            "--output=json",
            "--output-fields=PRIORITY",
            "--no-pager",
            "--quiet",
            f"--lines={_MOST}",
            *((f"--directory={journal.folder}",) if journal.folder else ()),
            *(f"--unit={unit}" for unit in journal.units),
        ]
    )
    try:
        rows = [row for some in _all(running) for row in some]
        if running.failed:
            raise Unreachable(running.why())
    finally:
        running.close()
    return [at for row in rows if (at := taken_in(row)) is not None]


def _all(running: Running) -> Iterator[Sequence[bytes]]:
    until = monotonic() + _SECONDS
    while not running.ended:
        if monotonic() > until:
            raise Unreachable(f"journalctl gave no end within {_SECONDS:.0f} s")
        yield running.rows(0.1)
