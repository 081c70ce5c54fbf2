"""The status file: the figures of the watch that runs, for people and for monitoring."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from storewarden.streams.figures import Figures


class Status:
    """Writes the figures to a file, whole or not at all; a disk that refuses is no harm.

    Args:
        path: the file; readable by its owner alone.
        clock: tells the time.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self._path = path
        self._clock = clock
        self._since = clock()

    def write(self, figures: Figures) -> None:
        """Write how it stands now."""
        told = {
            "since": self._since.isoformat(timespec="seconds"),
            "at": self._clock().isoformat(timespec="seconds"),
            "pid": os.getpid(),
            **figures.all(),
        }
        new = self._path.with_name(f"{self._path.name}.new")
        with suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            opened = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(opened, "w", encoding="utf-8") as file:
                json.dump(told, file, indent=1)
            new.replace(self._path)
