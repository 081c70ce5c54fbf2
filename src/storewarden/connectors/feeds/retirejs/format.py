"""Reads retire.js: what is weak in front-end libraries, and how to recognise them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from storewarden.connectors.feeds.retirejs.shape import Entry, Weakness
from storewarden.connectors.published_json import whole
from storewarden.connectors.published_purls import purl
from storewarden.connectors.published_text import cve, link, names, tidy
from storewarden.core.feeds import Document, FeedFormat, Kind
from storewarden.core.published import Affected, Record, Stretch
from storewarden.kernels.frontend import Library, library
from storewarden.kernels.grades import worded

_NOT_A_LIBRARY: Final = frozenset({"retire-example", "dont check"})
_EARLIEST: Final = frozenset({None, "0"})


def read(documents: Iterable[Document]) -> Iterator[Record]:
    """Read every weakness, once, however many libraries and ranges it has."""
    for document in documents:
        told: dict[str, Record] = {}
        for name, entry in _entries(document):
            for weakness in entry.vulnerabilities:
                record = _record(name, entry, weakness)
                before = told.get(record.id)
                told[record.id] = _together(before, record) if before else record
        yield from told.values()


def fingerprints(document: Document) -> tuple[Library, ...]:
    """What gives each library away, for `storewarden.kernels.frontend.recognised`."""
    return tuple(
        library(
            _purl(name, entry),
            uri=entry.extractors.uri,
            filename=entry.extractors.filename,
            content=entry.extractors.filecontent,
            hashes=entry.extractors.hashes,
        )
        for name, entry in _entries(document)
    )


def _entries(document: Document) -> Iterator[tuple[str, Entry]]:
    entries: Mapping[str, Entry] = whole(document, dict[str, Entry])
    return ((name, one) for name, one in entries.items() if name not in _NOT_A_LIBRARY)


def _purl(name: str, entry: Entry) -> str:
    """By its name on npm; a library that was never there keeps its own."""
    return purl("npm", entry.npmname or name.replace(" ", "-"))


def _record(name: str, entry: Entry, weakness: Weakness) -> Record:
    known = weakness.identifiers
    cves = [known.cve] if isinstance(known.cve, str) else known.cve
    ids = names(known.github, *map(cve, cves), known.retid) or (_own_id(name, weakness),)
    return Record(
        id=ids[0],
        aliases=ids[1:],
        summary=tidy(known.summary),
        severity=worded(weakness.severity),
        url=link(*weakness.info),
        affected=(Affected(_purl(name, entry), stretches=tuple(_runs(weakness))),),
    )


def _own_id(name: str, weakness: Weakness) -> str:
    short = "".join(sign if sign.isalnum() or sign in ".-" else "-" for sign in name.lower())
    return f"retire.js/{short}/{weakness.at_or_above or '0'}-{weakness.below or 'all'}"[:128]


def _runs(weakness: Weakness) -> Iterator[Stretch]:
    """The range, in pieces around the versions that are left out of it."""
    low, included = weakness.at_or_above, True
    for hole in weakness.excludes:
        yield Stretch(None if low in _EARLIEST else low, included, hole, fixed_in=weakness.below)
        low, included = hole, False
    low = None if low in _EARLIEST else low
    yield Stretch(low, included, weakness.below, fixed_in=weakness.below)


def _together(one: Record, other: Record) -> Record:
    grades = [grade for grade in (one.severity, other.severity) if grade is not None]
    return replace(
        one,
        aliases=tuple(dict.fromkeys((*one.aliases, *other.aliases))),
        severity=max(grades, default=None),
        affected=(*one.affected, *other.affected),
    )


FORMAT = FeedFormat(
    kind=Kind.RECORDS,
    read=read,
    url=(
        "https://raw.githubusercontent.com/RetireJS/retire.js/master/repository/"
        "jsrepository-v4.json"
    ),
    licence="Apache-2.0",
    every=3_600,
)
