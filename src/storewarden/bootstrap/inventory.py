"""Plugs in what takes the inventory of an estate."""

from functools import cache
from pathlib import Path
from typing import cast

from storewarden.bootstrap.walking import groups_of_connectors, modules_in
from storewarden.core.inventory import Inventory, InventoryReader


@cache
def installed_readers() -> tuple[InventoryReader, ...]:
    """Every inventory reader in its folder; a new folder is found without being listed."""
    return tuple(
        cast("InventoryReader", module.INVENTORY)
        for group in groups_of_connectors()
        for _, module in modules_in(f"storewarden.connectors.{group}", "inventory")
    )


def inventory_of(folder: Path) -> Inventory:
    """Tell what the software in a folder is made of; raises `Unreachable`."""
    from storewarden.engine.inventory import take

    return take(folder, installed_readers())
