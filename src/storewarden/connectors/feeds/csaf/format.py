"""Reads advisories in the CSAF format, version 2.0.

One document, an array of them, one a line, a zip, or the folder of a mirrored provider.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from storewarden.connectors.feeds.csaf.products import affected, packages
from storewarden.connectors.feeds.csaf.shape import Advisory, Head, Vector, Weakness
from storewarden.connectors.published_json import many
from storewarden.connectors.published_text import action, cve, is_name, link, moment, names, tidy
from storewarden.core.errors import Unreachable
from storewarden.core.feeds import Document, FeedFormat, Kind
from storewarden.core.published import Affected, Record
from storewarden.kernels.grades import best_vector, graded

_NOT_ADVISORIES: Final = ("provider-metadata.json", "aggregator.json", "changes.csv", "index.txt")
_ROLIE: Final = "feed-"
_WORK_AROUND: Final = frozenset({"workaround", "mitigation"})
_WITHDRAWN: Final = "csaf_withdrawn"


def read(documents: Iterable[Document]) -> Iterator[Record]:
    """Read every document: a record for each of its vulnerabilities."""
    for document in documents:
        short = document.name.rpartition("/")[2]
        if short in _NOT_ADVISORIES or short.startswith(_ROLIE):
            continue
        for advisory in many(document, Advisory):
            if not is_name(advisory.document.tracking.id):
                raise Unreachable(f"{document.name} has an advisory whose id is none")
            yield from _told(advisory)


def _told(advisory: Advisory) -> Iterator[Record]:
    known = packages(advisory.product_tree)
    alone = len(advisory.vulnerabilities) == 1
    for number, weakness in enumerate(advisory.vulnerabilities, start=1):
        behind = "" if alone else f":{cve(weakness.cve) or number}"
        yield _record(advisory.document, weakness, behind, affected(weakness.product_status, known))


def _record(
    head: Head, weakness: Weakness, behind: str, packages_affected: tuple[Affected, ...]
) -> Record:
    name = f"{head.tracking.id}{behind}"
    scores = [score for one in weakness.scores for score in (one.cvss_v4, one.cvss_v3) if score]
    vectors = [score.vector_string for score in scores]
    withdrawn = head.category == _WITHDRAWN
    return Record(
        id=name,
        aliases=names(cve(weakness.cve), *(own.text for own in weakness.ids), beside=name),
        summary=tidy(weakness.title) or tidy(head.title),
        severity=graded(_word(head, scores), vectors),
        vector=best_vector(vectors),
        published=moment(head.tracking.initial_release_date),
        modified=moment(head.tracking.current_release_date),
        withdrawn=withdrawn,
        url=_page(head),
        remedy=_remedy(weakness),
        affected=() if withdrawn else packages_affected,
    )


def _word(head: Head, scores: Iterable[Vector]) -> str | None:
    overall = head.aggregate_severity.text if head.aggregate_severity else None
    return next((score.base_severity for score in scores if score.base_severity), overall)


def _page(head: Head) -> str:
    pages = sorted(head.references, key=lambda page: page.category != "self")
    return link(*(page.url for page in pages))


def _remedy(weakness: Weakness) -> str:
    told = (one.details for one in weakness.remediations if one.category in _WORK_AROUND)
    return action(next(filter(None, told), ""))


FORMAT = FeedFormat(
    kind=Kind.RECORDS,
    read=read,
    licence="its publisher's",
    every=3_600,
)
