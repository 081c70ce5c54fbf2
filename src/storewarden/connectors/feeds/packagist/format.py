"""Reads Packagist's security advisories, and those of any Composer repository.

Source: packagist.org/apidoc, "List security advisories".
"""

from collections.abc import Iterable, Iterator

import msgspec

from storewarden.connectors.published_json import whole
from storewarden.connectors.published_purls import composer
from storewarden.connectors.published_text import is_name, link, moment, names, tidy
from storewarden.core.errors import Unreachable
from storewarden.core.feeds import Document, FeedFormat, Kind
from storewarden.core.published import Affected, Record
from storewarden.kernels.constraints import runs, with_previews
from storewarden.kernels.grades import worded


class _Source(msgspec.Struct, gc=False, rename="camel"):
    remote_id: str | None = None


class _Advisory(msgspec.Struct, gc=False, rename="camel"):
    advisory_id: str
    package_name: str
    affected_versions: str
    title: str | None = None
    link: str | None = None
    cve: str | None = None
    reported_at: str | None = None
    severity: str | None = None
    remote_id: str | None = None
    sources: list[_Source] | None = None


class _Answer(msgspec.Struct):
    # PHP writes an empty map as an empty list.
    advisories: dict[str, list[_Advisory] | dict[str, _Advisory]] | list[None]


def read(documents: Iterable[Document]) -> Iterator[Record]:
    """Read every advisory of every package."""
    for document in documents:
        answer = whole(document, _Answer)
        if isinstance(answer.advisories, list):
            continue
        for told in answer.advisories.values():
            several = told.values() if isinstance(told, dict) else told
            yield from (_record(document, advisory) for advisory in several)


def _record(document: Document, advisory: _Advisory) -> Record:
    purl = composer(advisory.package_name)
    if not purl or not is_name(advisory.advisory_id):
        raise Unreachable(f"{document.name} has an advisory without a package or an id")
    spans = runs(advisory.affected_versions)
    others = (source.remote_id for source in advisory.sources or ())
    return Record(
        id=advisory.advisory_id,
        aliases=names(advisory.cve, advisory.remote_id, *others, beside=advisory.advisory_id),
        summary=tidy(advisory.title),
        severity=worded(advisory.severity),
        published=moment(advisory.reported_at),
        url=link(advisory.link),
        affected=(Affected(purl, stretches=tuple(map(with_previews, spans))),),
    )


FORMAT = FeedFormat(
    kind=Kind.RECORDS,
    read=read,
    url="https://packagist.org/api/security-advisories/?updatedSince=1",
    licence="by source: FriendsOfPHP (Unlicense), GitHub (CC BY 4.0)",
    every=3_600,
    ecosystems=("composer",),
)
