"""Turns what the lists answered into facts, for every connector that asks them."""

from collections.abc import Iterator, Sequence
from typing import Final

from storewarden.core.connectors import Access, Unseen
from storewarden.core.inventory import Gap, Inventory
from storewarden.core.matched import Answer, Standing
from storewarden.facts.advisories import ComponentExposure

_MOST_GAPS: Final = 20


def exposures(found: Inventory, access: Access) -> Iterator[ComponentExposure | Unseen]:
    """Tell one fact a component, and each place that could not be read as `Unseen`."""
    if not (found.components or found.gaps):
        yield Unseen(ComponentExposure, "no software was found in it that can be recognised")
    yield from _unseen(found.gaps)
    for answer in access.advisories.match(found.components, access.now):
        yield _exposure(answer)


def _unseen(gaps: Sequence[Gap]) -> Iterator[Unseen]:
    for gap in gaps[:_MOST_GAPS]:
        yield Unseen(ComponentExposure, f"{gap.found_in or '.'} {gap.because}")
    if len(gaps) > _MOST_GAPS:
        more = len(gaps) - _MOST_GAPS
        yield Unseen(ComponentExposure, f"{more} more places could not be read")


def _exposure(answer: Answer) -> ComponentExposure:
    here = answer.component
    unknown = answer.because if answer.standing is Standing.UNKNOWN else ""
    version = f"{here.version} to {here.newest}" if here.newest else here.version
    return ComponentExposure(here.purl, version, here.found_in, answer.weaknesses, unknown)
