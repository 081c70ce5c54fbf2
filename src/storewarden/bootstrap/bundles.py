"""Carries the followed lists to where there is no network, and brings them in there."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from storewarden.bootstrap.advisories import followed_feeds, format_of
from storewarden.bootstrap.feeds import states
from storewarden.bootstrap.fetching import shelf_of
from storewarden.bootstrap.updating import put_in_force
from storewarden.core.errors import EstateError
from storewarden.core.estate import Estate, Feed
from storewarden.core.feeds import FeedState

if TYPE_CHECKING:
    from storewarden.connectors.feeds.fetching.bundle import Listed
    from storewarden.core.feeds import Fetched
    from storewarden.engine.feeds import Followed, Outcome


def export(estate: Estate, into: Path) -> Sequence[str]:
    """Write what was fetched into one file for a place without a network; returns the lists in it.

    Raises OSError, and what `states` raises.
    """
    from storewarden.connectors.feeds.fetching import bundle

    kept = [(state, shelf_of(estate, feed)) for feed, state, _ in states(estate)]
    return bundle.export(kept, into)


def bring_in(estate: Estate, bundle: Path, *, anyway: bool = False) -> "Sequence[Outcome]":
    """Put in force what a bundle carries of the lists that the estate follows.

    Its lists are as old as they were when they were fetched. Raises `Unreachable` for what is no
    bundle, and what `update` raises.
    """
    from storewarden.connectors.feeds.fetching import bundle as bundles

    told = bundles.read(bundle)
    known = {feed.id: feed for feed in followed_feeds(estate)}
    lacking = sorted(told.keys() - known.keys())
    if lacking:
        raise EstateError(f"{bundle.name} carries lists that no [feeds] names: {lacking}")
    for name, one in told.items():
        if one.format != known[name].format:
            raise EstateError(f"{name} is {known[name].format} here and {one.format} in the bundle")
    wanted = [_carried(estate, known[name], bundle, one) for name, one in told.items()]
    return put_in_force(estate, wanted, anyway=anyway)


def _carried(estate: Estate, feed: Feed, bundle: Path, told: "Listed") -> "Followed":
    from storewarden.connectors.feeds.fetching.bundle import carried
    from storewarden.engine.feeds import Followed

    def bring(_state: FeedState) -> "Fetched | None":
        return carried(bundle, feed.id, told, shelf_of(estate, feed))

    return Followed(feed.id, feed.format, format_of(feed), bring)
