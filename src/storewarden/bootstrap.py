"""The fuse box: the one module that finds and plugs concrete things together.

It alone walks folders and reads the clock. Everything is imported when it is asked for, so that
``storewarden --help`` stays fast.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import UTC, datetime
from types import ModuleType
from typing import cast

from storewarden.core.checks import InstalledCheck
from storewarden.core.connectors import Driver, InstalledConnector, Recogniser
from storewarden.core.steps import Step


def now() -> datetime:
    """Read the clock: the one place that does."""
    return datetime.now(UTC)  # noqa: TID251 - the one place


def modules_in(package: str, leaf: str) -> Iterator[tuple[str, ModuleType]]:
    """Walk the folders of a package and import ``<folder>.<leaf>`` where it exists.

    Yields (name of the folder below the package, module), sorted by name.
    """
    home = _import(package)
    for entry in sorted(pkgutil.iter_modules(home.__path__), key=lambda found: found.name):
        if not entry.ispkg:
            continue
        inside = _import(f"{package}.{entry.name}")
        if any(part.name == leaf for part in pkgutil.iter_modules(inside.__path__)):
            yield entry.name, _import(f"{package}.{entry.name}.{leaf}")


def installed_checks() -> tuple[InstalledCheck, ...]:
    """Every check in its step's ``checks`` folder; a new folder is found without being listed."""
    return tuple(
        InstalledCheck(name, step, module.__doc__ or "", module.CHECK)
        for step in Step
        for name, module in modules_in(f"storewarden.steps.{step.value}.checks", "check")
    )


def installed_connectors() -> tuple[InstalledConnector, ...]:
    """Every connector in its group's folder."""
    return tuple(
        InstalledConnector(f"{group}.{name}", module.CONNECTOR)
        for group in _groups()
        for name, module in modules_in(f"storewarden.connectors.{group}", "connector")
    )


def installed_drivers() -> tuple[Driver, ...]:
    """Every database driver."""
    found = modules_in("storewarden.connectors.databases", "driver")
    return tuple(cast("Driver", module.DRIVER) for _, module in found)


def installed_recognisers() -> tuple[Recogniser, ...]:
    """Everything that can tell a platform from its code or its front page."""
    return tuple(
        cast("Recogniser", module.RECOGNISER)
        for group in ("cms", "shops")
        for _, module in modules_in(f"storewarden.connectors.{group}", "recogniser")
    )


def _groups() -> list[str]:
    home = _import("storewarden.connectors")
    return sorted(entry.name for entry in pkgutil.iter_modules(home.__path__) if entry.ispkg)


def _import(name: str) -> ModuleType:
    return importlib.import_module(name)  # noqa: TID251 - the one place
