"""Reads Debian's security tracker: source package -> weakness -> release.

Source: security-tracker.debian.org/tracker, "JSON"; Debian security tracker, "Introduction".
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from storewarden.connectors.published_json import keyed
from storewarden.connectors.published_purls import purl
from storewarden.connectors.published_text import cve, is_name, names, tidy
from storewarden.core.errors import Unreachable
from storewarden.core.feeds import Document, FeedFormat, Kind
from storewarden.core.published import Affected, Record, Stretch
from storewarden.core.verdicts import Severity
from storewarden.kernels.grades import worded
from storewarden.kernels.purls.releases import DEBIAN

_UNFIXED: Final = "0"
_TRACKER: Final = "https://security-tracker.debian.org/tracker/"
_SHORT: Final = re.compile(r"[A-Z]+-[A-Z0-9-]+", re.ASCII)


class _Release(msgspec.Struct, gc=False):
    status: str
    fixed_version: str | None = None
    urgency: str | None = None
    nodsa: str | None = None
    nodsa_reason: str | None = None


class _Weakness(msgspec.Struct, gc=False):
    releases: dict[str, _Release]
    description: str | None = None


def read(documents: Iterable[Document]) -> Iterator[Record]:
    """Read what is said of every source package; a weakness is told once a package."""
    for document in documents:
        for source, weaknesses in keyed(document, dict[str, _Weakness], 1):
            url = purl("deb", "debian", source)
            for name, weakness in weaknesses.items():
                if not url or not _SHORT.fullmatch(name) or not is_name(f"{name}:{source}"):
                    raise Unreachable(f"{document.name} names a package or a weakness that is none")
                yield _record(url, source, name, weakness)


def _record(url: str, source: str, name: str, weakness: _Weakness) -> Record:
    grades = (worded(release.urgency) for release in weakness.releases.values())
    return Record(
        id=f"DEBIAN-{name}:{source}",
        aliases=names(cve(name)),
        summary=tidy(weakness.description),
        severity=_gravest(grades),
        url=f"{_TRACKER}{name}",
        affected=tuple(
            _affected(url, DEBIAN[codename], release)
            for codename, release in weakness.releases.items()
            if codename in DEBIAN
        ),
    )


def _gravest(grades: Iterable[Severity | None]) -> Severity | None:
    return max((grade for grade in grades if grade is not None), default=None)


def _affected(url: str, number: str, release: _Release) -> Affected:
    """Debian's own word for one release; what it has not judged yet stays unknown."""
    runs, statement = _judged(release)
    return Affected(url, f"debian-{number}", runs, statement=statement)


def _judged(release: _Release) -> tuple[tuple[Stretch, ...], str]:
    if release.status == "resolved":
        if release.fixed_version in {None, "", _UNFIXED}:
            return (), "not affected"
        return (Stretch(high=release.fixed_version, fixed_in=release.fixed_version),), ""
    if release.status == "open":
        return (Stretch(),), _statement(release)
    return (), "undetermined"


def _statement(release: _Release) -> str:
    if release.nodsa:
        kind = f" ({tidy(release.nodsa_reason, 40)})" if release.nodsa_reason else ""
        return f"no security fix is planned{kind}: {tidy(release.nodsa)}"
    if release.urgency in {"unimportant", "end-of-life"}:
        return f"no security fix is planned: {release.urgency}"
    return "no security fix yet"


FORMAT = FeedFormat(
    kind=Kind.RECORDS,
    read=read,
    url="https://security-tracker.debian.org/tracker/data/json",
    licence="Debian security tracker, MIT (Expat)",
    every=21_600,
    ecosystems=None,
)
