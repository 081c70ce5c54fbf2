"""What is added to log files after a moment, for probes that wait for their own trace."""

from collections.abc import Sequence
from dataclasses import dataclass
from os import fstat
from time import monotonic, sleep
from typing import Final

from storewarden.core.estate import LogSource

_PAUSE: Final = 0.2
_MOST: Final = 4 * 1024**2


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


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where awaited words were first seen: the log's id, and after how many seconds."""

    log: str
    seconds: float


def marks(logs: Sequence[LogSource]) -> list[Mark]:
    """Note how long each log is now; one that is not there yet is empty."""
    return [_marked(log) for log in logs]


def _marked(log: LogSource) -> Mark:
    try:
        now = log.path.stat()
    except FileNotFoundError:
        return Mark(log, 0, 0)
    return Mark(log, now.st_ino, now.st_size)


def holding(marked: Sequence[Mark], words: str) -> str | None:
    """Return the id of the first log whose new part holds the words; None when none does."""
    said = words.encode()
    return next((mark.log.id for mark in marked if said in mark.added()), None)


def awaited(marked: Sequence[Mark], words: str, patience: float) -> Arrival | None:
    """Wait until a log holds the words, at most ``patience`` seconds."""
    began = monotonic()
    while True:
        found = holding(marked, words)
        waited = monotonic() - began
        if found is not None:
            return Arrival(found, waited)
        if waited >= patience:
            return None
        sleep(_PAUSE)
