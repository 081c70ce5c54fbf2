"""The store's folder: how its files are named, and how they are made to survive a power cut."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Final

from storewarden.core.errors import EventStoreError

_UNFINISHED: Final = ".unfinished"
_SUFFIX: Final = ".parquet"


class Places:
    """The folder of one store; opening it makes what is missing, readable by its owner alone.

    Each writer has a name of its own and holds a lock for as long as it lives; its name begins
    its files' names. So what a dead writer left behind can be told from work in progress.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.segments = self.folder / "segments"
        self.manifest = self.folder / "manifest.sqlite3"
        self.key = self.folder / "mask.key"
        self.spill = self.folder / "spill"
        self._locks = self.folder / "writers"
        for each in (self.folder, self.segments, self._locks):
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.writer = token_hex(6)
        self._lock: int | None = _held(self._locks / self.writer)
        self._made = 0

    def close(self) -> None:
        """Let the writer's name go."""
        if self._lock is not None:
            (self._locks / self.writer).unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None

    def write(self, content: bytes | memoryview) -> str:
        """Write one segment for good; returns its name. It counts once the manifest names it."""
        self._made += 1
        name = f"{self.writer}-{self._made:06d}-{token_hex(4)}{_SUFFIX}"
        unfinished = self.segments / f"{name}{_UNFINISHED}"
        try:
            _write_through(unfinished, content)
            unfinished.rename(self.segments / name)
            _sync_folder(self.segments)
        except OSError:
            self.discard(name)
            raise
        return name

    def discard(self, name: str) -> None:
        """Unlink a segment that the manifest does not name, or its unfinished beginning."""
        for each in (name, f"{name}{_UNFINISHED}"):
            with suppress(OSError):
                (self.segments / each).unlink(missing_ok=True)

    def abandoned(self) -> Iterator[str]:
        """The names of segments, finished or not, whose writers are no longer alive."""
        there = sorted(self.segments.iterdir())  # looked at before the writers: none is missed
        alive = {each.name: self._is_alive(each.name) for each in sorted(self._locks.iterdir())}
        for each in there:
            if not alive.get(each.name.partition("-")[0], False):
                yield each.name.removesuffix(_UNFINISHED)

    def _is_alive(self, writer: str) -> bool:
        path = self._locks / writer
        lock = _locked(path)
        if lock is None:
            return True
        path.unlink(missing_ok=True)
        os.close(lock)
        return False

    @contextmanager
    def alone(self, work: str) -> Iterator[bool]:
        """Hold the lock of a work that only one process may do; False when another one does it."""
        lock = _locked(self.folder / f"{work}.lock")
        try:
            yield lock is not None
        finally:
            if lock is not None:
                os.close(lock)

    def own_key(self) -> bytes:
        """The store's own key, made on first use; nobody but the owner may read it."""
        if not self.key.exists():
            made = self.folder / f"mask.key.{self.writer}"
            _write_through(made, token_hex(32).encode("ascii"))
            with suppress(FileExistsError):  # another writer was first: his key counts
                self.key.hardlink_to(made)
            made.unlink()
            _sync_folder(self.folder)
        key = self.key.read_bytes()
        if len(key) != 64:  # noqa: PLR2004 - 32 bytes in hexadecimal
            raise EventStoreError(f"{self.key} is damaged: events cannot be masked as before")
        return key


def _locked(path: Path) -> int | None:
    """An open file with its lock; None when somebody else holds it."""
    opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        return None
    return opened


def _held(path: Path) -> int:
    """A lock for life. Somebody who tidies up may take it for a dead writer's and unlink it."""
    while True:
        lock = _locked(path)
        if lock is not None and path.exists() and path.stat().st_ino == os.fstat(lock).st_ino:
            return lock
        if lock is not None:
            os.close(lock)


def _write_through(path: Path, content: bytes | memoryview) -> None:
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(opened, left) :]
        os.fsync(opened)
    finally:
        os.close(opened)


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
