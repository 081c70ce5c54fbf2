"""Reads the advisories of FriendsOfPHP: one YAML file each, or one a line as JSON.

Source: github.com/FriendsOfPHP/security-advisories, "Contributing".
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

import msgspec

from storewarden.connectors.published_json import many
from storewarden.connectors.published_purls import composer
from storewarden.connectors.published_text import is_name, link, moment, names, newest, tidy
from storewarden.core.errors import Unreachable
from storewarden.core.feeds import Document, FeedFormat, Kind
from storewarden.core.published import Affected, Record, Stretch
from storewarden.kernels.constraints import runs, with_previews

_LARGEST: Final = 200_000
_MOST_SIGNS: Final = 2_000
_MOST_INDENT: Final = 200
_DEPTH: Final = 3
_YAML: Final = (".yaml", ".yml")
_COMPOSER: Final = "composer://"


class _Branch(msgspec.Struct, gc=False):
    versions: list[str] | str
    time: object = None  # a moment or its text, as whoever wrote the file preferred


class _Advisory(msgspec.Struct, gc=False):
    title: str
    reference: str
    branches: dict[str, _Branch]
    link: str | None = None
    cve: str | None = None
    file: str = msgspec.field(default="", name="_file")


def read(documents: Iterable[Document]) -> Iterator[Record]:
    """Read every advisory; the collection's own set-up is passed over."""
    for document in documents:
        if "/" not in document.name and not document.name.endswith(_YAML):
            for advisory in many(document, _Advisory):
                yield _record(advisory, advisory.file or document.name)
        elif _is_advisory(document.name):
            yield _record(_yaml(document), "/".join(document.name.split("/")[-_DEPTH:]))


def _is_advisory(name: str) -> bool:
    """``vendor/package/CVE-2024-1.yaml``, at whatever depth, or one file that was given by itself.

    Set-up lies in folders with a dot, or at the top of the collection.
    """
    parts = name.split("/")
    hidden = any(part.startswith(".") for part in parts)
    return name.endswith(_YAML) and (len(parts) >= _DEPTH or len(parts) == 1) and not hidden


def _yaml(document: Document) -> _Advisory:
    with document.open() as opened:
        content = opened.read(_LARGEST + 1)
    if len(content) > _LARGEST or _is_deep(content):
        raise Unreachable(f"{document.name} is too large or too deep: not an advisory")
    try:
        return msgspec.yaml.decode(content, type=_Advisory)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError, ValueError) as odd:
        raise Unreachable(f"{document.name} is not an advisory of that format") from odd


def _is_deep(content: bytes) -> bool:
    """The parser is C and crashes on deep nesting, so it must not see any."""
    signs = sum(content.count(sign) for sign in (b"[", b"{", b"- ", b"? "))
    indents = (len(line) - len(line.lstrip()) for line in content.splitlines())
    return signs > _MOST_SIGNS or max(indents, default=0) > _MOST_INDENT


def _record(advisory: _Advisory, place: str) -> Record:
    purl = composer(advisory.reference.removeprefix(_COMPOSER))
    known = advisory.reference.startswith(_COMPOSER)
    if not purl or not known or not is_name(place):
        raise Unreachable(f"{place[:100]!r} names no package")
    moments = [_moment(branch.time) for branch in advisory.branches.values()]
    return Record(
        id=place,
        aliases=names(advisory.cve, beside=place),
        summary=tidy(advisory.title),
        published=min((one for one in moments if one is not None), default=None),
        modified=newest(moments),
        url=link(advisory.link),
        affected=(Affected(purl, stretches=tuple(_runs(advisory.branches.values()))),),
    )


def _runs(branches: Iterable[_Branch]) -> Iterator[Stretch]:
    for branch in branches:
        several = [branch.versions] if isinstance(branch.versions, str) else branch.versions
        yield from map(with_previews, runs(",".join(several)))


def _moment(time: object) -> datetime | None:
    if isinstance(time, datetime):
        return moment(time.isoformat())
    return moment(time) if isinstance(time, str) else None


FORMAT = FeedFormat(
    kind=Kind.RECORDS,
    read=read,
    url="https://codeload.github.com/FriendsOfPHP/security-advisories/zip/refs/heads/master",
    licence="Unlicense",
    every=3_600,
)
