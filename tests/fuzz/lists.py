"""What others publish or lock: lists of weaknesses, and lock files."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from storewarden.connectors.feeds.kev.format import FORMAT as KEV
from storewarden.connectors.feeds.osv.format import FORMAT as OSV
from storewarden.connectors.packages.lockfiles.formats import parsed, parser_for
from storewarden.core.errors import Unreachable
from storewarden.core.feeds import Document, FeedState
from storewarden.core.inventory import Component
from storewarden.core.matched import Standing
from storewarden.core.published import Record
from storewarden.store.advisories.book import open_book
from tests.fuzz.target import Target, must, shows_safely

LOCKS = (
    *("requirements.txt", "poetry.lock", "Pipfile.lock", "package-lock.json", "composer.lock"),
    "composer/installed.json",
)
ROOM = TemporaryDirectory(prefix="storewarden-fuzz-")
NOW = datetime(2026, 6, 15, tzinfo=UTC)


def osv(data: bytes) -> None:
    try:
        told = list(OSV.read([Document("list", lambda: BytesIO(data))]))
    except Unreachable as why:
        shows_safely(str(why))
        return
    records = [one for one in told if isinstance(one, Record)]
    book = open_book(Path(ROOM.name) / "advisories.sqlite3")
    book.replace(FeedState("osv", "osv", fetched=NOW), records)
    purls = {part.purl for record in records for part in record.affected}
    things = [
        Component(purl, version, "lock")
        for purl in sorted(purls)[:20]
        for version in ("1.0", "2.0.0-beta1", "")
    ]
    for answer in book.match(things, NOW):
        must(bool(answer.because), "an answer has no reason")
        must(bool(answer.named) is (answer.standing is Standing.AFFECTED), "named by nobody")
        for named in answer.named:
            shows_safely(repr(named))


def kev(data: bytes) -> None:
    try:
        told = list(KEV.read([Document("list", lambda: BytesIO(data))]))
    except Unreachable as why:
        shows_safely(str(why))
        return
    for entry in told:
        shows_safely(repr(entry))


def lock_files(data: bytes) -> None:
    for name in LOCKS:
        parse = parser_for(Path(name))
        if parse is None:
            raise AssertionError(f"nobody reads {name}")
        try:
            pins = parsed(parse, data)
        except ValueError as why:
            shows_safely(str(why))
            continue
        for pin in pins:
            must(pin.name and isinstance(pin.version, str), "a pin without a name")
            shows_safely(pin.name + pin.version)


OSV_RECORD = (
    b'{"id":"X-1","modified":"2026-03-02T00:00:00Z","affected":[{"package":{"ecosystem":"PyPI",'
    b'"name":"Shop"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2.0"}]}],'
    b'"versions":["1.0"]}],"severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L"}]}'
)
TARGETS = (
    Target(
        "osv",
        osv,
        "a list or a reason; every answer has its reason; shown safely",
        (
            OSV_RECORD,
            b"[" + OSV_RECORD + b"]",
            OSV_RECORD + b"\n" + OSV_RECORD,
            OSV_RECORD.replace(b"PyPI", b"npm").replace(b"ECOSYSTEM", b"SEMVER"),
            OSV_RECORD.replace(b"PyPI", b"Packagist"),
            OSV_RECORD.replace(b"PyPI", b"Debian:12"),
            OSV_RECORD.replace(b"PyPI", b"Maven"),
            b"PK\x03\x04",
            b"\x1f\x8b\x08",
            b"<html>",
        ),
    ),
    Target(
        "kev",
        kev,
        "a list, or a reason; shown safely",
        (
            b'{"dateReleased":"2026-03-02T00:00:00.1Z","vulnerabilities":[{"cveID":"CVE-2026-0001"}]}',
            b'{"dateReleased":"","vulnerabilities":[]}',
            b"\x1f\x8b\x08\x00",
            b"PK\x03\x04",
        ),
    ),
    Target(
        "lock-files",
        lock_files,
        "pins with names, or a reason; every kind of lock file",
        (
            b"django==5.2 --hash=sha256:00\n-r other.txt\nshop[x]>=1 ; python_version<'4'\n\\\n",
            b'[[package]]\nname = "a"\nversion = "1"\n',
            b'{"default":{"a":{"version":"==1"}},"develop":{}}',
            (
                b'{"lockfileVersion":3,"packages":{"":{},"node_modules/@a/b":{"version":"1.0.0"}},'
                b'"dependencies":{"c":{"version":"2","dependencies":{"d":{"version":"3"}}}}}'
            ),
            b'{"packages":[{"name":"a/b","version":"v1.2.3"}],"packages-dev":[]}',
            b'[{"name":"a/b","version":"dev-main"}]',
        ),
    ),
)
