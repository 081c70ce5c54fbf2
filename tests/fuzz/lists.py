"""What others publish or lock: lists of weaknesses, and lock files."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from storewarden.connectors.feeds.lists.kev import read_kev
from storewarden.connectors.feeds.lists.osv import read_osv
from storewarden.connectors.packages.lockfiles.formats import parsed, parser_for
from storewarden.core.advisories import Component
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Feed
from tests.fuzz.target import Target, must, shows_safely

LOCKS = (
    *("requirements.txt", "poetry.lock", "Pipfile.lock", "package-lock.json", "composer.lock"),
    "composer/installed.json",
)
ROOM = TemporaryDirectory(prefix="storewarden-fuzz-")
HERE = Path(ROOM.name) / "list"


def _no_web(_feed: Feed) -> NoReturn:
    raise AssertionError("a list on the disk was asked for in the web")


def osv(data: bytes) -> None:
    HERE.write_bytes(data)
    try:
        told = read_osv(Feed("osv", "osv", path=HERE), _no_web)
    except Unreachable as why:
        shows_safely(str(why))
        return
    for ecosystem, name in list(told.named)[:20]:
        for version in ("1.0", "2.0.0-beta1", ""):
            advisories, odd = told.about(Component(ecosystem, name, version, "lock"))
            must(odd is None or str(odd), "what cannot be judged has no reason")
            for advisory in advisories:
                shows_safely(repr(advisory))


def kev(data: bytes) -> None:
    HERE.write_bytes(data)
    try:
        told = read_kev(Feed("kev", "kev", path=HERE), _no_web)
    except Unreachable as why:
        shows_safely(str(why))
        return
    must(told.exploited and told.published.tzinfo, "a list without entries or day was taken")


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
        "a list or a reason; an advisory that cannot be judged says so; shown safely",
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
        "a list with a day, or a reason",
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
