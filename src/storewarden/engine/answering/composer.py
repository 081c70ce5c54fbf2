"""Answers ``composer audit``: the security advisories of a Composer repository.

Source: Composer, "Repositories: security-advisories" (getcomposer.org/doc/05-repositories.md).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from storewarden.core.inventory import Component
from storewarden.core.matched import Standing
from storewarden.core.ports import AdvisoryBook
from storewarden.core.published import Record, Stretch
from storewarden.engine.answering.reply import Reply, refused
from storewarden.kernels.purls.purl import purl
from storewarden.kernels.purls.same import canonical

MOST: Final = 10_000
"""Packages in one question."""
PATH: Final = "/api/security-advisories/"
METADATA: Final = "/p2/"
_SOURCE: Final = "Storewarden"
_OLDEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
_PLAIN: Final = re.compile(r"(?:<|>=)v?\d+(?:\.\d+)*")


def package_list(base: str) -> Reply:
    """The ``packages.json`` of a repository that has advisories and no packages.

    ``base`` is the address under which we were reached. Composer looks at advisories of those
    repositories alone that say where their packages' metadata lie; ours answers 404 there.
    """
    told = {"metadata": False, "api-url": f"{base.rstrip('/')}{PATH}"}
    lazy = f"{METADATA}%package%.json"
    return Reply(200, {"packages": [], "metadata-url": lazy, "security-advisories": told})


def advisories_of(book: AdvisoryBook, now: datetime, packages: Sequence[str]) -> Reply:
    """Tell every advisory that names one of these packages; raises `LedgerError`.

    Without a fresh list of Composer advisories the answer is 503: an empty one would read as
    clean.
    """
    if not packages or len(packages) > MOST:
        return refused(400, f"name from 1 to {MOST} packages as packages[]")
    try:
        purls = {purl("composer", name): name for name in packages}
    except ValueError as odd:
        return refused(400, f"a package cannot be read: {odd}")
    because = _uncovered(book, now, purls.values())
    if because:
        return refused(503, f"nobody can say: {because}")
    found = book.naming(list(purls))
    told = {
        purls[where]: [_told(record, where, purls[where]) for record in records]
        for where, records in found.items()
        if records
    }
    return Reply(200, {"advisories": told})


def _uncovered(book: AdvisoryBook, now: datetime, names: Iterable[str]) -> str:
    """Why nothing can be said about one of these vendors now; empty when it can about all.

    Asked with packages that no list names: what is named is named by old lists too.
    """
    vendors = dict.fromkeys(name.partition("/")[0] for name in names)
    nobody = [
        Component(purl("composer", vendor, "named-by-no-list"), "0", "a question")
        for vendor in vendors
    ]
    unknown = (a for a in book.match(nobody, now) if a.standing is Standing.UNKNOWN)
    return next((answer.because for answer in unknown), "")


def _told(record: Record, where: str, name: str) -> dict[str, object]:
    cves = [alias for alias in (record.id, *record.aliases) if alias.startswith("CVE-")]
    moment = (record.published or record.modified or _OLDEST).astimezone(UTC)
    return {
        "advisoryId": record.id,
        "packageName": name,
        "affectedVersions": "|".join(_constraints(record, where)),
        "title": record.summary or record.id,
        "cve": cves[0] if cves else None,
        "link": record.url or None,
        "reportedAt": moment.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        "sources": [{"name": _SOURCE, "remoteId": record.id}],
        "severity": record.severity.word if record.severity is not None else None,
    }


def _constraints(record: Record, where: str) -> Iterator[str]:
    for part in record.affected:
        if canonical(part.purl) == canonical(where):
            yield from (_constraint(stretch) for stretch in part.stretches)
            yield from (f"={version}" for version in part.versions)


def _constraint(stretch: Stretch) -> str:
    low = f">{'=' if stretch.low_included else ''}{stretch.low}" if stretch.low is not None else ""
    high = (
        f"<{'=' if stretch.high_included else ''}{stretch.high}" if stretch.high is not None else ""
    )
    return ",".join(map(_exactly, filter(None, (low, high)))) or "*"


def _exactly(bound: str) -> str:
    """Composer reads ``<2.0`` as before the first preview of 2.0; previews are affected too."""
    return f"{bound}-stable" if _PLAIN.fullmatch(bound) else bound
