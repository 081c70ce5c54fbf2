"""Writes small trees, and takes their inventory with one reader."""

from collections.abc import Mapping
from pathlib import Path

from storewarden.core.inventory import Component, Inventory, InventoryReader
from storewarden.engine.inventory import take


def written(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, and return it."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def read(root: Path, reader: InventoryReader) -> Inventory:
    """Everything that one reader tells of a tree, sorted by package URL."""
    return take(root, [reader])


def told(root: Path, reader: InventoryReader) -> tuple[Component, ...]:
    """The same where nothing may be left unread."""
    found = read(root, reader)
    assert found.gaps == ()
    return found.components
