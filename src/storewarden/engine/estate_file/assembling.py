"""Puts the tables of an estate file together into one estate."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from storewarden.core.estate import AnyLog, Asset, Estate, LogSource
from storewarden.core.logs import JournalLog, TableLog
from storewarden.core.steps import Step, step_named

LOCAL: Final = "local"
"""The journal of this machine."""

_ABOUT_IT: Final = (
    "people",
    "teams",
    "responsible",
    "pentests",
    "rules",
    "deadlines",
    "events",
    "ingest",
    "blocking",
    "notices",
)


def as_given(**given: object) -> Mapping[str, object]:
    """Keep what was given by name; `whole` puts it together when all of it is there."""
    return given


def responsible(**given: str) -> Mapping[Step, str]:
    """Turn ``payments = "ada"`` into the step and its person or team."""
    return {step: owner for key, owner in given.items() if (step := step_named(key)) is not None}


def log(**given: object) -> AnyLog:
    """Make a log of the keys of its table: a file, a table of a database, or a journal."""
    # The schema has judged every value before; its types are known there, by name.
    said: Mapping[str, Any] = given
    if "database" in said:
        return TableLog(**_of(said, "database", "format", "table"))
    if "journal" in said:
        folder = None if said["journal"] == LOCAL else said["journal"]
        return JournalLog(folder=folder, **_of(said, "units"))
    return LogSource(**_of(said, "path", "format", "link", "fields"))


def _of(said: Mapping[str, Any], *names: str) -> dict[str, Any]:  # Any: as above
    """Take what a kind of log has; what stands there for another kind says nothing."""
    own = {"id", "site", "owner", *names}
    return {name: value for name, value in said.items() if name in own}


def whole(
    # The schema has judged every value before; its types are known there, by name.
    given: Mapping[str, Any],
    root: Path,
) -> Estate:
    """Make the estate of a file's tables; what is left out gets the defaults of `Estate`."""
    kinds = [name for name in given if name not in {"estate", *_ABOUT_IT}]
    assets: tuple[Asset, ...] = tuple(asset for name in kinds for asset in given[name])
    named = {name: given[name] for name in _ABOUT_IT if name in given}
    return Estate(root=root, assets=assets, **given["estate"], **named)
