"""Finds the lock files of a code tree, within bounds and without leaving the tree."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from storewarden.connectors.packages.lockfiles.formats import Parser, parser_for
from storewarden.core.errors import Unreachable

_DEEPEST: Final = 8
_MOST_FOLDERS: Final = 50_000
_MOST_FILES: Final = 200
_OTHERS: Final = frozenset(
    {".git", ".hg", ".svn", "node_modules", ".venv", "venv", "site-packages", "__pycache__"}
    | {".tox", ".nox", ".cache", "bower_components"}
)


@dataclass(frozen=True, slots=True)
class LockFile:
    """A lock file in a tree; ``shown`` is its path relative to the tree."""

    path: Path
    shown: str
    parse: Parser


def lock_files(root: Path) -> Iterator[LockFile]:
    """Yield the lock files below a folder, sorted by path.

    Raises `Unreachable` when the tree is missing, or larger than what is searched.
    """
    if not root.is_dir():
        raise Unreachable(f"the code tree {root.name} is not there")
    for number, found in enumerate(_found(root.resolve())):
        if number >= _MOST_FILES:
            raise Unreachable(f"{root.name} has more than {_MOST_FILES} lock files; name its parts")
        yield found


def _found(root: Path) -> Iterator[LockFile]:
    for folder, names in _folders(root):
        for name in sorted(names):
            path = folder / name
            parse = parser_for(path)
            if parse is not None and path.is_file() and path.resolve().is_relative_to(root):
                yield LockFile(path, path.relative_to(root).as_posix(), parse)


def _folders(root: Path) -> Iterator[tuple[Path, list[str]]]:
    for number, (here, inside, names) in enumerate(os.walk(root, followlinks=False)):
        if number >= _MOST_FOLDERS:
            raise Unreachable(f"{root.name} has more than {_MOST_FOLDERS} folders; name its parts")
        folder = Path(here)
        inside[:] = _worth_a_look(folder, inside, len(folder.relative_to(root).parts))
        yield folder, names


def _worth_a_look(folder: Path, inside: list[str], depth: int) -> list[str]:
    """Say which folders to enter: of installed PHP packages only Composer's own notes."""
    if depth >= _DEEPEST:
        return []
    if folder.name == "vendor":
        return [name for name in inside if name == "composer"]
    return sorted(name for name in inside if name not in _OTHERS)
