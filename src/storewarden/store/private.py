"""Database files that only their owner can read."""

import os
from pathlib import Path


def make_private(path: Path) -> None:
    """Make an empty database file that only its owner can read, unless there is one."""
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
