"""Plugs in what takes the inventory of a folder, or of the estate."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final, cast

from storewarden.bootstrap.clock import now
from storewarden.bootstrap.installed import installed_recognisers
from storewarden.bootstrap.walking import groups_of_connectors, modules_in
from storewarden.core.connectors import Recogniser
from storewarden.core.errors import EstateError, Unreachable
from storewarden.core.estate import Asset, CodeTree, Estate, Host, Site
from storewarden.core.inventory import Component, Gap, Inventory, InventoryReader
from storewarden.core.outside import OutsideReader, Visit
from storewarden.core.ports import Web

_OF_MACHINES: Final = (
    "lib/apk/db",
    "usr/lib/node_modules",
    "usr/local/lib",
    "var/lib/dpkg",
)
"""Where a machine keeps lists of what is installed for all."""


@cache
def installed_readers() -> tuple[InventoryReader, ...]:
    """Every inventory reader in its folder; a new folder is found without being listed."""
    return tuple(
        cast("InventoryReader", module.INVENTORY)
        for group in groups_of_connectors()
        for _, module in modules_in(f"storewarden.connectors.{group}", "inventory")
    )


def inventory_of(place: Path) -> Inventory:
    """Tell what the software in a folder, or in one file, is made of; raises `Unreachable`."""
    from storewarden.engine.inventory import take

    return take(place, installed_readers())


@cache
def installed_outside_readers() -> tuple[OutsideReader, ...]:
    """Every reader that looks from outside, and every recogniser of a platform."""
    readers = (
        cast("OutsideReader", module.OUTSIDE)
        for group in groups_of_connectors()
        for _, module in modules_in(f"storewarden.connectors.{group}", "outside")
    )
    recognised = (_recognised(one) for one in installed_recognisers() if one.package)
    return (*readers, *recognised)


def _recognised(recogniser: Recogniser) -> OutsideReader:
    """Tell a platform that shows, with its version where that is a whole one."""

    def read(visit: Visit) -> Iterator[Component]:
        version = recogniser.in_page(visit.page)
        if version is not None:
            exact = version if "." in version else ""
            because = "" if exact else "it shows from outside, but not in which version"
            yield Component(recogniser.package, exact, visit.page.url, unreadable=because)

    return OutsideReader(read)


def inventory_of_machine(root: Path) -> Inventory:
    """Tell what is installed on a machine as a whole, by its own lists; raises `Unreachable`."""
    from storewarden.engine.inventory.taking import take_parts

    return take_parts(root, _OF_MACHINES, installed_readers())


def followed_fingerprints(estate: Estate) -> tuple[OutsideReader, ...]:
    """Readers that know front-end libraries as the followed lists of them do; raises `Unreachable`.

    None in an estate that follows no such list, or fetched none yet.
    """
    from storewarden.bootstrap.libraries import front_end_libraries
    from storewarden.connectors.feeds.retirejs.seeing import reader

    libraries = front_end_libraries(estate)
    return (reader(libraries),) if libraries else ()


def shown_by(estate: Estate, web: Web) -> Inventory:
    """Tell what shows from outside on the site that a client is bound to.

    Raises `Unreachable`, `OutOfScope` and `BudgetSpent`.
    """
    from storewarden.engine.inventory.visiting import visit

    return visit(web, (*installed_outside_readers(), *followed_fingerprints(estate)))


def inventory_of_asset(asset: Asset, estate: Estate) -> Inventory:
    """Tell what an asset is made of, a site as it shows from outside.

    Raises `Unreachable`, `OutOfScope`, `BudgetSpent`, and `EstateError` for other kinds.
    """
    if isinstance(asset, CodeTree):
        return inventory_of(asset.path)
    if isinstance(asset, Site):
        from storewarden.connectors.web.client import Webs

        return shown_by(estate, Webs(estate).to(asset))
    if isinstance(asset, Host):
        return _inventory_of_host(asset)
    raise EstateError(f"{asset.id} is a {asset.kind}; name a code tree, a site or a host")


def _inventory_of_host(host: Host) -> Inventory:
    """Tell what is on this machine, or the packages of one that is reached or was collected."""
    if host.address == "local" and host.collected is None:
        return inventory_of_machine(Path("/"))
    from storewarden.connectors.hosts.machines import open_machine
    from storewarden.connectors.hosts.packages.installed import installed

    return installed(host.id, open_machine(host, now()))


def looked_at(what: str | None, estate: Callable[[], Estate]) -> tuple[str, Inventory]:
    """Find what is meant, and take its inventory: (its name, the inventory).

    ``what`` is a path, else the id of an asset; None means every code tree of the estate. Raises
    `Unreachable` and `EstateError`.
    """
    if what is None:
        whole = estate()
        return whole.name, _together(whole)
    place = Path(what)
    if place.exists():
        return place.resolve().name or "/", inventory_of(place)
    try:
        whole = estate()
    except EstateError as none:
        raise Unreachable(f"{what} is no file or folder, and for an asset: {none}") from none
    asset = whole.asset(what)
    if asset is None:
        raise EstateError(f"{what!r} is no file or folder, and no asset of the estate file")
    return asset.id, inventory_of_asset(asset, whole)


def _together(estate: Estate) -> Inventory:
    """All code trees, each place under the tree's id; a tree that is gone is a gap."""
    parts = list(_parts(estate))
    if not parts:
        raise EstateError("the estate file names no code tree; give a path, or add one to [code]")
    return Inventory(
        tuple(component for part in parts for component in part.components),
        tuple(gap for part in parts for gap in part.gaps),
    )


def _parts(estate: Estate) -> Iterator[Inventory]:
    for asset in estate.assets:
        if isinstance(asset, CodeTree):
            try:
                found = inventory_of(asset.path)
            except Unreachable as gone:
                yield Inventory(gaps=(Gap(asset.id, str(gone)),))
                continue
            yield Inventory(
                tuple(replace(c, found_in=f"{asset.id}/{c.found_in}") for c in found.components),
                tuple(replace(g, found_in=f"{asset.id}/{g.found_in}") for g in found.gaps),
            )
