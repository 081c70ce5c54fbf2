"""Reads CISA's catalogue of known exploited vulnerabilities."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec

from storewarden.connectors.feeds.lists.reading import complaint, documents
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Feed
from storewarden.core.ports import Web


class _Vulnerability(msgspec.Struct, gc=False, rename="camel"):
    cve_id: str = msgspec.field(name="cveID")


class _Catalogue(msgspec.Struct, rename="camel"):
    date_released: str
    vulnerabilities: list[_Vulnerability]


@dataclass(frozen=True, slots=True)
class KevList:
    """The catalogue as read: when it was published, and the CVE ids that thieves use."""

    published: datetime
    exploited: frozenset[str] = field(repr=False)


def read_kev(feed: Feed, web: Callable[[Feed], Web]) -> KevList:
    """Read the catalogue; raises `Unreachable` with the reason when it cannot be read."""
    read = [_catalogue(feed, name, content) for name, content in documents(feed, web)]
    exploited = frozenset(entry.cve_id for catalogue in read for entry in catalogue.vulnerabilities)
    if not exploited:
        raise Unreachable(f"{feed.id} holds no record")
    return KevList(_moment(feed, max(catalogue.date_released for catalogue in read)), exploited)


def _catalogue(feed: Feed, name: str, content: bytes) -> _Catalogue:
    try:
        return msgspec.json.decode(content, type=_Catalogue)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as broken:
        raise Unreachable(f"{feed.id} was not loaded: {complaint(name, content)}") from broken


def _moment(feed: Feed, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as odd:
        raise Unreachable(f"{feed.id} was not loaded: it carries no readable day") from odd
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
