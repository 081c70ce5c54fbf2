"""Turns the life of a weakness (OSV's events) into stretches of affected versions.

Source: OSV schema, "Evaluation" (ossf.github.io/osv-schema).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any, Final, NamedTuple

from storewarden.core.published import Stretch
from storewarden.kernels.versions.schemes import Scheme, scheme_of

BEGINNING: Final = "0"
"""The version that OSV writes for "from the beginning"."""

_ENDLESS: Final = "*"
_PAIR: Final = 2


class Happened(IntEnum):
    """What a version did to a weakness; the value is the order among events of one version.

    The schema leaves that order open; this is the one by which OSV's own server answers.
    """

    INTRODUCED = 0
    LAST_AFFECTED = 1
    FIXED = 2
    LIMIT = 3


class Event(NamedTuple):
    """One turn in the life of a weakness."""

    happened: Happened
    version: str


def stretches(purl: str, events: Iterable[Event]) -> tuple[Stretch, ...]:
    """Return the stretches of affected versions that the events of one range describe.

    Events may come in any order; they are sorted as the versions of the package sort. Where one of
    them cannot be read they are taken as written: whoever matches finds the odd version then.
    """
    told = tuple(events)
    turns = _in_order(purl, [turn for turn in told if turn.happened is not Happened.LIMIT])
    runs = tuple(_runs(turns))
    limits = [version for happened, version in told if happened is Happened.LIMIT]
    if not limits or _ENDLESS in limits:
        return runs
    return tuple(_cut(purl, runs, limits))


def _in_order(purl: str, turns: list[Event]) -> Sequence[Event]:
    """Sort by version; most ranges are "from the beginning until", and sorted already."""
    if len(turns) == _PAIR and turns[0].version == BEGINNING != turns[1].version:
        return turns
    try:
        scheme = scheme_of(purl)
        return sorted(turns, key=lambda turn: _place(scheme, turn))
    except ValueError:
        return turns


def _place(scheme: Scheme, event: Event) -> tuple[Any, ...]:
    if event.version == BEGINNING:
        return (False, event.happened)
    return (True, scheme.place(event.version), event.happened)


def _runs(turns: Iterable[Event]) -> Iterator[Stretch]:
    run: Stretch | None = None
    for happened, version in turns:
        if run is None:
            if happened is Happened.INTRODUCED:
                run = Stretch(low=None if version == BEGINNING else version)
        elif happened is Happened.FIXED:
            yield replace(run, high=version, fixed_in=version)
            run = None
        elif happened is Happened.LAST_AFFECTED:
            yield replace(run, high=version, high_included=True)
            run = None
    if run is not None:
        yield run


def _cut(purl: str, runs: Iterable[Stretch], limits: Sequence[str]) -> Iterator[Stretch]:
    """Versions from the highest limit on are not spoken of."""
    try:
        scheme = scheme_of(purl)
        limit = max(limits, key=scheme.place)
        for run in runs:
            if run.low is not None and scheme.compare(run.low, limit) >= 0:
                continue
            beyond = run.high is None or scheme.compare(run.high, limit) >= 0
            yield replace(run, high=limit, high_included=False) if beyond else run
    except ValueError:
        yield from runs
