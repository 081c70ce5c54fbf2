"""The pulse of a log that is no file: of a table, and of the journal."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import polars as pl

from storewarden.core.connectors import Access, Unseen
from storewarden.core.logs import JournalLog, TableLog
from storewarden.facts.logs import LogSilence
from storewarden.kernels.weblog.pauses import HOUR, longest_pause

_FEWEST: Final = 20


def gather(log: TableLog | JournalLog, access: Access) -> Iterator[LogSilence | Unseen]:
    """Tell one fact; raises `Unreachable` when the log cannot be read.

    Such a log may hold what seldom happens, failed log-ins say: where it wrote in fewer than 20
    different hours of its last 30 days, its silence says nothing, and that is unknown.
    """
    latest = int((access.now + timedelta(days=1)).timestamp() * 1e6)
    moments = [at for at in access.moments(log) if at <= latest]
    if not moments:
        yield Unseen(LogSilence, "it is empty, so nothing is known of its rhythm")
        return
    pause = longest_pause(pl.Series("hour", moments, dtype=pl.Int64) // HOUR, _FEWEST)
    if pause is None:
        yield Unseen(LogSilence, "it writes too seldom for its silence to say anything")
        return
    yield LogSilence(access.now, datetime.fromtimestamp(max(moments) / 1e6, UTC), pause)
