"""Reads the vulnerabilities of CycloneDX documents, 1.4 to 1.6. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

import msgspec

from storewarden.core.vex import Product, Statement, Status
from storewarden.engine.vex.products import product

_STATES: Final = {
    "not_affected": Status.NOT_AFFECTED,
    "false_positive": Status.NOT_AFFECTED,
    "resolved": Status.FIXED,
    "resolved_with_pedigree": Status.FIXED,
    "exploitable": Status.AFFECTED,
    "in_triage": Status.UNDER_INVESTIGATION,
}
_DEEPEST: Final = 50


class _Reference(msgspec.Struct):
    id: str = ""


class _Analysis(msgspec.Struct, rename="camel"):
    state: str = ""
    justification: str = ""
    detail: str = ""
    first_issued: datetime | None = None
    last_updated: datetime | None = None


class _Version(msgspec.Struct):
    version: str = ""
    status: str = "affected"


class _Affects(msgspec.Struct):
    ref: str
    versions: list[_Version] = []


class _Vulnerability(msgspec.Struct):
    id: str = ""
    references: list[_Reference] = []
    analysis: _Analysis | None = None
    affects: list[_Affects] = []


class _Part(msgspec.Struct):
    ref: str = msgspec.field(name="bom-ref", default="")
    purl: str = ""
    components: list["_Part"] = []


class _Author(msgspec.Struct):
    name: str = ""


class _Metadata(msgspec.Struct):
    timestamp: datetime | None = None
    component: _Part | None = None
    authors: list[_Author] = []
    supplier: _Author | None = None


class _Document(msgspec.Struct, rename="camel"):
    bom_format: str
    metadata: _Metadata | None = None
    components: list[_Part] = []
    vulnerabilities: list[_Vulnerability] = []


def statements(content: bytes, source: str) -> Iterator[Statement]:
    """Tell the statements of a document; raises `ValueError` when it is none."""
    document = msgspec.json.decode(content, type=_Document)
    if document.bom_format != "CycloneDX":
        raise ValueError("it is no CycloneDX document")
    about = document.metadata or _Metadata()
    top = [about.component] if about.component else []
    parts = dict(_parts([*top, *document.components], _DEEPEST))
    who = about.supplier or next(iter(about.authors), _Author())
    for one in document.vulnerabilities:
        analysis = one.analysis
        if analysis is None or analysis.state not in _STATES:
            continue
        yield Statement(
            names=tuple(filter(None, (one.id, *(other.id for other in one.references)))),
            products=tuple(_products(one.affects, parts)),
            status=_STATES[analysis.state],
            justification=analysis.justification,
            words=analysis.detail,
            author=who.name,
            at=analysis.last_updated or analysis.first_issued or about.timestamp,
            source=source,
        )


def _parts(told: list[_Part], depth: int) -> Iterator[tuple[str, str]]:
    for part in told:
        if part.ref and part.purl:
            yield part.ref, part.purl
        if depth:
            yield from _parts(part.components, depth - 1)


def _products(told: list[_Affects], parts: Mapping[str, str]) -> Iterator[Product]:
    """What is affected, by reference: into this document, or a package URL, or a link to a part."""
    for one in told:
        link = one.ref.rpartition("#")[2] if one.ref.startswith("urn:cdx:") else one.ref
        found = product(parts.get(link, link))
        if found is None:
            continue
        versions = [each.version for each in one.versions if each.version]
        yield from (Product(found.purl, version) for version in versions)
        if not versions:
            yield found
