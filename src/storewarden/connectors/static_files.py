"""Tells a version by static files: each file fits a range of releases, together they leave one.

Shared by readers that look from outside. The tables are made by ``scripts/static_files.py`` from
published packages.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from storewarden.connectors.page_marks import page_of
from storewarden.core.outside import Visit

_USUAL: Final = "/static/"


@dataclass(frozen=True, slots=True)
class Leaves:
    """What the files leave: places in the list of releases, both included, and who said so."""

    oldest: int
    newest: int
    seen: str


Table = Mapping[str, Mapping[str, tuple[int, int]]]
"""Path below the static folder -> first half of a SHA-256 -> oldest and newest release with it."""


def told_by_files(visit: Visit, own: str, table: Table) -> Leaves | None:
    """Ask for the files of a table; None when none of them is known.

    ``own`` is the folder that the page's own static files show it by (``oscar``): what stands
    before it is the static folder. Files that contradict one another leave nothing.
    """
    home = _home(visit, own)
    known = [
        Leaves(*span, f"{home}{path}")
        for path, spans in table.items()
        if (answer := visit.file(f"{home}{path}")) is not None
        and (span := spans.get(sha256(answer.body).hexdigest()[:32])) is not None
    ]
    if not known:
        return None
    oldest, newest = max(one.oldest for one in known), min(one.newest for one in known)
    return Leaves(oldest, newest, known[0].seen) if oldest <= newest else None


def _home(visit: Visit, own: str) -> str:
    places = (re.match(rf"(/.*?){re.escape(own)}/", path) for path in page_of(visit.page).assets)
    return next((place[1] for place in places if place), _USUAL)


def span_of(leaves: Leaves, releases: Sequence[str]) -> tuple[str, str]:
    """Version and newest, as `core.inventory.Component` has them."""
    oldest, newest = releases[leaves.oldest], releases[leaves.newest]
    return oldest, "" if oldest == newest else newest
