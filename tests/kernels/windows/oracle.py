"""A slow and obvious implementation of windows: every record is kept, every count is made anew."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from storewarden.kernels.windows.behaviour import Behaviour, By, Distinct, Tally, Window
from storewarden.kernels.windows.keys import block_of
from storewarden.kernels.windows.signals import Signal

Told = tuple[str, str, int, int, tuple[int, ...], tuple[str, ...]]
"""Rule, actor, time, count, lines, addresses."""


@dataclass(frozen=True)
class Event:
    time: int
    line: int
    address: str
    signs: frozenset[Signal]
    path: str = ""
    agent: str = ""
    account: str = ""
    thing: str = ""
    session: str = ""

    def key(self, by: By) -> str:
        return {
            By.ADDRESS: self.address,
            By.BLOCK: block_of(self.address),
            By.ALL: "everyone",
            By.ACCOUNT: self.account,
            By.OBJECT: self.thing,
            By.SESSION: self.session,
        }[by]

    def item(self, distinct: Distinct) -> str:
        return {
            Distinct.NONE: str(self.line),
            Distinct.PATH: self.path,
            Distinct.URI: self.path,
            Distinct.AGENT: self.agent,
            Distinct.ADDRESS: self.address,
            Distinct.ACCOUNT: self.account,
            Distinct.OBJECT: self.thing,
        }[distinct]


class Oracle:
    def __init__(self, behaviours: Sequence[Behaviour]) -> None:
        self.windows = [(each, window) for each in behaviours for window in each.windows]
        self.past: list[Event] = []
        self.hot: dict[tuple[int, str], bool] = defaultdict(bool)

    def told(self, events: Iterable[Event]) -> Iterator[Told]:
        for event in sorted(events, key=lambda each: (each.time, each.line)):
            before = list(self.past)
            self.past.append(event)
            for number, (behaviour, window) in enumerate(self.windows):
                yield from self._judge(number, behaviour, window, event, before)

    def _judge(
        self, number: int, behaviour: Behaviour, window: Window, event: Event, before: list[Event]
    ) -> Iterator[Told]:
        tally = window.tally
        key = event.key(tally.by)
        if tally.counts not in event.signs or not key or not event.item(tally.distinct):
            return
        earlier = _live(tally, key, event.time, before)
        now = _live(tally, key, event.time, self.past)
        hot = self.hot[number, key] and bool(earlier) and len(now) >= tally.bar
        self.hot[number, key] = hot
        if len(now) < tally.bar:
            return
        newest = list(now.values())[-tally.bar :]
        if hot:
            if tally.distinct is Distinct.ADDRESS and event.address not in _ring(earlier, tally):
                named = self._named(window, [event], event.time)
                if named:
                    yield self._tell(behaviour, window, event, newest, named)
            return
        other = window.unless
        if other and event.key(other.by):
            excuse = _live(other, event.key(other.by), event.time, self.past)
            if len(excuse) >= other.bar:
                return
        self.hot[number, key] = True
        yield self._tell(behaviour, window, event, newest, self._named(window, newest, event.time))

    def _named(self, window: Window, members: list[Event], now: int) -> tuple[str, ...]:
        voucher = window.vouched
        names = []
        for member in members:
            block = block_of(member.address)
            live = _live(voucher, block, now, self.past) if voucher and block else {}
            if voucher is None or len(live) < voucher.bar:
                names.append(member.address)
        return tuple(sorted(names))

    def _tell(
        self,
        behaviour: Behaviour,
        window: Window,
        event: Event,
        newest: list[Event],
        named: tuple[str, ...],
    ) -> Told:
        tally = window.tally
        lines = tuple(each.line for each in newest)[-20:]
        alone = () if tally.by in {By.ALL, By.BLOCK} else (event.address,)
        who = named if tally.distinct is Distinct.ADDRESS else alone
        return behaviour.id, event.key(tally.by), event.time, len(newest), lines, who


def _live(tally: Tally, key: str, now: int, past: list[Event]) -> Mapping[str, Event]:
    """The newest live event of each distinct item, oldest first."""
    found: dict[str, Event] = {}
    for each in past:
        if tally.counts in each.signs and each.key(tally.by) == key and each.item(tally.distinct):
            found.pop(each.item(tally.distinct), None)
            found[each.item(tally.distinct)] = each
    return {item: each for item, each in found.items() if now - each.time <= tally.span}


def _ring(earlier: Mapping[str, Event], tally: Tally) -> set[str]:
    """What a ring of as many places as the bar still knows."""
    return set(list(earlier)[-tally.bar :])
