"""Waits for a failed log-in to appear in the logs, with its account or without."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from storewarden.connectors.log_growth import Mark, awaited

_PATIENCE: Final = 6.0
_REFUSED: Final = re.compile(
    rb"(?i)(?:log.?in|sign.?in|auth\w*|password)\W.{0,80}?(?:fail|invalid|denied|refused|wrong|bad)"
    rb"|(?:fail|invalid|denied|refused|wrong|bad)\w*\W.{0,80}?(?:log.?in|sign.?in|auth|password)"
)


def first_with(marked: Sequence[Mark], account: str) -> str | None:
    """Wait until a log holds the account's name, at most 6 seconds; return that log's id."""
    arrival = awaited(marked, account, _PATIENCE)
    return None if arrival is None else arrival.log


def telling_of_a_refusal(marked: Sequence[Mark]) -> Iterator[str]:
    """Yield the ids of logs, access logs aside, that speak of some refused log-in since."""
    for mark in marked:
        if mark.log.format != "combined" and _REFUSED.search(mark.added()):
            yield mark.log.id
