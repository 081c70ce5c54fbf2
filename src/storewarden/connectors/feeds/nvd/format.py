"""Reads the CVSS vectors of NVD's CVE API 2.0.

Source: nvd.nist.gov/developers/vulnerabilities.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from storewarden.connectors.published_json import whole
from storewarden.connectors.published_text import cve
from storewarden.core.errors import Unreachable
from storewarden.core.feeds import Document, FeedFormat, Kind, Way
from storewarden.core.published import Assessment
from storewarden.kernels.grades import best_vector

_PRIMARY: Final = "Primary"


class _Vector(msgspec.Struct, gc=False, rename="camel"):
    vector_string: str = ""


class _Metric(msgspec.Struct, gc=False, rename="camel"):
    cvss_data: _Vector
    type: str = ""


class _Metrics(msgspec.Struct, gc=False):
    v40: list[_Metric] = msgspec.field(default_factory=list, name="cvssMetricV40")
    v31: list[_Metric] = msgspec.field(default_factory=list, name="cvssMetricV31")
    v30: list[_Metric] = msgspec.field(default_factory=list, name="cvssMetricV30")


class _Cve(msgspec.Struct, gc=False):
    id: str
    metrics: _Metrics = msgspec.field(default_factory=_Metrics)


class _Item(msgspec.Struct, gc=False):
    cve: _Cve


class _Page(msgspec.Struct):
    vulnerabilities: list[_Item]


def read(documents: Iterable[Document]) -> Iterator[Assessment]:
    """Read the pages; a CVE without a vector of CVSS 3 or 4 is told without one."""
    for document in documents:
        for item in whole(document, _Page).vulnerabilities:
            if not cve(item.cve.id):
                raise Unreachable(f"{document.name} has an entry whose id is none")
            yield Assessment(item.cve.id, vector=_vector(item.cve.metrics))


def _vector(metrics: _Metrics) -> str:
    given = sorted(
        (*metrics.v40, *metrics.v31, *metrics.v30), key=lambda metric: metric.type != _PRIMARY
    )
    return best_vector(metric.cvss_data.vector_string for metric in given)


FORMAT = FeedFormat(
    kind=Kind.ASSESSMENTS,
    read=read,
    url="https://services.nvd.nist.gov/rest/json/cves/2.0",
    licence="public domain; this product uses the NVD API but is not endorsed or certified by it",
    key="apiKey:",
    way=Way.PAGES,
    every=7_200,
)
