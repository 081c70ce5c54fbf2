"""One check of an estate at a time; the kernel lets go even when the check is killed."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from storewarden.core.errors import AlreadyRunning, LedgerError

_LARGEST: Final = 200


@contextmanager
def only_one(path: Path, now: datetime, work: str = "check") -> Iterator[None]:
    """Hold the lock file while the body runs.

    Args:
        path: the lock file.
        now: is noted in it.
        work: what is done under it, for messages.

    Raises:
        AlreadyRunning: somebody else holds it; the message says who and since when.
        LedgerError: the lock file cannot be made or locked.
    """
    held = _opened(path)
    try:
        _take(held, path, work)
        os.truncate(held, 0)
        os.pwrite(held, _note(now), 0)
        yield
    finally:
        os.close(held)


def _opened(path: Path) -> int:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as refused:
        why = refused.strerror
        raise LedgerError(f"{path} cannot be written ({why}); nothing was checked") from refused


def _take(held: int, path: Path, work: str) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AlreadyRunning(
            f"another {work} of this estate is at work{_who(held)}; this one did nothing"
        ) from None
    except OSError as refused:
        why = refused.strerror
        raise LedgerError(f"{path} cannot be locked ({why}); nothing was checked") from refused


def _note(now: datetime) -> bytes:
    return json.dumps({"pid": os.getpid(), "since": now.isoformat(timespec="seconds")}).encode()


def _who(held: int) -> str:
    """Read the other one's note; it may be missing for an instant, or not be ours at all."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        note = json.loads(os.pread(held, _LARGEST, 0))
        since, pid = datetime.fromisoformat(note["since"]), int(note["pid"])
        return f" since {since:%Y-%m-%d %H:%M:%S %Z} (process {pid})"
    return ""
