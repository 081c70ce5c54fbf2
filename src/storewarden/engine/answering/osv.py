"""Answers as OSV does: which records name this version of this package?

Source: OSV API, "POST /v1/query" and "POST /v1/querybatch" (google.github.io/osv.dev).
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec

from storewarden.core.inventory import Component
from storewarden.core.matched import Answer, Standing
from storewarden.core.ports import AdvisoryBook
from storewarden.core.published import Affected, Record, Stretch
from storewarden.engine.answering.reply import Reply, refused
from storewarden.kernels.purls.ecosystems import place
from storewarden.kernels.purls.purl import read
from storewarden.kernels.purls.same import canonical

MOST: Final = 1_000
"""Queries in one batch, as in OSV's own service."""
_OLDEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SCHEMA: Final = "1.7.0"


class _Package(msgspec.Struct):
    name: str = ""
    ecosystem: str = ""
    purl: str = ""


class _Query(msgspec.Struct):
    package: _Package | None = None
    version: str = ""
    commit: str = ""


class _Batch(msgspec.Struct):
    queries: list[_Query]


def query(book: AdvisoryBook, now: datetime, body: bytes) -> Reply:
    """Answer one query with whole records; raises `LedgerError`."""
    try:
        asked = _component(msgspec.json.decode(body, type=_Query))
    except (ValueError, RecursionError) as odd:
        return refused(400, f"the query cannot be read: {odd}")
    [answer] = book.match([asked], now)
    if answer.standing is Standing.UNKNOWN:
        return refused(503, f"nobody can say: {answer.because}")
    told = [_told(one, asked.purl) for one in _records(book, answer)]
    return Reply(200, {"vulns": told} if told else {})


def query_batch(book: AdvisoryBook, now: datetime, body: bytes) -> Reply:
    """Answer many queries with ids alone; raises `LedgerError`.

    One query that cannot be answered makes the whole batch fail, and says which: an empty entry
    would read as clean.
    """
    try:
        queries = msgspec.json.decode(body, type=_Batch).queries
        if len(queries) > MOST:
            return refused(400, f"at most {MOST} queries are answered at once")
        asked = [_component(one) for one in queries]
    except (ValueError, RecursionError) as odd:
        return refused(400, f"the queries cannot be read: {odd}")
    answers = book.match(asked, now)
    for number, answer in enumerate(answers):
        if answer.standing is Standing.UNKNOWN:
            return refused(503, f"nobody can say about query {number}: {answer.because}")
    return Reply(200, {"results": [_ids(book, answer) for answer in answers]})


def _component(asked: _Query) -> Component:
    if asked.commit or asked.package is None:
        raise ValueError("a query names a package and a version; commits are not known here")
    here = asked.package
    if here.purl:
        given = read(here.purl)
        version = asked.version or given.version
        where, release = given.purl, given.qualifiers.get("distro", "")
    else:
        found = place(here.ecosystem, here.name)
        if found is None:
            raise ValueError(f"the ecosystem {here.ecosystem[:80]!r} is not known here")
        version, (where, release) = asked.version, found
    if not version:
        raise ValueError("a query names a version")
    return Component(where, version, "a query", release)


def _records(book: AdvisoryBook, answer: Answer) -> Iterator[Record]:
    """The records behind an answer: those of this package whose id it names."""
    if not answer.named:
        return
    purl = answer.component.purl
    names = {name for one in answer.named for name in (one.id, *one.aliases)}
    for record in book.naming([purl])[purl]:
        if record.id in names:
            yield record


def _ids(book: AdvisoryBook, answer: Answer) -> dict[str, object]:
    found = [
        {"id": record.id, "modified": _stamp(record.modified)} for record in _records(book, answer)
    ]
    return {"vulns": found} if found else {}


def _told(record: Record, purl: str) -> dict[str, object]:
    """A record in the OSV schema, with what it says of the package that was asked about."""
    return {
        "schema_version": _SCHEMA,
        "id": record.id,
        "modified": _stamp(record.modified),
        "published": _stamp(record.published or record.modified),
        "aliases": list(record.aliases),
        "summary": record.summary,
        "details": record.remedy or record.summary,
        "severity": [{"type": _cvss(record.vector), "score": record.vector}]
        if record.vector
        else [],
        "references": [{"type": "ADVISORY", "url": record.url}] if record.url else [],
        "affected": [
            _affected(part) for part in record.affected if canonical(part.purl) == canonical(purl)
        ],
    }


def _affected(part: Affected) -> dict[str, object]:
    return {
        "package": _package(part.purl),
        "ranges": [{"type": "ECOSYSTEM", "events": _events(part.stretches)}]
        if part.stretches
        else [],
        "versions": list(part.versions),
    }


def _events(stretches: Sequence[Stretch]) -> list[dict[str, str]]:
    events: list[dict[str, str]] = []
    for stretch in stretches:
        events.append({"introduced": stretch.low or "0"})
        if stretch.high is not None:
            events.append({"last_affected" if stretch.high_included else "fixed": stretch.high})
    return events


_ECOSYSTEMS: Final = {
    "cargo": "crates.io", "composer": "Packagist", "gem": "RubyGems", "golang": "Go",
    "maven": "Maven", "npm": "npm", "pypi": "PyPI", "wordpress": "WordPress",
}  # fmt: skip


def _package(purl: str) -> dict[str, str]:
    taken = read(purl)
    glue = ":" if taken.kind == "maven" else "/"
    ecosystem = _ECOSYSTEMS.get(taken.kind, taken.kind)
    return {"ecosystem": ecosystem, "name": glue.join(taken.path), "purl": purl}


def _cvss(vector: str) -> str:
    return "CVSS_V4" if vector.startswith("CVSS:4") else "CVSS_V3" if ":3." in vector else "CVSS_V2"


def _stamp(moment: datetime | None) -> str:
    return (moment or _OLDEST).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
