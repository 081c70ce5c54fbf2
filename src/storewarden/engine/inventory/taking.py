"""Takes the inventory of a tree: walks it once and puts together what the readers tell."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec

from storewarden.core.errors import Unreachable, Unreadable
from storewarden.core.inventory import Component, Found, Gap, Inventory, InventoryReader, Tree
from storewarden.engine.inventory.marks import Marks
from storewarden.engine.inventory.tree import DiskTree
from storewarden.engine.inventory.walking import Marked, Walk

_INSTALLED: Final = re.compile(
    r"(?:^|/)(?:(?:node_modules|site-packages|dist-packages|bower_components)/|vendor/(?!composer/))"
)
"""Where package tools put what they install; Composer's own notes are of the project."""

LONGEST: Final = 128
"""Letters of a version; the longest that package tools write have fewer."""

FAILURES: Final = (
    Unreadable, OSError, ValueError, RecursionError, OverflowError, msgspec.MsgspecError
)  # fmt: skip
"""What a reader may raise."""


def take(place: Path, readers: Sequence[InventoryReader]) -> Inventory:
    """Tell every component of a tree, or of one file, once, by the first place; sorted by name.

    Raises `Unreachable` when nothing is there, or no reader knows such a file.
    """
    marks = Marks(readers)
    if place.is_dir():
        tree = DiskTree(place)
        return put_together(_told(tree, Walk(tree.root, marks).steps()))
    if not place.is_file():
        raise Unreachable(f"{place.name} is not there: nothing was looked at")
    tree = DiskTree(place.parent)
    above = [part.casefold() for part in Path(tree.root).parts[1:]]
    wanting = marks.of_file(above, place.name)
    if not wanting:
        raise Unreachable(f"{place.name} is no file that tells of components: nothing was read")
    return put_together(_told(tree, [Marked(place.name, wanting)]))


def take_parts(root: Path, parts: Sequence[str], readers: Sequence[InventoryReader]) -> Inventory:
    """Tell every component of a few folders of a tree: of a whole machine, say; missing are none.

    Raises `Unreachable` when none of them is there.
    """
    there = [part for part in parts if (root / part).is_dir()]
    if not there:
        raise Unreachable(f"none of the usual folders is below {root}: nothing was looked at")
    tree = DiskTree(root)
    return put_together(_told(tree, Walk(tree.root, Marks(readers)).steps(there)))


def put_together(told: Iterable[Component | Gap]) -> Inventory:
    """Each component once, by the first place that tells of it, sorted by name; each gap once."""
    found: dict[Component, Component] = {}
    gaps: dict[Gap, None] = {}
    for one in told:
        if isinstance(one, Gap):
            gaps.setdefault(one)
        else:
            found.setdefault(replace(one, found_in=""), one)
    by_name = sorted(found.values(), key=lambda one: (one.purl, one.version, one.found_in))
    return Inventory(tuple(by_name), tuple(gaps))


def _told(tree: Tree, steps: Iterable[Marked | Gap]) -> Iterator[Component | Gap]:
    for step in steps:
        if isinstance(step, Gap):
            yield step
            continue
        installed = _INSTALLED.search(step.path)
        for reader in step.readers:
            if installed and reader.of_projects:
                continue
            yield from _read(reader, Found(tree, step.path))


def _read(reader: InventoryReader, found: Found) -> Iterator[Component | Gap]:
    try:
        for component in reader.read(found):
            yield sound(component)
    except FAILURES as broken:
        yield Gap(found.path, words_of(broken))


def words_of(failure: Exception) -> str:
    """Say why something was not read, without a word of its content."""
    if isinstance(failure, Unreadable):
        return str(failure)
    kind = type(failure).__name__
    return kind if isinstance(failure, OSError) else f"is broken: {kind}"


def sound(component: Component) -> Component:
    """A version that no version can be is told as unreadable, whoever read it."""
    for version in (component.version, component.newest):
        if because := _odd(version):
            return replace(component, version="", newest="", unreadable=because)
    if not component.version and not component.newest and not component.unreadable:
        return replace(component, unreadable="no version is written there")
    return component


def _odd(version: str) -> str:
    if len(version) > LONGEST:
        return f"its version is {len(version):,} letters long"
    return "" if version.isprintable() else "its version has signs that cannot be shown"
