"""Brings the followed lists up to date, at once or while the watch runs."""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from storewarden.bootstrap.advisories import (
    advisory_book,
    age_limit,
    followed_feeds,
    format_of,
)
from storewarden.bootstrap.clock import now
from storewarden.bootstrap.fetching import carrier_to, place_of, shelf_of
from storewarden.bootstrap.opening import OWN_FOLDER
from storewarden.core.errors import EstateError
from storewarden.core.estate import Estate, Feed
from storewarden.core.feeds import FeedChange, FeedState

if TYPE_CHECKING:
    from storewarden.core.feeds import Fetched
    from storewarden.engine.feeds import Followed, Outcome
    from storewarden.kernels.frontend import Library

OnChange = Callable[[Sequence[FeedChange]], None]
"""Is told what changed in the lists, once what changed is in force."""


def update(
    estate: Estate,
    feeds: Sequence[str],
    done: "Callable[[Outcome], None]" = lambda _outcome: None,
    *,
    anyway: bool = False,
) -> "Sequence[Outcome]":
    """Ask for these lists (all, when none is named) and put in force what is new.

    ``done`` is told of each as it ends. Trouble with a list is in its outcome and stops no other.
    Raises `AlreadyRunning`, `EstateError`, `LedgerError` and `SecretMissing`.
    """
    followed = [_followed(estate, feed) for feed in wanted(estate, feeds)]
    return put_in_force(estate, followed, done, anyway=anyway)


def put_in_force(
    estate: Estate,
    followed: "Sequence[Followed]",
    done: "Callable[[Outcome], None]" = lambda _outcome: None,
    *,
    anyway: bool = False,
) -> "Sequence[Outcome]":
    """Bring each list up to date, one after the other, while nobody else does; see `update`."""
    from storewarden.engine import lock
    from storewarden.engine.feeds import update as bring_up_to_date

    outcomes = []
    with lock.only_one(estate.root / OWN_FOLDER / "feeds.lock", now(), "update of lists"):
        book = advisory_book(estate)
        for one in followed:
            outcomes.append(bring_up_to_date(one, book, now(), anyway=anyway))
            done(outcomes[-1])
    return outcomes


def states(estate: Estate) -> Sequence[tuple[Feed, FeedState, str]]:
    """Every followed list, what is known of it, and why its answers do not count; empty if they do.

    Raises `EstateError`, `LedgerError` and `SecretMissing`.
    """
    known = {state.feed: state for state in advisory_book(estate).states()}
    told = []
    for feed in followed_feeds(estate):
        state = known.get(feed.id, FeedState(feed.id, feed.format))
        told.append((feed, state, state.stale(now(), age_limit(feed))))
    return told


def act_on(estate: Estate, changes: Sequence[FeedChange]) -> None:
    """Judge step 3 by the lists as they are now, which also tells people of what cannot wait.

    What changed about something that we run is a finding with an owner then; nothing happens when
    nothing changed. Raises what `bootstrap.check` raises.
    """
    from storewarden.bootstrap.looking import check
    from storewarden.core.steps import Step
    from storewarden.engine.report import Scope

    if changes:
        check(estate, Scope(frozenset({Step.ADVISORIES})), Quiet())


class Quiet:
    """Somebody who watches a long piece of work without a word."""

    def begin(self, total: int) -> None:
        """Say nothing."""

    def advance(self, what: str) -> None:
        """Say nothing."""

    def end(self) -> None:
        """Say nothing."""


def front_end_libraries(estate: Estate) -> "tuple[Library, ...]":
    """What gives front-end libraries away, from the lists that say so; none when none was read.

    Raises `Unreachable` when a list that was read cannot be read any more.
    """
    from storewarden.connectors.feeds.fetching.opening import documents_in, files_below
    from storewarden.connectors.feeds.retirejs.format import fingerprints

    found: list[Library] = []
    for feed in followed_feeds(estate):
        if feed.format != "retirejs":
            continue
        own = [(file.name, file) for file in files_below(feed.path)] if feed.path else None
        kept = own if own is not None else shelf_of(estate, feed).files()
        for document in documents_in(kept):
            found.extend(fingerprints(document))
    return tuple(found)


def wanted(estate: Estate, feeds: Sequence[str]) -> Sequence[Feed]:
    """Find the followed lists of these names, all when none is named; raises `EstateError`."""
    known = {feed.id: feed for feed in followed_feeds(estate)}
    for name in feeds:
        if name not in known:
            names = ", ".join(known) or "none"
            raise EstateError(f"{name!r} is no list of the estate file; it names: {names}")
    return [known[name] for name in feeds] if feeds else list(known.values())


def _followed(estate: Estate, feed: Feed) -> "Followed":
    from storewarden.connectors.feeds.fetching import Politeness, fetch
    from storewarden.engine.feeds import Followed

    def bring(state: FeedState) -> "Fetched | None":
        polite = Politeness(time.sleep, now)
        return fetch(place_of(estate, feed), state, carrier_to(estate, feed), polite)

    return Followed(feed.id, feed.format, format_of(feed), bring, own=feed.path is not None)
