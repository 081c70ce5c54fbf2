"""Reads CISA's catalogue of known exploited vulnerabilities.

Source: the catalogue's JSON schema, cisa.gov/known-exploited-vulnerabilities-catalog.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

import msgspec

from storewarden.connectors.published_json import whole
from storewarden.connectors.published_text import action, cve, day, moment, tidy
from storewarden.core.errors import Unreachable
from storewarden.core.feeds import Document, FeedFormat, Kind
from storewarden.core.published import Exploited

_RANSOMWARE: Final = {"known": True, "unknown": None}


class _Entry(msgspec.Struct, gc=False, rename="camel"):
    cve_id: str = msgspec.field(name="cveID")
    date_added: str | None = None
    vendor_project: str | None = None
    product: str | None = None
    vulnerability_name: str | None = None
    required_action: str | None = None
    due_date: str | None = None
    known_ransomware_campaign_use: str | None = None
    notes: str | None = None


class _Catalogue(msgspec.Struct, rename="camel"):
    vulnerabilities: list[_Entry]
    date_released: str
    count: int | None = None


class _Head(msgspec.Struct, rename="camel"):
    date_released: str


def read(documents: Iterable[Document]) -> Iterator[Exploited]:
    """Read the catalogue; one that holds fewer entries than it counts is not taken over."""
    for document in documents:
        catalogue = whole(document, _Catalogue)
        told = len(catalogue.vulnerabilities)
        if catalogue.count is not None and catalogue.count != told:
            raise Unreachable(f"{document.name} counts {catalogue.count} entries and holds {told}")
        yield from (_exploited(document, entry) for entry in catalogue.vulnerabilities)


def published(document: Document) -> datetime | None:
    """When the catalogue was released."""
    return moment(whole(document, _Head).date_released)


def _exploited(document: Document, entry: _Entry) -> Exploited:
    name = cve(entry.cve_id.strip().upper())
    if not name:
        raise Unreachable(f"{document.name} has an entry whose id is none: {entry.cve_id[:40]!r}")
    return Exploited(
        cve=name,
        name=tidy(entry.vulnerability_name),
        vendor=tidy(entry.vendor_project),
        product=tidy(entry.product),
        added=day(entry.date_added),
        due=day(entry.due_date),
        ransomware=_RANSOMWARE.get((entry.known_ransomware_campaign_use or "").strip().lower()),
        action=action(entry.required_action),
        notes=action(entry.notes),
    )


FORMAT = FeedFormat(
    kind=Kind.EXPLOITED,
    read=read,
    url="https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json",
    licence="CC0 1.0",
    every=900,
    published=published,
)
