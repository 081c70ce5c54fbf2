"""Reads records in the OSV format, schema 1.7 to 1.9.

One record, an array of them, one a line, or an answer of OSV's server (``{"vulns": [...]}``); the
opener unpacks zips, gzip and folders.
"""

from collections.abc import Iterable, Iterator

from storewarden.connectors.feeds.osv.odd import read_odd
from storewarden.connectors.feeds.osv.shape import Entry, Grade, Package, Part, Span, Turn
from storewarden.connectors.published_json import many
from storewarden.connectors.published_text import is_name, link, moment, names, tidy
from storewarden.core.errors import Unreachable
from storewarden.core.feeds import Document, FeedFormat, Kind, Way
from storewarden.core.published import Affected, Record, Stretch
from storewarden.kernels.grades import best_vector, graded
from storewarden.kernels.purls.ecosystems import Place, place
from storewarden.kernels.versions.events import Event, Happened, stretches


def read(documents: Iterable[Document]) -> Iterator[Record]:
    """Read every record; what names no package that we know is told all the same."""
    for document in documents:
        for entry in many(document, Entry, read_odd):
            for record in (entry,) if entry.vulns is None else entry.vulns:
                _must_be_one(document, record)
                yield _record(record)


def _must_be_one(document: Document, entry: Entry) -> None:
    if entry.modified is None:
        raise Unreachable(f"{document.name} is JSON, but not a list of that format")
    if not is_name(entry.id):
        raise Unreachable(f"{document.name} has a record whose id is none")


def _record(entry: Entry) -> Record:
    grades = [*(entry.severity or ()), *_grades_of(entry.affected or ())]
    vectors = [grade.score for grade in grades]
    return Record(
        id=entry.id,
        aliases=names(*(entry.aliases or ()), *_only(entry.upstream), beside=entry.id),
        summary=tidy(entry.summary) or tidy(entry.details),
        severity=graded(_word(entry, grades), vectors),
        vector=best_vector(vectors),
        published=moment(entry.published),
        modified=moment(entry.modified),
        withdrawn=bool(entry.withdrawn),
        url=_page(entry),
        affected=() if entry.withdrawn else tuple(_affected(entry.affected or ())),
    )


def _only(upstream: list[str] | None) -> list[str]:
    """A distribution's record of one upstream weakness is the same thing; one of many is not."""
    return upstream if upstream and len(upstream) == 1 else []


def _grades_of(parts: Iterable[Part]) -> Iterator[Grade]:
    for part in parts:
        yield from part.severity or ()


def _word(entry: Entry, grades: Iterable[Grade]) -> object:
    if entry.database_specific is not None and entry.database_specific.severity is not None:
        return entry.database_specific.severity
    return next((grade.score for grade in grades if not grade.type.startswith("CVSS")), None)


def _page(entry: Entry) -> str:
    pages = sorted(entry.references or (), key=lambda page: page.type != "ADVISORY")
    return link(*(page.url for page in pages))


def _affected(parts: Iterable[Part]) -> Iterator[Affected]:
    for part in parts:
        if part.package is None:
            continue
        where = _place(part.package)
        runs = tuple(_runs(where.purl, part.ranges or ())) if where else ()
        if where and (runs or part.versions):
            yield Affected(where.purl, where.release, runs, tuple(part.versions or ()))


def _place(package: Package) -> Place | None:
    """Where it belongs; None for what we never run, and for Ubuntu's separate line for FIPS."""
    if ":FIPS" in package.ecosystem:
        return None
    try:
        return place(package.ecosystem, package.name)
    except ValueError:
        return None


def _runs(purl: str, spans: Iterable[Span]) -> Iterator[Stretch]:
    for span in spans:
        if span.type != "GIT":
            yield from stretches(
                purl, [event for turn in span.events or () for event in _events(turn)]
            )


def _events(turn: Turn) -> Iterator[Event]:
    for happened, version in (
        (Happened.INTRODUCED, turn.introduced),
        (Happened.FIXED, turn.fixed),
        (Happened.LAST_AFFECTED, turn.last_affected),
        (Happened.LIMIT, turn.limit),
    ):
        if version is not None:
            yield Event(happened, version)


FORMAT = FeedFormat(
    kind=Kind.RECORDS,
    read=read,
    licence="by source: CC BY 4.0 (GitHub, PyPA), CC0, MIT; see docs/feeds.md",
    way=Way.CHANGES,
    every=3_600,
    ecosystems=None,
)
