"""Reads CISA's Vulnrichment: CVE records (JSON 5) with SSVC in the container of an ADP.

Source: github.com/cisagov/vulnrichment; CVE JSON record format 5.1; CISA SSVC guide.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from storewarden.connectors.published_json import many
from storewarden.connectors.published_text import cve
from storewarden.core.errors import Unreachable
from storewarden.core.feeds import Document, FeedFormat, Kind
from storewarden.core.published import Assessment
from storewarden.kernels.grades import best_vector

_FILE: Final = re.compile(r"[^/]+|.*/CVE-\d{4}-\d+\.json", re.ASCII)
"""In the collection only these are records; a file alone may be called anything."""

_EXPLOITATION: Final = frozenset({"none", "poc", "active"})
_YES: Final = {"yes": True, "no": False}
_TOTAL: Final = {"total": True, "partial": False}


class _Content(msgspec.Struct, gc=False):
    options: list[dict[str, str]] = msgspec.field(default_factory=list)


class _Other(msgspec.Struct, gc=False):
    type: str = ""
    content: msgspec.Raw = msgspec.field(default_factory=lambda: msgspec.Raw(b"{}"))


class _Vector(msgspec.Struct, gc=False, rename="camel"):
    vector_string: str = ""


class _Metric(msgspec.Struct, gc=False):
    other: _Other | None = None
    v4: _Vector | None = msgspec.field(default=None, name="cvssV4_0")
    v31: _Vector | None = msgspec.field(default=None, name="cvssV3_1")
    v30: _Vector | None = msgspec.field(default=None, name="cvssV3_0")


class _Container(msgspec.Struct, gc=False):
    metrics: list[_Metric] | None = None


class _Containers(msgspec.Struct, gc=False):
    adp: list[_Container] | None = None
    cna: _Container | None = None


class _Metadata(msgspec.Struct, gc=False, rename="camel"):
    cve_id: str


class _Entry(msgspec.Struct, gc=False, rename="camel"):
    cve_metadata: _Metadata
    containers: _Containers


def read(documents: Iterable[Document]) -> Iterator[Assessment]:
    """Read every CVE record; one without SSVC and without a vector says nothing and is left out."""
    for document in documents:
        if _FILE.fullmatch(document.name):
            for entry in many(document, _Entry):
                told = _assessment(document, entry)
                if told != Assessment(told.cve):
                    yield told


def _assessment(document: Document, entry: _Entry) -> Assessment:
    if not cve(entry.cve_metadata.cve_id):
        raise Unreachable(f"{document.name} has an entry whose id is none")
    containers = [*(entry.containers.adp or ()), entry.containers.cna or _Container()]
    metrics = [metric for container in containers for metric in container.metrics or ()]
    said = _decisions(document, metrics)
    exploitation = said.get("Exploitation", "").lower()
    vectors = [vector for metric in metrics for vector in (metric.v4, metric.v31, metric.v30)]
    return Assessment(
        cve=entry.cve_metadata.cve_id,
        exploitation=exploitation if exploitation in _EXPLOITATION else "",
        automatable=_YES.get(said.get("Automatable", "").lower()),
        total=_TOTAL.get(said.get("Technical Impact", "").lower()),
        vector=best_vector(vector.vector_string for vector in vectors if vector),
    )


def _decisions(document: Document, metrics: Iterable[_Metric]) -> Mapping[str, str]:
    """The decision points of the first SSVC among the metrics."""
    for metric in metrics:
        if metric.other is not None and metric.other.type == "ssvc":
            try:
                content = msgspec.json.decode(metric.other.content, type=_Content)
            except msgspec.MsgspecError as odd:
                raise Unreachable(f"{document.name} has an SSVC that cannot be read") from odd
            return {name: value for option in content.options for name, value in option.items()}
    return {}


FORMAT = FeedFormat(
    kind=Kind.ASSESSMENTS,
    read=read,
    url="https://codeload.github.com/cisagov/vulnrichment/zip/refs/heads/develop",
    licence="CC0 1.0",
    every=86_400,
)
