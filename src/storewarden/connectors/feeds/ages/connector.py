"""Tells how old one followed list of vulnerabilities is, and whether it could be read at all."""

from collections.abc import Iterator

from storewarden.core.connectors import Access, Connector
from storewarden.core.estate import Feed
from storewarden.facts.advisories import ListFreshness


def gather(feed: Feed, access: Access) -> Iterator[ListFreshness]:
    """Tell one fact: the list's age, or why it was not read."""
    age = next((age for age in access.advisories.ages() if age.feed == feed.id), None)
    yield ListFreshness(
        feed=feed.id,
        published=age.published if age else None,
        max_age_days=feed.max_age_days or 7,
        as_of=access.now,
        because=age.because if age else f"{feed.id} is not among the lists that were read",
    )


CONNECTOR = Connector(reads=Feed, gives=(ListFreshness,), gather=gather, time_limit=120.0)
