"""Reads FIRST's EPSS scores: ``cve,epss,percentile`` under a comment with model and day.

Source: first.org/epss/data_stats, first.org/epss/api.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import TextIOWrapper
from typing import Final

from storewarden.connectors.published_json import complaint
from storewarden.connectors.published_text import cve, moment
from storewarden.core.errors import Unreachable
from storewarden.core.feeds import Document, FeedFormat, Kind
from storewarden.core.published import Likelihood

_DAY: Final = re.compile(r"score_date:(\d{4}-\d{2}-\d{2}(?:T[\d:.+Z-]+)?)")
_HEAD: Final = 4_096
_COLUMNS: Final = "cve,epss,percentile"
_LONGEST_LINE: Final = 1_000


def read(documents: Iterable[Document]) -> Iterator[Likelihood]:
    """Read the scores line by line; a list that ends in the middle of a line is not taken over."""
    for document in documents:
        yield from _scores(document)


def published(document: Document) -> datetime | None:
    """The day of the scores."""
    with document.open() as opened:
        head = opened.read(_HEAD).decode("utf-8", "replace")
    found = _DAY.search(head)
    return moment(found[1].replace("Z", "+00:00")) if found else None


def _scores(document: Document) -> Iterator[Likelihood]:
    with document.open() as opened:
        lines = TextIOWrapper(opened, encoding="utf-8", errors="replace", newline="\n")
        first = lines.readline(_LONGEST_LINE)
        header = lines.readline(_LONGEST_LINE) if first.startswith("#") else first
        if header.strip() != _COLUMNS:
            raise Unreachable(_instead(document, first))
        for number, line in enumerate(iter(lambda: lines.readline(_LONGEST_LINE), ""), start=3):
            yield _likelihood(document, number, line)


def _likelihood(document: Document, number: int, line: str) -> Likelihood:
    name, _, rest = line.rstrip("\r\n").partition(",")
    score, _, percentile = rest.partition(",")
    try:
        read = Likelihood(cve(name), float(score), float(percentile))
    except ValueError:
        read = Likelihood("", 0.0, 0.0)
    if not (read.cve and line.endswith("\n") and _fits(read.score) and _fits(read.percentile)):
        raise Unreachable(f"{document.name} is broken or cut off in line {number}")
    return read


def _fits(value: float) -> bool:
    return 0.0 <= value <= 1.0


def _instead(document: Document, head: str) -> str:
    said = complaint(document.name, head.encode())
    return (
        said if "web page" in said or "empty" in said else f"{document.name} holds no EPSS scores"
    )


FORMAT = FeedFormat(
    kind=Kind.LIKELIHOODS,
    read=read,
    url="https://epss.empiricalsecurity.com/epss_scores-current.csv.gz",
    licence="FIRST, free with the source named (first.org/epss)",
    every=21_600,
    published=published,
    dated=True,
)
