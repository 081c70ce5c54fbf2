"""Tells when a log last wrote a line, and how long it pauses on its ordinary days."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from os import SEEK_END
from pathlib import Path
from typing import Final

import polars as pl

from storewarden.core.connectors import Access, Connector
from storewarden.core.errors import Unreachable
from storewarden.core.estate import LogSource
from storewarden.facts.logs import LogSilence
from storewarden.kernels.weblog.lines import whole_lines
from storewarden.kernels.weblog.pauses import HOUR, longest_pause
from storewarden.kernels.weblog.stamps import times_in

_BLOCK: Final = 8 * 1024**2
_MOST: Final = 64 * 1024**2
_FEWEST: Final = 3


def gather(log: LogSource, access: Access) -> Iterator[LogSilence]:
    """Tell one fact; raises `Unreachable` when the log is gone or its lines carry no time."""
    if not log.path.is_file():
        raise Unreachable(f"the log of {log.id} is not there: no such file")
    if log.path.stat().st_size == 0:
        yield LogSilence(as_of=access.now)
        return
    hours, last = _written(log.path, int((access.now + timedelta(days=1)).timestamp() * 1e6))
    if last is None:
        raise Unreachable(f"no line of {log.id} carries a time that can be read")
    yield LogSilence(
        access.now, datetime.fromtimestamp(last / 1e6, UTC), longest_pause(hours, _FEWEST)
    )


def _written(path: Path, latest: int) -> tuple[pl.Series, int | None]:
    """Return the hours in which the log wrote, and its newest time; the future does not count."""
    hours, last = pl.Series("hour", [], dtype=pl.Int64), None
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, SEEK_END) - _MOST))
        for block in whole_lines(iter(partial(file.read, _BLOCK), b"")):
            times = times_in(block)
            times = times.filter(times <= latest)
            hours = pl.concat([hours, (times // HOUR).alias("hour")]).unique()
            newest = [time for time in (last, times.max()) if isinstance(time, int)]
            last = max(newest, default=None)
    return hours, last


CONNECTOR = Connector(reads=LogSource, gives=(LogSilence,), gather=gather)
