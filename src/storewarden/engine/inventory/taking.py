"""Takes the inventory of a tree: walks it once and puts together what the readers tell."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec

from storewarden.core.errors import Unreachable, Unreadable
from storewarden.core.inventory import Component, Found, Gap, Inventory, InventoryReader, Tree
from storewarden.engine.inventory.marks import Marks
from storewarden.engine.inventory.tree import DiskTree
from storewarden.engine.inventory.walking import Walk

LONGEST: Final = 128
"""Letters of a version; the longest that package tools write have fewer."""

_BROKEN: Final = (ValueError, RecursionError, OverflowError, msgspec.MsgspecError)


def take(folder: Path, readers: Sequence[InventoryReader]) -> Inventory:
    """Tell every component of a tree once; raises `Unreachable` when there is no such folder."""
    if not folder.is_dir():
        raise Unreachable(f"{folder.name} is not there, or is no folder: nothing was looked at")
    tree = DiskTree(folder)
    found: dict[Component, Component] = {}
    gaps: dict[Gap, None] = {}
    for told in _told(tree, Walk(tree.root, Marks(readers))):
        if isinstance(told, Gap):
            gaps.setdefault(told)
        else:
            found.setdefault(replace(told, found_in=""), told)
    return Inventory(tuple(found.values()), tuple(gaps))


def _told(tree: Tree, walk: Walk) -> Iterator[Component | Gap]:
    for step in walk.steps():
        if isinstance(step, Gap):
            yield step
            continue
        for reader in step.readers:
            yield from _read(reader, Found(tree, step.path))


def _read(reader: InventoryReader, found: Found) -> Iterator[Component | Gap]:
    try:
        for component in reader.read(found):
            yield _sound(component)
    except (Unreadable, OSError) as gone:
        words = str(gone) if isinstance(gone, Unreadable) else type(gone).__name__
        yield Gap(found.path, words)
    except _BROKEN as broken:
        yield Gap(found.path, f"is broken: {type(broken).__name__}")


def _sound(component: Component) -> Component:
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
