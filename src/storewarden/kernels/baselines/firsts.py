"""What an entity did for the first time: from where, with what client, when, which route."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from ipaddress import ip_address, ip_network
from typing import Final

import numpy as np

from storewarden.core.alerts import ActorKind
from storewarden.kernels.baselines.records import Codes, Records
from storewarden.kernels.baselines.season import hour_of_week
from storewarden.kernels.baselines.visits import ENTITIES

LONGEST: Final = 200
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NAMED: Final = (("edg", "Edge"), ("opr/", "Opera"), ("firefox", "Firefox"), ("chrome", "Chrome"))
_DIGITS: Final = re.compile(r"[0-9]+")


class Aspect(StrEnum):
    """What may be new; the value stands in saved models."""

    BLOCK = "block"
    CLIENT = "client"
    HOUR = "hour"
    ROUTE = "route"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that may be new of an entity.

    Attributes:
        anyone: compared with what the whole shop knows, not with the entity's own past.
        weak: too common to count as a baseline of its own (a new customer lives somewhere new).
    """

    who: ActorKind
    aspect: Aspect
    anyone: bool = False
    weak: bool = False

    @property
    def id(self) -> str:
        """Its name in a saved model."""
        return f"{self.who.value}.{self.aspect.value}"


KINDS: Final = (
    Kind(ActorKind.ADDRESS, Aspect.BLOCK, anyone=True, weak=True),
    Kind(ActorKind.ADDRESS, Aspect.CLIENT, anyone=True),
    Kind(ActorKind.ADDRESS, Aspect.ACCOUNT, weak=True),
    Kind(ActorKind.ACCOUNT, Aspect.BLOCK),
    Kind(ActorKind.ACCOUNT, Aspect.CLIENT),
    Kind(ActorKind.ACCOUNT, Aspect.HOUR, weak=True),
    Kind(ActorKind.KEY, Aspect.ROUTE),
    Kind(ActorKind.KEY, Aspect.BLOCK),
)

Firsts = Mapping[str, Mapping[tuple[str, str], int]]
"""By `Kind.id`: (entity, what) -> microseconds when it was first so. Hostile text."""


def firsts(records: Records) -> Firsts:
    """When each entity first had each block, client, hour, route, account."""
    return {kind.id: _first(records, kind) for kind in KINDS}


def earliest(parts: Iterable[Firsts]) -> Firsts:
    """Put what was seen on several days together."""
    whole: dict[str, dict[tuple[str, str], int]] = {kind.id: {} for kind in KINDS}
    for part in parts:
        for name, pairs in part.items():
            known = whole[name]
            for pair, time in pairs.items():
                known[pair] = min(time, known.get(pair, time))
    return whole


def block(address: str) -> str:
    """The /24 of an IPv4 address, the /48 of an IPv6 one; nothing for a pseudonym or nonsense."""
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    return str(ip_network((int(read), 24 if read.version == 4 else 48), strict=False))  # noqa: PLR2004 - the version's own name


def client(agent: str) -> str:
    """The family of a client: a browser's name, else the program's first word without version."""
    small = agent.lower()
    if small.startswith("mozilla/"):
        return next((name for mark, name in _NAMED if mark in small), _other(small))
    return small.partition("/")[0].partition(" ")[0][:LONGEST]


def route(path: str) -> str:
    """A path with its numbers taken out, so that one route is one route."""
    return _DIGITS.sub("0", path[:LONGEST])


def hour_said(hour: int) -> str:
    """``Mon 03``: an hour of the week."""
    return f"{_DAYS[hour // 24]} {hour % 24:02d}"


def _other(small: str) -> str:
    return "Safari" if "safari" in small else "other browser"


_FROM: Final[Mapping[Aspect, tuple[str, Callable[[str], str]]]] = {
    Aspect.BLOCK: ("address", block),
    Aspect.CLIENT: ("agent", client),
    Aspect.ROUTE: ("path", route),
    Aspect.ACCOUNT: ("account", str),
}


def _first(records: Records, kind: Kind) -> dict[tuple[str, str], int]:
    owner, owners = records.codes[ENTITIES[kind.who]], records.values[ENTITIES[kind.who]]
    what, words = _what(records, kind.aspect)
    rows = np.flatnonzero((owner >= 0) & (what >= 0))
    rows = rows[np.lexsort((records.time[rows], what[rows], owner[rows]))]
    left, right = owner[rows], what[rows]
    new = np.ones(len(rows), bool)
    new[1:] = (np.diff(left) != 0) | (np.diff(right) != 0)
    found: dict[tuple[str, str], int] = {}
    for row in rows[new].tolist():
        pair = owners[int(owner[row])], words[int(what[row])]
        time = int(records.time[row])
        found[pair] = min(time, found.get(pair, time))
    return {pair: time for pair, time in found.items() if pair[1]}


def _what(records: Records, aspect: Aspect) -> tuple[Codes, Sequence[str]]:
    if aspect is Aspect.HOUR:
        return hour_of_week(records.time), [hour_said(hour) for hour in range(168)]
    column, said = _FROM[aspect]
    said = cache(said)
    return records.codes[column], [said(value) for value in records.values[column]]
