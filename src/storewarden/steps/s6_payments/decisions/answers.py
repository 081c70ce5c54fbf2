"""Picks what a raw answer means: by processor, then by network, then only if all agree."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Answer(StrEnum):
    """What the bank said about a card code or an address, whatever letter it used."""

    MATCH = "match"
    PARTIAL = "partial"
    NO_MATCH = "no_match"
    UNCHECKED = "unchecked"
    UNKNOWN = "unknown"


Table = Mapping[str, Answer]
NETWORKS: Final = {
    "visa": "visa",
    "master": "mastercard",
    "mc": "mastercard",
    "amex": "amex",
    "americanexpress": "amex",
    "discover": "discover",
    "maestro": "maestro",
}


def table(**answers: str) -> Table:
    """Write a table as ``match="M", no_match="N"``: the raw answers of each meaning, by blanks."""
    return {
        raw.casefold(): Answer(meaning) for meaning, raws in answers.items() for raw in raws.split()
    }


def network_named(text: str | None) -> str | None:
    """Name the network that a shop means by ``Visa Debit`` or ``MC``; None when not known."""
    plain = _plain(text)
    return next((name for start, name in NETWORKS.items() if plain.startswith(start)), None)


def meaning(
    tables: Mapping[str, Table], processor: str | None, network: str | None, raw: str
) -> Answer:
    """Tell what a raw answer means.

    Args:
        tables: by processor (``stripe``), by processor and network (``paypal maestro``), and by
            network (``visa``).
        processor: who processed the payment, as the shop writes it.
        network: the card's network, as the shop writes it.
        raw: the answer; ``line|postal`` holds two of them. Empty means that nothing was asked.
    """
    if "|" in raw:
        return together(*(meaning(tables, processor, network, part) for part in raw.split("|")))
    answer = raw.strip().casefold()
    if not answer:
        return Answer.UNCHECKED
    by, on = _plain(processor), network_named(network) or ""
    for name in (f"{by} {on}", by, on):
        if name in tables:
            return tables[name].get(answer, Answer.UNKNOWN)
    return _agreed(tables, answer)


def together(*parts: Answer) -> Answer:
    """Join the answers about street and postal code into one about the address."""
    said = set(parts)
    if Answer.UNKNOWN in said:
        return Answer.UNKNOWN
    if len(said) == 1:
        return parts[0]
    return Answer.PARTIAL if said & {Answer.MATCH, Answer.PARTIAL} else Answer.NO_MATCH


def _agreed(tables: Mapping[str, Table], answer: str) -> Answer:
    said = {
        known[answer]
        for name, known in tables.items()
        if name in NETWORKS.values() and answer in known
    }
    return said.pop() if len(said) == 1 else Answer.UNKNOWN


def _plain(text: str | None) -> str:
    return re.sub(r"[^a-z0-9]", "", (text or "").casefold())
