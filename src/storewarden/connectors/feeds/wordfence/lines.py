"""Reads Wordfence's records in a short form for passing on, one a line, with Composer's ranges.

The first line holds the notice under ``_meta``; then ``id``, ``t`` (core, plugin or theme), ``s``
(slug), ``r`` (affected versions), ``c`` (CVE), ``v`` (severity), ``d`` (day) and ``n`` (title).
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from storewarden.connectors.published_json import records
from storewarden.connectors.published_purls import purl
from storewarden.connectors.published_text import cve, is_name, moment, names, tidy
from storewarden.core.errors import Unreachable
from storewarden.core.feeds import Document
from storewarden.core.published import Affected, Record
from storewarden.kernels.constraints import runs
from storewarden.kernels.grades import worded

PAGE: Final = "https://www.wordfence.com/threat-intel/vulnerabilities/id/"
KINDS: Final = frozenset({"core", "plugin", "theme"})
_MARK: Final = b'{"_meta"'


class _Line(msgspec.Struct, gc=False):
    id: str = ""
    t: str = ""
    s: str = ""
    r: str = ""
    c: str | None = None
    v: str | None = None
    d: str | None = None
    n: str | None = None


def is_short(document: Document) -> bool:
    """Whether a document is of the short form."""
    with document.open() as opened:
        return opened.read(len(_MARK) + 4).lstrip().startswith(_MARK)


def read_short(document: Document) -> Iterator[Record]:
    """Read every record behind the notice; raises `Unreachable` for one without an id."""
    for number, line in enumerate(records(document, _Line, 0)):
        if number == 0:
            continue
        if not is_name(line.id):
            raise Unreachable(f"{document.name} has a record whose id is none")
        yield _record(line)


def _record(line: _Line) -> Record:
    slug = "wordpress" if line.t == "core" else line.s.strip().lower()
    url = purl("wordpress", line.t, slug) if line.t in KINDS else ""
    return Record(
        id=line.id,
        aliases=names(cve(line.c)),
        summary=tidy(line.n),
        severity=worded(line.v),
        published=moment(line.d),
        url=f"{PAGE}{line.id}",
        affected=(Affected(url, stretches=runs(line.r)),) if url else (),
    )
