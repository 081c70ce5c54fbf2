"""Knows which readers a path is for, by the marks that they declare."""

import re
from collections import defaultdict
from collections.abc import Sequence
from fnmatch import translate
from typing import Final

from storewarden.core.inventory import InventoryReader

_NOTHING: Final = re.compile(r"(?!)")


class Marks:
    """The marks of all readers: those of files, and those of folders, which end with ``/``."""

    def __init__(self, readers: Sequence[InventoryReader]) -> None:
        named = [(mark.casefold(), reader) for reader in readers for mark in reader.finds]
        self._files = _Ends([(mark, reader) for mark, reader in named if not mark.endswith("/")])
        self._folders = _Ends([(mark[:-1], reader) for mark, reader in named if mark[-1:] == "/"])

    def of_file(self, above: Sequence[str], name: str) -> Sequence[InventoryReader]:
        """Readers that want this file; ``above`` are the folded names of the folders above it."""
        return self._files.wanting(above, name)

    def of_folder(self, above: Sequence[str], name: str) -> Sequence[InventoryReader]:
        """Readers that want this folder."""
        return self._folders.wanting(above, name)


class _Ends:
    """Ends of paths: plain names are looked up, patterns are tried all at once.

    A mark for all that lies in a folder (``status.d/*``) is looked up by the folder's name: as a
    pattern it would fit every file of the tree.
    """

    def __init__(self, named: Sequence[tuple[str, InventoryReader]]) -> None:
        self._plain: defaultdict[str, list[_End]] = defaultdict(list)
        self._within: defaultdict[str, list[_End]] = defaultdict(list)
        self._odd: list[_End] = []
        for mark, reader in named:
            self._place(_End(mark, reader)).append(_End(mark, reader))
        patterns = [translate(end.last) for end in self._odd]
        self._any_odd = re.compile("|".join(patterns)) if patterns else _NOTHING

    def _place(self, end: "_End") -> "list[_End]":
        if "*" not in end.last:
            return self._plain[end.last]
        if end.last == "*" and end.parent and "*" not in end.parent:
            return self._within[end.parent]
        return self._odd

    def wanting(self, above: Sequence[str], name: str) -> Sequence[InventoryReader]:
        folded = name.casefold()
        odd = self._odd if self._any_odd.match(folded) else ()
        within = self._within.get(above[-1], ()) if above else ()
        plain = self._plain.get(folded, ())
        if not (plain or within or odd):
            return ()
        ends = (*plain, *within, *odd)
        return list(dict.fromkeys(end.reader for end in ends if end.fits(above, folded)))


class _End:
    """One mark, cut at its slashes."""

    __slots__ = ("_above", "_last", "last", "parent", "reader")

    def __init__(self, mark: str, reader: InventoryReader) -> None:
        *above, self.last = mark.split("/")
        self.parent = above[-1] if above else ""
        self.reader = reader
        self._last = re.compile(translate(self.last))
        self._above = [re.compile(translate(part)) for part in above]

    def fits(self, above: Sequence[str], name: str) -> bool:
        if len(above) < len(self._above) or not self._last.match(name):
            return False
        ends = above[len(above) - len(self._above) :]
        return all(part.match(there) for part, there in zip(self._above, ends, strict=True))
