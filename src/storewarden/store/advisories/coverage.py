"""Which lists can say that a package is clean, and whether they still may."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from storewarden.core.feeds import FeedState, Kind
from storewarden.core.inventory import Component
from storewarden.core.matched import Standing

BY_CONTENT: Final = None
"""A list's own records say what it can clear."""

_BY_NAMESPACE: Final = frozenset({"wordpress", "deb", "apk"})
_RELEASED: Final = frozenset({"deb", "apk"})
_OWN_LISTS: Final = frozenset({("composer", "drupal")})
"""Vendors who publish the advisories of their modules in a list of their own: lists of the whole
ecosystem lack them. Source: drupal.org/drupal-security-team, its OSV database."""

_CORES: Final = frozenset({"pkg:composer/drupal/core", "pkg:composer/drupal/drupal"})
"""What lists of the whole ecosystem name of such a vendor all the same."""


class Spot(NamedTuple):
    """Where packages come from: ``composer``, ``drupal``, and of a distribution its release."""

    kind: str
    namespace: str
    release: str


@dataclass(frozen=True, slots=True)
class Following:
    """How the estate follows a list.

    Attributes:
        max_age_days: past it, the list still names, but clears nobody.
        clears: purl types that it can clear when fresh (``composer``); `BY_CONTENT` when its
            records say so themselves; empty when it clears nobody, however many it names.
    """

    max_age_days: int = 7
    clears: tuple[str, ...] | None = BY_CONTENT


@dataclass(frozen=True, slots=True)
class Listed:
    """One list of the book: what is known of it, and what its content speaks of."""

    number: int
    state: FeedState
    covers: frozenset[Spot]
    tells: frozenset[Kind]
    following: Following

    def stale(self, now: datetime) -> str:
        """Say why it clears nobody now; empty when it does."""
        return self.state.stale(now, self.following.max_age_days)


def spot(purl: str, release: str) -> Spot:
    """Return where a package comes from."""
    first, *more = purl.split("/")
    kind = first.removeprefix("pkg:")
    namespace = more[0] if len(more) > 1 else ""
    return Spot(kind, namespace, release if kind in _RELEASED else "")


def covered(purl: str, release: str) -> tuple[Spot, ...]:
    """Return what a list that names a package may speak for; naming Drupal's core says nothing."""
    return () if purl in _CORES else (spot(purl, release),)


def widened(spots: Iterable[Spot]) -> frozenset[Spot]:
    """Return what a list covers by the spots of its records.

    A list of packages of many vendors speaks for the whole ecosystem; one that names a single
    vendor (Drupal's own list) speaks for that vendor alone. Distributions speak for a release,
    and for a vendor with a list of his own speaks who names his modules.
    """
    told = set(spots)
    wide = set()
    for kind in {one.kind for one in told}:
        mine = {one for one in told if one.kind == kind}
        if kind not in _BY_NAMESPACE and len({one.namespace for one in mine}) > 1:
            mine = {Spot(kind, "", ""), *filter(_has_own_list, mine)}
        wide |= mine
    return frozenset(wide)


class Coverage:
    """Answers for each component whether anybody can clear it; neighbours have the same answer."""

    def __init__(self, lists: Sequence[Listed], now: datetime) -> None:
        self._fresh = {one.state.feed: one.stale(now) for one in lists}
        self._lists = [one for one in lists if Kind.RECORDS in one.tells or one.following.clears]
        self._known: dict[tuple[str, str], tuple[Standing, str]] = {}

    def of(self, component: Component) -> tuple[Standing, str]:
        """Return what is true of a component that nobody names: not affected, or unknown."""
        purl = component.purl
        beside = purl.rpartition("/")[0] or purl, component.release
        known = self._known.get(beside)
        if known is None:
            known = self._known[beside] = self._look(spot(purl, component.release))
        return known

    def _look(self, place: Spot) -> tuple[Standing, str]:
        clearing, gap = self._clearing(place)
        if gap:
            return Standing.UNKNOWN, gap
        return Standing.NOT_AFFECTED, f"not named by {clearing}"

    def _clearing(self, place: Spot) -> tuple[str, str]:
        """Return (lists that clear it, why none does); exactly one of them is empty."""
        if place.kind in _RELEASED and not place.release:
            return "", "the release of the distribution is not known"
        covering = [one for one in self._lists if _covers(one, place)]
        fresh = [one.state.feed for one in covering if not self._fresh[one.state.feed]]
        if fresh:
            return ", ".join(fresh), ""
        if not covering:
            return "", f"no followed list covers {_named(place)}"
        why = "; ".join(f"{one.state.feed}: {self._fresh[one.state.feed]}" for one in covering)
        return "", f"every list that covers {_named(place)} is out of date: {why}"


def _covers(one: Listed, place: Spot) -> bool:
    if one.following.clears is not None:
        return place.kind in one.following.clears and not _has_own_list(place)
    if place.kind in _RELEASED or _has_own_list(place):
        return place in one.covers
    return bool(
        one.covers & {place, Spot(place.kind, "", ""), Spot(place.kind, place.namespace, "")}
    )


def _has_own_list(place: Spot) -> bool:
    return (place.kind, place.namespace) in _OWN_LISTS


def _named(place: Spot) -> str:
    if place.release:
        return place.release
    apart = place.kind in _BY_NAMESPACE or _has_own_list(place)
    return f"{place.kind}/{place.namespace}" if apart else place.kind


def followed(
    states: Iterable[tuple[int, FeedState, Iterable[Spot], Iterable[str]]],
    following: Mapping[str, Following] | None,
) -> list[Listed]:
    """Put together what the book holds and how the estate follows it; others are left out."""
    return [
        Listed(
            number,
            state,
            widened(spots),
            frozenset(map(Kind, tells)),
            Following() if following is None else following[state.feed],
        )
        for number, state, spots, tells in states
        if following is None or state.feed in following
    ]
