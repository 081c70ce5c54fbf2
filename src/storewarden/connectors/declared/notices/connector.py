"""Tells for every person who was written to whether notices reach him, as the outbox knows it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from storewarden.core.connectors import Access, Connector
from storewarden.core.estate import Estate
from storewarden.core.notices import Notice, Stage
from storewarden.facts.reading import NoticeArrival

LATE: Final = timedelta(hours=2)
"""A notice that has waited so long counts as lost for now."""


def gather(_estate: Estate, access: Access) -> Iterator[NoticeArrival]:
    """Tell one fact a person; nothing is told where nobody was written to."""
    kept = access.postbox.notices() if access.postbox is not None else ()
    for person in sorted({one.letter.person for one in kept}):
        lost = [one for one in kept if one.letter.person == person and _is_lost(one, access)]
        yield NoticeArrival(person, len(lost), lost[0].trouble if lost else "")


def _is_lost(notice: Notice, access: Access) -> bool:
    waits = notice.stage is Stage.WAITING and bool(notice.trouble)
    return notice.stage is Stage.FAILED or (waits and access.now - notice.made >= LATE)


CONNECTOR = Connector(reads=Estate, gives=(NoticeArrival,), gather=gather)
