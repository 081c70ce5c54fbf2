"""Reads the list of exploited weaknesses of ENISA's European Vulnerability Database (EU KEV).

Source: euvdservices.enisa.europa.eu/api/kev/dump: an array of ``cveId``, ``euvdId``, ``dateAdded``
and ``sources`` (``cisa_kev``, ``eukev_kev``). It demands nothing and names no due dates.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from storewarden.connectors.published_json import whole
from storewarden.connectors.published_text import cve, day, names, tidy
from storewarden.core.feeds import Document, FeedFormat, Kind
from storewarden.core.published import Exploited

_SAID_BY: Final = {"cisa_kev": "CISA KEV", "eukev_kev": "EU KEV"}


class _Entry(msgspec.Struct, gc=False, rename="camel"):
    date_added: str | None = None
    cve_id: str | None = None
    euvd_id: str | None = None
    sources: list[str] | None = None
    vendor_project: str | None = None
    product: str | None = None


def read(documents: Iterable[Document]) -> Iterator[Exploited]:
    """Read the list; entries without a CVE id are left out: nothing could be joined to them."""
    for document in documents:
        for entry in whole(document, list[_Entry]):
            if cve(entry.cve_id):
                yield _exploited(entry)


def _exploited(entry: _Entry) -> Exploited:
    said_by = [_SAID_BY[source] for source in entry.sources or () if source in _SAID_BY]
    return Exploited(
        cve=cve(entry.cve_id),
        vendor=tidy(entry.vendor_project),
        product=tidy(entry.product),
        added=day(entry.date_added),
        notes="; ".join((*names(entry.euvd_id), *said_by)),
    )


FORMAT = FeedFormat(
    kind=Kind.EXPLOITED,
    read=read,
    url="https://euvdservices.enisa.europa.eu/api/kev/dump",
    licence="ENISA, reuse with the source named (CC BY 4.0)",
    every=3_600,
)
