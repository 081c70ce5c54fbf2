"""Walks a tree once: follows no link, knows its bounds, and tells what it left out."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from storewarden.core.inventory import Gap, InventoryReader
from storewarden.engine.inventory.marks import Marks

DEEPEST: Final = 60
MOST: Final = 3_000_000
"""Files and folders that are looked at; a large shop with all its packages has 300,000."""

_NEVER: Final = frozenset({".git", ".hg", ".svn", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Marked:
    """Something that bears marks, and whom it is for."""

    path: str
    readers: Sequence[InventoryReader]


Walked: TypeAlias = Iterator[Marked | Gap]


@dataclass(frozen=True, slots=True)
class _Folder:
    path: str
    above: tuple[str, ...]


class Walk:
    """One walk over the tree below ``root``, a real path without links."""

    def __init__(self, root: str, marks: Marks) -> None:
        self._root = root
        self._inside = root.rstrip(os.sep) + os.sep
        self._marks = marks
        self._seen = 0

    def steps(self, parts: Sequence[str] = ("",)) -> Walked:
        """Tell what bears a mark, folder by folder in the order of names, and every gap.

        ``parts`` are the folders of the tree to be walked, all of it unless they are named.
        """
        top = tuple(part.casefold() for part in Path(self._root).parts[1:])
        waiting = []
        for part in reversed(parts):
            inner = tuple(name.casefold() for name in part.split("/") if name)
            waiting.append(_Folder(part, (*top, *inner)))
            yield from self._folder_marks(waiting[-1])
        while waiting:
            folder = waiting.pop()
            inside: list[_Folder] = []
            yield from self._in(folder, inside)
            if self._seen > MOST:
                yield Gap("", f"has more than {MOST:,} files and folders; look at its parts")
                return
            waiting.extend(reversed(inside))

    def _in(self, folder: _Folder, inside: list[_Folder]) -> Walked:
        try:
            with os.scandir(f"{self._root}/{folder.path}") as entries:
                known = sorted(entries, key=lambda entry: entry.name)
        except OSError as wrong:
            yield Gap(folder.path, f"cannot be read: {os.strerror(wrong.errno or 0)}")
            return
        self._seen += len(known)
        for entry in known:
            path = f"{folder.path}/{entry.name}" if folder.path else entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from self._enter(path, entry.name, folder, inside)
            elif readers := self._marks.of_file(folder.above, entry.name):
                yield Marked(path, readers)
            elif entry.is_symlink() and self._leads_out(entry):
                yield Gap(path, "is a link out of the tree, so it was not looked into")

    def _enter(self, path: str, name: str, above: _Folder, inside: list[_Folder]) -> Walked:
        if name in _NEVER:
            return
        if path.count("/") >= DEEPEST:
            yield Gap(path, f"lies deeper than {DEEPEST} folders, so it was not looked into")
            return
        folder = _Folder(path, (*above.above, name.casefold()))
        yield from self._folder_marks(folder)
        inside.append(folder)

    def _folder_marks(self, folder: _Folder) -> Walked:
        *above, name = folder.above or ("",)
        if readers := self._marks.of_folder(above, name):
            yield Marked(folder.path, readers)

    def _leads_out(self, entry: "os.DirEntry[str]") -> bool:
        try:
            if not entry.is_dir():
                return False
        except OSError:
            return False  # a ring, or a link to nothing: there is nothing to look into
        return not (os.path.realpath(entry.path) + os.sep).startswith(self._inside)
