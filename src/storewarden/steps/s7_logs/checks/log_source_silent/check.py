"""Does every log still write?

*Why it matters.* A log that fell silent looks like a quiet day. Often it is a full disk, a moved
file or a changed setting; sometimes it is somebody who does not want to be seen.

*How to put it right.* Look whether the program still runs and may write to the file, whether the
file was moved or rotated away, and whether the path in `storewarden.toml` is still right. For a
table of the shop's database, look whether the plugin that writes it is still switched on. If the
log is no longer wanted, take it out of the file.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.logs import LogSilence

_SUBJECT: Final = "last line"
_LEAST: Final = timedelta(days=1)
_MOST: Final = timedelta(days=14)
_UNKNOWN_RHYTHM: Final = timedelta(days=7)


def judge(logs: Sequence[LogSilence]) -> Iterator[Verdict]:
    """Say whether a log is silent for longer than twice its longest ordinary pause.

    Never sooner than a day, never later than 14 days; a week when its rhythm is not known.
    """
    for log in logs:
        if log.last_line is None:
            yield bad(_SUBJECT, "the log is empty: nothing was ever written to it")
            continue
        silent, day = log.as_of - log.last_line, f"{log.last_line:%Y-%m-%d}"
        if silent > _patience(log):
            yield bad(_SUBJECT, f"silent since {day}, {silent.days} days", _rhythm(log))
        else:
            yield good(_SUBJECT, f"the log wrote on {day}")


def _patience(log: LogSilence) -> timedelta:
    if log.longest_pause_hours is None:
        return _UNKNOWN_RHYTHM
    return min(max(timedelta(hours=2 * log.longest_pause_hours), _LEAST), _MOST)


def _rhythm(log: LogSilence) -> str:
    if log.longest_pause_hours is None:
        return "its ordinary rhythm is not known"
    return f"its longest pause before that was {log.longest_pause_hours} hours"


CHECK = Check(
    asks=LogSilence,
    severity=Severity.MEDIUM,
    judge=judge,
    standards=("PCI DSS 4.0.1 10.7.2", "MITRE ATT&CK T1562"),
)
