"""Watches what is added to log files after a moment, for a few seconds."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from os import fstat
from time import monotonic, sleep
from typing import Final

from storewarden.core.estate import LogSource

_PATIENCE: Final = 6.0
_PAUSE: Final = 0.2
_MOST: Final = 4 * 1024**2
_REFUSED: Final = re.compile(
    rb"(?i)(?:log.?in|sign.?in|auth\w*|password)\W.{0,80}?(?:fail|invalid|denied|refused|wrong|bad)"
    rb"|(?:fail|invalid|denied|refused|wrong|bad)\w*\W.{0,80}?(?:log.?in|sign.?in|auth|password)"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A log, which file it was and how long when the watch began."""

    log: LogSource
    file: int
    size: int

    def added(self) -> bytes:
        """Return what was written since, at most 4 MiB; a log that was rotated is read anew."""
        try:
            with self.log.path.open("rb") as file:
                now = fstat(file.fileno())
                rotated = now.st_ino != self.file or now.st_size < self.size
                file.seek(0 if rotated else self.size)
                return file.read(_MOST)
        except FileNotFoundError:
            return b""


def marks(logs: Sequence[LogSource]) -> list[Mark]:
    """Note how long each log is now; one that is not there yet is empty."""
    return [_marked(log) for log in logs]


def _marked(log: LogSource) -> Mark:
    try:
        now = log.path.stat()
    except FileNotFoundError:
        return Mark(log, 0, 0)
    return Mark(log, now.st_ino, now.st_size)


def first_with(marked: Sequence[Mark], account: str) -> str | None:
    """Wait until a log holds the account's name, at most 6 seconds; return that log's id."""
    until = monotonic() + _PATIENCE
    while True:
        for mark in marked:
            if account.encode() in mark.added():
                return mark.log.id
        if monotonic() >= until:
            return None
        sleep(_PAUSE)


def telling_of_a_refusal(marked: Sequence[Mark]) -> Iterator[str]:
    """Yield the ids of logs, access logs aside, that speak of some refused log-in since."""
    for mark in marked:
        if mark.log.format != "combined" and _REFUSED.search(mark.added()):
            yield mark.log.id
