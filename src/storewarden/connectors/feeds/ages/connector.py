"""Tells how old one followed list of vulnerabilities is, and whether it was ever read at all."""

from collections.abc import Iterator
from typing import Final

from storewarden.core.connectors import Access, Connector
from storewarden.core.estate import Feed
from storewarden.core.feeds import FeedState
from storewarden.facts.advisories import ListFreshness

_MAX_AGE_DAYS: Final = 7


def gather(feed: Feed, access: Access) -> Iterator[ListFreshness]:
    """Tell one fact: the list's age, or why it was not read."""
    states = {state.feed: state for state in access.advisories.states()}
    state = states.get(feed.id, FeedState(feed.id, feed.format))
    yield ListFreshness(
        feed=feed.id,
        published=state.fetched,
        max_age_days=feed.max_age_days or _MAX_AGE_DAYS,
        as_of=access.now,
        because=state.trouble or "it was never read",
    )


CONNECTOR = Connector(reads=Feed, gives=(ListFreshness,), gather=gather, time_limit=120.0)
