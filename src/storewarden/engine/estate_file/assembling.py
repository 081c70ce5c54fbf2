"""Puts the tables of an estate file together into one estate."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from storewarden.core.estate import Asset, Estate
from storewarden.core.steps import Step, step_named

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
)


def as_given(**given: object) -> Mapping[str, object]:
    """Keep what was given by name; `whole` puts it together when all of it is there."""
    return given


def responsible(**given: str) -> Mapping[Step, str]:
    """Turn ``payments = "ada"`` into the step and its person or team."""
    return {step: owner for key, owner in given.items() if (step := step_named(key)) is not None}


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
