"""Tells who looked at a followed list last, as it was told to us."""

from collections.abc import Iterator

from storewarden.core.connectors import Access, Connector
from storewarden.core.estate import Feed
from storewarden.facts.reading import ListLook


def gather(feed: Feed, access: Access) -> Iterator[ListLook]:
    """Tell one fact; a list that was not followed before is followed from now on."""
    looks = access.postbox.looks() if access.postbox is not None else ()
    last = next((one for one in looks if one.feed == feed.id), None)
    yield ListLook(
        feed=feed.id,
        person=last.person if last else "",
        at=last.at if last else access.now,
        every_days=access.estate.notices.read_every_days,
        as_of=access.now,
    )


CONNECTOR = Connector(reads=Feed, gives=(ListLook,), gather=gather)
