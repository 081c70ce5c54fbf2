"""Walks the folders of the house and imports what lies in them; there is no list."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType


def modules_in(package: str, leaf: str) -> Iterator[tuple[str, ModuleType]]:
    """Walk the folders of a package and import ``<folder>.<leaf>`` where it exists.

    Yields (name of the folder below the package, module), sorted by name. A folder without it is
    not imported: what it needs may take seconds to load.
    """
    home = _import(package)
    for entry in sorted(pkgutil.iter_modules(home.__path__), key=lambda found: found.name):
        inside = [f"{place}/{entry.name}" for place in home.__path__]
        if entry.ispkg and any(part.name == leaf for part in pkgutil.iter_modules(inside)):
            yield entry.name, _import(f"{package}.{entry.name}.{leaf}")


def names_in(package: str, leaf: str) -> list[str]:
    """Name the folders of a package in which ``<folder>/<leaf>.py`` lies, without importing any."""
    home = Path(next(iter(_import(package).__path__)))
    return sorted(file.parent.name for file in home.glob(f"*/{leaf}.py"))


def files_in(package: str) -> Iterator[tuple[str, ModuleType]]:
    """Import every module that lies directly in a package; yields (name, module) by name."""
    home = _import(package)
    for entry in sorted(pkgutil.iter_modules(home.__path__), key=lambda found: found.name):
        yield entry.name, _import(f"{package}.{entry.name}")


def groups_of_connectors() -> list[str]:
    """Name every folder of connectors: ``cms``, ``databases`` and so on, sorted."""
    home = _import("storewarden.connectors")
    return sorted(entry.name for entry in pkgutil.iter_modules(home.__path__) if entry.ispkg)


def _import(name: str) -> ModuleType:
    return importlib.import_module(name)  # noqa: TID251 - the one place
