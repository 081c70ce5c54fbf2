"""Looks through a folder: code trees with their platforms, databases and logs."""

import os
import stat
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from storewarden.core.connectors import Recogniser
from storewarden.engine.discovery.addresses import chief, described
from storewarden.engine.discovery.dsns import written
from storewarden.engine.discovery.logfiles import is_named_like_a_log, log_at
from storewarden.engine.discovery.proposals import Proposal, Puzzle, Told

_DEEPEST: Final = 4
_MOST_FOLDERS: Final = 2_000
_MOST_ENTRIES: Final = 50_000
_MOST_OF_A_KIND: Final = 20
_SQLITE: Final = b"SQLite format 3\x00"
_DATABASE_NAMES: Final = (".sqlite3", ".sqlite", ".db")
_NOT_OURS: Final = frozenset(
    {"node_modules", "__pycache__", "site-packages", "vendor", "wp-includes", "wp-admin"}
)
_SIGNS: Final = frozenset(
    {
        "composer.json",
        "composer.lock",
        "index.php",
        "manage.py",
        "settings.py",
        "pyproject.toml",
        "uv.lock",
        "poetry.lock",
        "pdm.lock",
        "Pipfile.lock",
        "bin",
        "core",
        "engine",
        "includes",
        "administrator",
        "config",
        "lib",
        "app",
        "wp-settings.php",
        "saleor",
    }
)
"""A folder below the first is looked at only when one of these stands in it."""

Known = tuple[tuple[Recogniser, str], ...]


@dataclass(frozen=True, slots=True)
class _Folder:
    path: Path
    depth: int
    above: frozenset[tuple[str, str]]
    folders: tuple[str, ...]
    files: tuple[str, ...]


def folder_at(folder: Path, root: Path, recognisers: Sequence[Recogniser]) -> Iterator[Told]:
    """Propose what stands in a folder; the folder itself is proposed even when nothing does.

    Raises OSError when the folder itself cannot be read.
    """
    next(folder.iterdir(), None)  # raises when it may not be read
    seen = dict.fromkeys(("databases", "logs"), 0)
    empty = True
    for told in _all_in(folder, root, recognisers):
        empty = empty and not isinstance(told, Proposal)
        if isinstance(told, Proposal) and told.table in seen:
            seen[told.table] += 1
            if seen[told.table] > _MOST_OF_A_KIND:
                continue
        yield told
    if empty:
        yield _unknown_code(folder, root)
    for kind, count in seen.items():
        if count > _MOST_OF_A_KIND:
            yield Puzzle(f"{count - _MOST_OF_A_KIND} more {kind} in {folder} were left out")


def is_sqlite(path: Path) -> bool:
    """Does the file begin as every SQLite database does? Raises OSError."""
    with path.open("rb") as opened:
        return opened.read(len(_SQLITE)) == _SQLITE


def sqlite_at(path: Path, root: Path) -> Proposal:
    """Propose a SQLite file."""
    return Proposal("databases", f"{path.stem}_db", (("path", written(path, root)),), ("SQLite",))


def is_plain_file(path: Path) -> bool:
    """Is it a file, and neither a link, a pipe nor a device?"""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _all_in(folder: Path, root: Path, recognisers: Sequence[Recogniser]) -> Iterator[Told]:
    waiting = deque([(folder, 0, frozenset[tuple[str, str]]())])
    folders = entries = 0
    while waiting and folders < _MOST_FOLDERS and entries < _MOST_ENTRIES:
        path, depth, above = waiting.popleft()
        inside = _listed(path, depth, above)
        folders, entries = folders + 1, entries + len(inside.folders) + len(inside.files)
        known = _platforms(inside, recognisers)
        if known:
            yield _code(path, root, known)
        yield from _files(inside, root)
        if depth < _DEEPEST:
            seen = above | {(recogniser.platform, version) for recogniser, version in known}
            waiting.extend((path / name, depth + 1, seen) for name in inside.folders)
    if waiting:
        yield Puzzle(f"what else stands in {folder}: it is too large to look through")


def _listed(path: Path, depth: int, above: frozenset[tuple[str, str]]) -> _Folder:
    folders, files = [], []
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                elif entry.is_file(follow_symlinks=False):
                    files.append(entry.name)
    except OSError:
        pass  # a folder below that we may not read holds nothing for us
    ours = [name for name in folders if name not in _NOT_OURS and not name.startswith(".")]
    return _Folder(path, depth, above, tuple(sorted(ours)), tuple(sorted(files)))


def _platforms(inside: _Folder, recognisers: Sequence[Recogniser]) -> Known:
    names = {*inside.folders, *inside.files}
    pinned = any(name.startswith("requirements") for name in names)
    if inside.depth and not pinned and not names & _SIGNS:
        return ()
    known = [
        (recogniser, version)
        for recogniser in recognisers
        if (version := recogniser.in_code(inside.path)) is not None
    ]
    above = {platform for platform, _ in inside.above}
    return tuple(
        (recogniser, version)
        for recogniser, version in known
        if recogniser.platform not in above
        or (version and (recogniser.platform, version) not in inside.above)
    )


def _code(path: Path, root: Path, known: Known) -> Proposal:
    platform = chief(known) or ""
    keys = (("path", written(path, root)), ("platform", platform))
    return Proposal("code", f"{path.name}_code", keys, (f"its files show {described(known)}",))


def _unknown_code(folder: Path, root: Path) -> Proposal:
    puzzle = "its platform: no file of it shows one that we know"
    return Proposal(
        "code", f"{folder.name}_code", (("path", written(folder, root)),), puzzles=(puzzle,)
    )


def _files(inside: _Folder, root: Path) -> Iterator[Told]:
    for name in inside.files:
        path = inside.path / name
        try:
            if name.lower().endswith(_DATABASE_NAMES) and is_sqlite(path):
                yield sqlite_at(path, root)
            elif is_named_like_a_log(path) and (found := log_at(path, root)) is not None:
                yield found
        except OSError as refused:
            yield Puzzle(f"what {path} holds: {refused.strerror}")
