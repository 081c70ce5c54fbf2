"""Answers what the followed lists know about a component; each list is read once, when asked."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

from storewarden.connectors.feeds.lists.kev import KevList, read_kev
from storewarden.connectors.feeds.lists.osv import OsvList, read_osv
from storewarden.core.advisories import Advisory, Component, ListAge
from storewarden.core.errors import StorewardenError, Unreachable
from storewarden.core.estate import Feed
from storewarden.core.ports import AdvisoryLists, Web


@dataclass(frozen=True, slots=True)
class _Read:
    """One followed list: what was read of it, or why it was not."""

    feed: Feed
    osv: OsvList | None = None
    kev: KevList | None = None
    because: str = ""

    @property
    def published(self) -> datetime | None:
        inside = self.osv or self.kev
        return inside.published if inside else None


class FollowedLists:
    """The lists that an estate follows, as `core.ports.AdvisoryLists`; safe between threads."""

    def __init__(self, feeds: Sequence[Feed], web: Callable[[Feed], Web], now: datetime) -> None:
        self._feeds = tuple(feeds)
        self._web = web
        self._now = now
        self._lock = Lock()
        self._read: tuple[_Read, ...] | None = None

    def about(self, component: Component) -> Sequence[Advisory]:
        """See the port. A list past its age still names, but it clears nobody."""
        lists = self._lists()
        found, odd = _named(lists, component)
        if found:
            return _merged(found, _exploited(lists))
        if odd is not None:
            raise odd
        self._must_be_covered(lists, component.ecosystem)
        return ()

    def ages(self) -> Sequence[ListAge]:
        """See the port."""
        return [
            ListAge(read.feed.id, read.published is not None, read.published, read.because)
            for read in self._lists()
        ]

    def _lists(self) -> tuple[_Read, ...]:
        with self._lock:
            if self._read is None:
                self._read = tuple(_read(feed, self._web) for feed in self._feeds)
            return self._read

    def _must_be_covered(self, lists: Iterable[_Read], ecosystem: str) -> None:
        covering = [read for read in lists if read.osv and ecosystem in read.osv.ecosystems]
        if any(self._fresh(read) for read in covering):
            return
        if covering:
            names = ", ".join(read.feed.id for read in covering)
            raise Unreachable(f"every list of {ecosystem} advisories is out of date: {names}")
        lost = "; ".join(read.because for read in lists if read.because)
        raise Unreachable(
            f"no list of {ecosystem} advisories could be read" + (f": {lost}" if lost else "")
        )

    def _fresh(self, read: _Read) -> bool:
        oldest = self._now - timedelta(days=read.feed.max_age_days or 7)
        return read.published is not None and read.published >= oldest


def read_lists(feeds: Sequence[Feed], web: Callable[[Feed], Web], now: datetime) -> AdvisoryLists:
    """Follow these lists; nothing is opened or fetched before the first question.

    ``web`` gives the client that fetches a list which lies at an address.
    """
    return FollowedLists(feeds, web, now)


def _read(feed: Feed, web: Callable[[Feed], Web]) -> _Read:
    try:
        if feed.format == "osv":
            return _Read(feed, osv=read_osv(feed, web))
        if feed.format == "kev":
            return _Read(feed, kev=read_kev(feed, web))
    except (StorewardenError, OSError) as lost:
        return _Read(feed, because=str(lost))
    return _Read(feed, because=f"{feed.id} has the format {feed.format!r}, which nobody reads")


def _named(
    lists: Iterable[_Read], component: Component
) -> tuple[list[Advisory], ValueError | None]:
    """Collect what every list says; an advisory that cannot be judged does not hide the others."""
    found: list[Advisory] = []
    odd: ValueError | None = None
    for read in lists:
        if read.osv:
            here, unreadable = read.osv.about(component)
            found.extend(here)
            odd = odd or unreadable
    return found, odd


def _exploited(lists: Iterable[_Read]) -> frozenset[str]:
    return frozenset().union(*(read.kev.exploited for read in lists if read.kev))


def _merged(found: Iterable[Advisory], exploited: frozenset[str]) -> Sequence[Advisory]:
    """Tell a vulnerability once, whichever lists name it, and whether thieves use it."""
    told: list[Advisory] = []
    for advisory in sorted(found, key=lambda one: one.id):
        names = {advisory.id, *advisory.aliases}
        used = advisory if names.isdisjoint(exploited) else replace(advisory, exploited=True)
        twin = next((at for at in _twins(told, names)), None)
        if twin is None:
            told.append(used)
        else:
            told[twin] = _together(told[twin], used)
    return tuple(told)


def _twins(told: Sequence[Advisory], names: set[str]) -> Iterator[int]:
    for at, other in enumerate(told):
        if not names.isdisjoint({other.id, *other.aliases}):
            yield at


def _together(one: Advisory, other: Advisory) -> Advisory:
    grades = [grade for grade in (one.severity, other.severity) if grade is not None]
    return replace(
        one,
        aliases=tuple(dict.fromkeys((*one.aliases, other.id, *other.aliases))),
        summary=one.summary or other.summary,
        fixed_in=one.fixed_in or other.fixed_in,
        exploited=one.exploited or other.exploited,
        severity=max(grades, default=None),
    )
