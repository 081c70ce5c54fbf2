"""Asks for one page with a random mark in its address, and waits for the mark in the logs."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from storewarden.connectors.log_growth import Mark, awaited, holding, marks
from storewarden.core.connectors import Access, Connector
from storewarden.core.errors import Unreachable
from storewarden.core.estate import LogSource, Site
from storewarden.core.ports import Request
from storewarden.facts.logs import PageTrace

_PAGE: Final = "/"
_PATIENCE: Final = 15.0
_ACCESS: Final = ("combined", "common", "vhost_combined")
# A shield in front of the site answers so, and then the request never came to the site's log.
_TURNED_AWAY: Final = (403, 429, 503)


@dataclass(frozen=True, slots=True)
class _Marked:
    """Two random words of one request: in its query, and in the page it claims to come from."""

    query: str
    referer: str


def gather(site: Site, access: Access) -> Iterator[PageTrace]:
    """Tell one fact; raises `Unreachable` when the site or every log is out of reach."""
    logs = _logs_of(site, access)
    if not logs:
        yield PageTrace(_PAGE, (), 0.0)
        return
    if not any(log.path.is_file() for log in logs):
        raise Unreachable(f"there is no log of {site.id} to look into")
    named = tuple(log.id for log in logs if log.format in _ACCESS)
    marked, words = marks(logs), _Marked(_word(), _word())
    status = _asked(site, access, words)
    trace = _traced(named, marked, words)
    if not trace.found_in and status in _TURNED_AWAY:
        raise Unreachable(f"the page was answered {status}, perhaps by a shield before {site.id}")
    yield trace


def _logs_of(site: Site, access: Access) -> list[LogSource]:
    """Return the access logs; where none is named, every log: one of them may be one."""
    mine = [
        log for log in access.estate.assets if isinstance(log, LogSource) and log.site == site.id
    ]
    return [log for log in mine if log.format in _ACCESS] or mine


def _word() -> str:
    return f"storewarden-{secrets.token_hex(8)}"


def _asked(site: Site, access: Access, words: _Marked) -> int:
    came_from = f"{site.url.rstrip('/')}/{words.referer}"
    asked = Request(f"{_PAGE}?mark={words.query}", headers={"Referer": came_from}, follow=False)
    return access.web.send(asked).status


def _traced(named: tuple[str, ...], marked: Sequence[Mark], words: _Marked) -> PageTrace:
    arrival = awaited(marked, words.query, _PATIENCE)
    if arrival is not None:
        return PageTrace(_PAGE, named, _PATIENCE, arrival.log, round(arrival.seconds, 1))
    bare = holding(marked, words.referer)
    if bare is not None:
        return PageTrace(_PAGE, named, _PATIENCE, bare, with_query=False)
    return PageTrace(_PAGE, named, _PATIENCE)


CONNECTOR = Connector(reads=Site, gives=(PageTrace,), gather=gather, active=True, time_limit=45.0)
