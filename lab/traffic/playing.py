"""Plays a plan against the running sites by real HTTP, each visitor from an address of its own."""

import ssl
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import urllib3

from lab.run.errors import LabError
from lab.traffic.browser import Browser
from lab.traffic.visits import Visit

_AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class Played:
    """What came back: how many requests, and those that were answered otherwise than planned."""

    requests: int
    surprises: Mapping[str, int]


def play(visits: Sequence[Visit], sites: Mapping[str, str], trust: ssl.SSLContext) -> Played:
    """Play the visits in their order, a few at once. Raises `LabError` when a site is silent."""
    with ThreadPoolExecutor(_AT_ONCE) as stage:
        surprises = sum(
            stage.map(lambda visit: _visit(visit, sites, trust), visits), Counter[str]()
        )
    return Played(sum(len(visit.asks) for visit in visits), dict(surprises))


def _visit(visit: Visit, sites: Mapping[str, str], trust: ssl.SSLContext) -> Counter[str]:
    surprises: Counter[str] = Counter()
    try:
        with Browser(visit.address, visit.agent, sites, trust) as browser:
            for ask in visit.asks:
                status = browser.send(ask)
                if status != ask.expects:
                    path = ask.path.partition("?")[0]
                    surprises[f"{visit.story} {ask.method} {path}: {status}"] += 1
    except urllib3.exceptions.HTTPError as gone:
        raise LabError(f"{visit.story} at {visit.address} got no answer: {gone}") from gone
    return surprises
