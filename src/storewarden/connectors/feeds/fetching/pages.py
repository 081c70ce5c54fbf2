"""Fetches page by page, and later only what changed since.

Source: NVD, "CVE API" (nvd.nist.gov/developers/vulnerabilities): ``startIndex``,
``resultsPerPage`` (at most 2,000), ``lastModStartDate`` and ``lastModEndDate`` (at most 120 days
apart); the first page says ``totalResults``.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import msgspec

from storewarden.connectors.feeds.fetching.asking import Marks, Politeness, Question, Webs, ask
from storewarden.connectors.feeds.fetching.opening import documents_in
from storewarden.connectors.feeds.fetching.shelf import Shelf
from storewarden.connectors.published_json import whole
from storewarden.core.errors import Unreachable
from storewarden.core.feeds import Fetched

_PER_PAGE: Final = 2_000
_MOST_PAGES: Final = 500
_MOST_LAYERS: Final = 1_000
"""After so many parts the whole is fetched anew: what was taken back goes with it."""

_WINDOW: Final = timedelta(days=119)
_OVERLAP: Final = timedelta(hours=1)
"""What changed while we asked is asked for again."""


class _Page(msgspec.Struct, rename="camel"):
    total_results: int
    results_per_page: int


def fetch(
    question: Question, since: datetime | None, shelf: Shelf, webs: Webs, polite: Politeness
) -> Fetched | None:
    """Fetch every page of the whole, or of what changed since the last time."""
    now = polite.now()
    layers = len(shelf.layers())
    part = since is not None and now - since < _WINDOW and 0 < layers < _MOST_LAYERS
    asked = _window(since, now) if part and since is not None else {}
    coming = shelf.begin()
    total = _pages(question, asked, coming, webs, polite)
    if part and total == 0:
        shelf.drop()
        return None
    return Fetched(
        shelf.coming,
        part=part,
        keep=lambda: shelf.keep(question.urls[0], part=part),
        drop=shelf.drop,
    )


def _pages(
    question: Question, asked: dict[str, str], coming: Path, webs: Webs, polite: Politeness
) -> int:
    """Fetch the pages; returns how many entries there are in all."""
    start = 0
    for number in range(_MOST_PAGES):
        file = coming / f"page-{number:04}.json"
        ask(_page(question, asked, start), Marks(), file, webs, polite)
        page = next(whole(document, _Page) for document in documents_in([(file.name, file)]))
        start += page.results_per_page
        if start >= page.total_results:
            return page.total_results
        if page.results_per_page <= 0:
            break
    raise Unreachable(f"{question.feed} goes on for more than {_MOST_PAGES} pages: not taken over")


def _page(question: Question, asked: dict[str, str], start: int) -> Question:
    query = urlencode({**asked, "resultsPerPage": _PER_PAGE, "startIndex": start})
    return replace(question, urls=[f"{url}?{query}" for url in question.urls], checksum_url="")


def _window(since: datetime, now: datetime) -> dict[str, str]:
    begin = (since - _OVERLAP).isoformat(timespec="milliseconds")
    return {"lastModStartDate": begin, "lastModEndDate": now.isoformat(timespec="milliseconds")}
