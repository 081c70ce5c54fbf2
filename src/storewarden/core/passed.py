"""What passed through the watch, in figures, for people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passed:
    """The figures of all sources together since the start.

    Attributes:
        lines: lines, or records, that were taken in.
        kept: events that are in the event store now.
        alerts: how often somebody was told.
        unparsed: lines that are not of the declared format; they are kept as they are.
        cut: lines that were too long and kept up to the limit.
        late: records more than a minute older than the newest one of their source.
        ahead: records whose time lies more than an hour in the future.
        dropped: lines or records that were refused or lost.
        again: lines read again after a restart, for the windows alone.
        waiting: events that are not kept yet.
        remarks: the last words about trouble; hostile text may stand in them.
    """

    lines: int = 0
    kept: int = 0
    alerts: int = 0
    unparsed: int = 0
    cut: int = 0
    late: int = 0
    ahead: int = 0
    dropped: int = 0
    again: int = 0
    waiting: int = 0
    remarks: tuple[str, ...] = ()
