"""Writes the same story as a combined access log, without a server: any length, many seeds."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from heapq import heappop, heappush, merge
from pathlib import Path
from random import Random
from zlib import crc32

from lab.traffic.agents import says_where_from
from lab.traffic.honest import honest
from lab.traffic.thieves import thieves
from lab.traffic.town import Town, invented
from lab.traffic.truth import Truth, Witness, written
from lab.traffic.visits import Visit

ENDS = datetime(2026, 6, 15, tzinfo=UTC)
SHOP = "http://shop.example"
_HOUR = 3600.0
#: How busy each hour of a day is, midnight first: honest people sleep.
_BUSY = (2, 1, 1, 1, 1, 2, 4, 7, 10, 12, 12, 12, 13, 12, 11, 11, 12, 13, 14, 15, 16, 13, 8, 4)
_WHOLE_DAY = sum(_BUSY)
_STREETS = 240

Begun = tuple[float, Visit]
"""A visit and the second at which it begins, counted from the log's first midnight."""


def write_log(path: Path, seed: int, lines: int, days: int, ends: datetime = ENDS) -> Truth:
    """Write exactly ``lines`` lines of ``days`` days, in the order of time, and their truth.

    Every thief comes once, at an hour that the seed chooses; honest visits fill the rest. The
    truth is given back and lies beside the log as ``<name>.truth.json``. The same arguments give
    the same bytes. Raises `ValueError` when that is less than a day or too few lines for thieves.
    """
    town, span = invented(), days * 24 * _HOUR
    ill = sorted(_at_their_hours(seed, town, span), key=_when)
    fixed = sum(len(visit.asks) for _, visit in ill)
    if days < 1 or lines < 2 * fixed:
        raise ValueError(f"a story needs one day and {2 * fixed} lines, not {days} and {lines}")
    witness = Witness()
    visits = merge(ill, _crowd(seed, town, days, lines - fixed), key=_when)
    with path.open("w", encoding="ascii") as log:
        log.writelines(_told(_heard(visits, witness), ends - timedelta(days=days), Random(seed)))
    truth = witness.truth(seed)
    path.with_name(path.name + ".truth.json").write_text(written(truth), "ascii")
    return truth


def _when(begun: Begun) -> float:
    return begun[0]


def _at_their_hours(seed: int, town: Town, span: float) -> Iterator[Begun]:
    dice = Random(f"{seed}:hours")
    for visit in thieves(seed, town):
        yield dice.random() * (span - _longest(visit)), visit


def _longest(visit: Visit) -> float:
    return len(visit.asks) * visit.pace * 1.5


def _crowd(seed: int, town: Town, days: int, lines: int) -> Iterator[Begun]:
    """Honest visits, hour by hour, that use up the lines; an hour's last one is cut short."""
    people = _people(seed, town)
    dice = Random(f"{seed}:crowd")
    done = 0
    for hour in range(days * 24):
        due = lines * (hour // 24 * _WHOLE_DAY + sum(_BUSY[: hour % 24 + 1]))
        share = due // (days * _WHOLE_DAY) - done
        done += share
        yield from sorted(_an_hour(people, share, hour, days, dice), key=_when)


def _an_hour(
    people: Iterator[Visit], lines: int, hour: int, days: int, dice: Random
) -> Iterator[Begun]:
    while lines > 0:
        visit = next(people)
        cut = replace(visit, asks=visit.asks[:lines])
        lines -= len(cut.asks)
        latest = days * 24 * _HOUR - _longest(cut)
        yield min((hour + dice.random()) * _HOUR, latest), cut


def _people(seed: int, town: Town) -> Iterator[Visit]:
    """Honest visitors to the shop without end, every crowd from other streets."""
    crowd = 0
    while True:
        visits = [v for v in honest(seed * 1_000_003 + crowd, town) if v.asks[0].site == "shop"]
        Random(f"{seed}:{crowd}").shuffle(visits)
        for visit in visits:
            yield replace(visit, address=_moved(visit.address, crowd))
        crowd += 1


def _moved(address: str, crowd: int) -> str:
    first, second, street, house = address.split(".")
    return f"{first}.{second}.{(int(street) + 3 * crowd) % _STREETS}.{house}"


def _heard(visits: Iterator[Begun], witness: Witness) -> Iterator[Begun]:
    for begun in visits:
        witness.hear(begun[1])
        yield begun


def _told(visits: Iterator[Begun], begins: datetime, dice: Random) -> Iterator[str]:
    """The lines of overlapping visits in the order of time, without keeping them all."""
    waiting: list[tuple[float, int, str]] = []
    number = 0
    for start, visit in visits:
        while waiting and waiting[0][0] <= start:
            yield _stamped(begins, *heappop(waiting))
        for after, rest in _lines(visit, dice):
            number += 1
            heappush(waiting, (start + after, number, rest))
    while waiting:
        yield _stamped(begins, *heappop(waiting))


def _lines(visit: Visit, dice: Random) -> Iterator[tuple[float, str]]:
    after, before = 0.0, "-"
    for ask in visit.asks:
        size = 0 if ask.expects == 302 else 900 + crc32(ask.path.encode()) % 20_000
        request = f'"{ask.method} {ask.path} HTTP/1.1" {ask.expects} {size}'
        yield after, f'{visit.address} - - [%s] {request} "{before}" "{visit.agent}"\n'
        after += visit.pace * (0.5 + dice.random())
        before = SHOP + ask.path if says_where_from(visit.agent) else "-"


def _stamped(begins: datetime, second: float, _number: int, rest: str) -> str:
    before, _, after = rest.partition("%s")
    return before + _clock(begins, int(second)) + after


@lru_cache(maxsize=4096)
def _clock(begins: datetime, second: int) -> str:
    return (begins + timedelta(seconds=second)).strftime("%d/%b/%Y:%H:%M:%S +0000")
