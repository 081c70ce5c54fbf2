"""Finds what gives front-end libraries away, in the lists that are followed."""

from typing import TYPE_CHECKING

from storewarden.bootstrap.advisories import followed_feeds
from storewarden.bootstrap.fetching import shelf_of
from storewarden.core.estate import Estate

if TYPE_CHECKING:
    from storewarden.kernels.frontend import Library


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
