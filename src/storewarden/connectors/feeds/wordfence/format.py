"""Reads Wordfence Intelligence v3, the production and the scanner feed, record by record.

Source: wordfence.com/help/wordfence-intelligence, "V3: Accessing and Consuming the Vulnerability
Data Feed".
Its licence asks that every copy names the record's page and keeps the notice: the page is each
record's ``url``, the notice stays in the file as it came and in `FORMAT`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from storewarden.connectors.feeds.wordfence.lines import KINDS, PAGE, is_short, read_short
from storewarden.connectors.published_json import records
from storewarden.connectors.published_purls import purl
from storewarden.connectors.published_text import action, cve, is_name, moment, names, tidy
from storewarden.core.errors import Unreachable
from storewarden.core.feeds import Document, FeedFormat, Kind
from storewarden.core.published import Affected, Record, Stretch
from storewarden.core.verdicts import Severity
from storewarden.kernels.grades import best_vector, graded

_ANY: Final = "*"
_UNREADABLE: Final = "unreadable: its publisher wrote no version there"


class _Range(msgspec.Struct, gc=False):
    from_version: str
    to_version: str
    from_inclusive: bool = True
    to_inclusive: bool = True


class _Software(msgspec.Struct, gc=False):
    type: str
    slug: str
    affected_versions: dict[str, _Range] | list[_Range]
    patched_versions: list[str] | None = None
    remediation: str | None = None


class _Score(msgspec.Struct, gc=False):
    vector: str | None = None
    rating: str | None = None


class _Entry(msgspec.Struct, gc=False):
    id: str
    software: list[_Software]
    title: str | None = None
    informational: bool = False
    cve: str | None = None
    cvss: _Score | None = None
    published: str | None = None
    updated: str | None = None


def read(documents: Iterable[Document]) -> Iterator[Record]:
    """Read every record; the file is an object of records by id, of 158 MB and more.

    A condensed copy with one record a line (`lines.py`), which is none of Wordfence's, is read too.
    """
    for document in documents:
        if is_short(document):
            yield from read_short(document)
            continue
        for entry in records(document, _Entry, 1, _odd):
            if not is_name(entry.id):
                raise Unreachable(f"{document.name} has a record whose id is none")
            yield _record(entry)


class _Raw(msgspec.Struct, gc=False):
    """An entry with parts of an odd kind."""

    id: str
    software: list[object]
    title: object = None
    cve: object = None


def _odd(record: bytes) -> _Entry:
    """What is only shown is left out; software whose versions cannot be read clears nobody."""
    raw = msgspec.json.decode(record, type=_Raw)
    several = [one for part in raw.software if (one := _odd_software(part)) is not None]
    title, name = (text if isinstance(text, str) else None for text in (raw.title, raw.cve))
    return _Entry(raw.id, several, title, cve=name)


def _odd_software(part: object) -> _Software | None:
    try:
        return msgspec.convert(part, _Software)
    except msgspec.ValidationError:
        told = part if isinstance(part, dict) else {}
        kind, slug = told.get("type"), told.get("slug")
        if not isinstance(kind, str) or not isinstance(slug, str):
            return None
        return _Software(kind, slug, [_Range(_ANY, _UNREADABLE)])


def _record(entry: _Entry) -> Record:
    score = entry.cvss or _Score()
    known = [software for software in entry.software if software.type in KINDS]
    return Record(
        id=entry.id,
        aliases=names(cve(entry.cve)),
        summary=tidy(entry.title),
        severity=_severity(entry, score),
        vector=best_vector([score.vector]),
        published=moment(entry.published),
        modified=moment(entry.updated),
        url=f"{PAGE}{entry.id}",
        remedy=_remedy(known),
        affected=tuple(filter(None, map(_affected, known))),
    )


def _severity(entry: _Entry, score: _Score) -> Severity | None:
    """Informational records warn of what is no weakness by itself."""
    return Severity.INFO if entry.informational else graded(score.rating, [score.vector])


def _remedy(known: Iterable[_Software]) -> str:
    unmended = (software.remediation for software in known if not software.patched_versions)
    return action(next(filter(None, unmended), ""))


def _affected(software: _Software) -> Affected | None:
    slug = "wordpress" if software.type == "core" else software.slug.strip().lower()
    url = purl("wordpress", software.type, slug)
    ranges = software.affected_versions
    several = ranges.values() if isinstance(ranges, dict) else ranges
    fixes = software.patched_versions or []
    return Affected(url, stretches=tuple(_run(one, fixes) for one in several)) if url else None


def _run(one: _Range, fixes: list[str]) -> Stretch:
    return Stretch(
        low=None if one.from_version == _ANY else one.from_version,
        low_included=one.from_inclusive,
        high=None if one.to_version == _ANY else one.to_version,
        high_included=one.to_inclusive,
        fixed_in=_fix(one, fixes),
    )


def _fix(one: _Range, fixes: list[str]) -> str | None:
    """The nearest of the fixed versions that is newer than the range's end."""
    if one.to_version == _ANY:
        return None
    end = _numbers(one.to_version)
    newer = [fix for fix in fixes if _numbers(fix) > end or _is_end(one, fix)]
    return min(newer, key=_numbers, default=None)


def _is_end(one: _Range, fix: str) -> bool:
    return not one.to_inclusive and fix == one.to_version


def _numbers(version: str) -> list[int]:
    """Enough to find the nearest fix; whether a version is affected is judged elsewhere."""
    return [int(part[:18]) for part in re.findall(r"\d+", version[:200], re.ASCII)]


FORMAT = FeedFormat(
    kind=Kind.RECORDS,
    read=read,
    url="https://www.wordfence.com/api/intelligence/v3/vulnerabilities/production",
    licence=(
        "Copyright 2012-2026 Defiant Inc., free to use and pass on with this notice and a link to "
        "each record (wordfence.com/wordfence-intelligence-terms-and-conditions); CVE data "
        "Copyright 1999-2026 The MITRE Corporation"
    ),
    key="Authorization: Bearer",
    key_needed=True,
    every=21_600,
    ecosystems=("wordpress",),
)
