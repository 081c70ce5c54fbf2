"""Which day was looked at last; losing the note costs a second look, which changes nothing."""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path


class Nights:
    """The note beside the estate; a note that cannot be read counts as none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def is_due(self, day: datetime) -> bool:
        """Whether that day was not looked at yet."""
        try:
            return datetime.fromisoformat(self._path.read_text("ascii").strip()) < day
        except (OSError, ValueError, TypeError):
            return True

    def done(self, day: datetime) -> None:
        """Note it, whole or not at all; a disk that refuses is no harm."""
        new = self._path.with_name(f"{self._path.name}.new")
        with suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            opened = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(opened, "w", encoding="ascii") as file:
                file.write(f"{day.isoformat()}\n")
            new.replace(self._path)
