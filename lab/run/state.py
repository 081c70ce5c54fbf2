"""The state folder: what the lab made, and whether it is whole and of this code."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from lab.run.children import ROOT
from lab.run.errors import LabError, LabInUse

MARK = "lab.lock"
_KEPT = {MARK, "ports.json", "ca.pem", "tls"}
_STAMP = "stamp.json"
_FRESH_DAYS = 6
_SOURCES = ROOT / "lab"
_IGNORED = {".pyc", ".md"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a finished state was made from; a state without it is not finished."""

    seed: int
    code: str
    built_on: str


def folder() -> Path:
    """``LAB_STATE``, or ``.lab`` in the checkout."""
    return Path(os.environ.get("LAB_STATE") or ROOT / ".lab").resolve()


def code_version() -> str:
    """A digest of the lab's sources and of the platforms that it is made of."""
    digest = hashlib.sha256()
    for name in ("wagtail", "django-oscar", "django"):
        digest.update(f"{name} {version(name)}\n".encode())
    for path in sorted(_SOURCES.rglob("*")):
        if path.is_file() and path.suffix not in _IGNORED:
            digest.update(str(path.relative_to(_SOURCES)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@contextmanager
def claimed(state: Path) -> Iterator[None]:
    """Hold the state folder for this process alone; it is made when it is missing.

    Raises `LabInUse` when another process holds it, `LabError` when the folder holds something
    that the lab did not make: nothing in it is touched then.
    """
    _refuse_foreign(state)
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (state / MARK).open("ab") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LabInUse(f"a lab runs already on {state}; stop it first") from None
        yield


def in_use(state: Path) -> bool:
    """Whether a lab runs on the folder now."""
    try:
        with (state / MARK).open("rb") as mark:
            fcntl.flock(mark, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def is_whole(state: Path, seed: int, code: str, today: date) -> bool:
    """Whether the folder holds a finished state of this seed and code that is still fresh."""
    stamp = _stamp(state)
    if stamp is None or (stamp.seed, stamp.code) != (seed, code):
        return False
    return 0 <= (today - date.fromisoformat(stamp.built_on)).days <= _FRESH_DAYS


def seal(state: Path, seed: int, code: str, today: date) -> None:
    """Say that the state is finished; done last, and at one stroke."""
    stamp = Stamp(seed, code, today.isoformat())
    write_whole(state / _STAMP, json.dumps(asdict(stamp), indent=2) + "\n")


def clear(state: Path) -> None:
    """Throw away what was built, the stamp first; ports and the authority are kept."""
    (state / _STAMP).unlink(missing_ok=True)
    for entry in state.iterdir():
        if entry.name in _KEPT:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old text or the new one, never half of it."""
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text(text, "utf-8")
    draft.replace(path)


def _stamp(state: Path) -> Stamp | None:
    try:
        stamp = Stamp(**json.loads((state / _STAMP).read_text("utf-8")))
        date.fromisoformat(stamp.built_on)
    except (OSError, ValueError, TypeError):
        return None
    return stamp


def _refuse_foreign(state: Path) -> None:
    if state.is_dir() and any(state.iterdir()) and not (state / MARK).exists():
        raise LabError(f"{state} holds something that is not a lab's; nothing was touched")
