"""Brings the followed lists up to date, and says which of them are due."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from storewarden.bootstrap.advisories import advisory_book, followed_feeds, format_of
from storewarden.bootstrap.clock import now
from storewarden.bootstrap.fetching import carrier_to, is_ours, place_of
from storewarden.bootstrap.opening import OWN_FOLDER
from storewarden.core.errors import AlreadyRunning, EstateError
from storewarden.core.estate import Estate, Feed
from storewarden.core.feeds import FeedState

if TYPE_CHECKING:
    from storewarden.core.feeds import Fetched
    from storewarden.engine.feeds import Followed, Outcome
    from storewarden.engine.feeds.polling import Round

_OURS: Final = 30
"""Seconds between two looks at a list of our own: a file, or a mirror in our own network."""


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


def freshen(estate: Estate) -> None:
    """Bring the lists up to date before a check: ours always, others when they are due.

    A list that does not answer keeps its old content, and the check says how old that is. Nothing
    happens while somebody else brings them up to date. Raises `LedgerError` and `SecretMissing`.
    """
    from storewarden.engine.feeds.polling import due

    feeds = followed_feeds(estate)
    ready = set(
        due([round_of(estate, feed) for feed in feeds], advisory_book(estate).states(), now())
    )
    wanted = [feed.id for feed in feeds if feed.id in ready or is_ours(estate, feed)]
    if wanted:
        with suppress(AlreadyRunning):
            update(estate, wanted)


def round_of(estate: Estate, feed: Feed) -> "Round":
    """How often a list may be asked for."""
    from storewarden.engine.feeds.polling import Round

    usual = _OURS if is_ours(estate, feed) else format_of(feed).every
    return Round(feed.id, feed.every or usual)


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
