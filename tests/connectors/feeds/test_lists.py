"""The followed lists name what is named in them; what was not read clears nobody."""

import gzip
import json
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storewarden.connectors.feeds.lists import read_lists
from storewarden.core.advisories import Advisory, Component, ListAge
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Feed
from storewarden.core.ports import AdvisoryLists, Request, Response, Web
from storewarden.core.verdicts import Severity
from tests.support.access import NOON, NoWeb

DAY_BEFORE = "2026-06-14T12:00:00Z"


def record(
    name: str,
    fixed: str | None,
    *,
    id: str = "GHSA-1",  # noqa: A002 - the schema's own word
    ecosystem: str = "PyPI",
    aliases: tuple[str, ...] = ("CVE-2020-1",),
    modified: str = DAY_BEFORE,
    **more: object,
) -> dict[str, object]:
    events = [{"introduced": "0"}, *([{"fixed": fixed}] if fixed else [])]
    return {
        "id": id,
        "modified": modified,
        "aliases": aliases,
        "summary": "Code\nruns\u202e here",
        "affected": [
            {
                "package": {"ecosystem": ecosystem, "name": name},
                "ranges": [{"type": "ECOSYSTEM", "events": events}],
            }
        ],
        **more,
    }


def kev(*cves: str) -> bytes:
    listed = [{"cveID": cve, "vendorProject": "x"} for cve in cves]
    return json.dumps({"dateReleased": DAY_BEFORE, "vulnerabilities": listed}).encode()


def feed(path: Path, format: str = "osv", name: str = "osv") -> Feed:  # noqa: A002 - the estate's word
    return Feed(name, format, path=path)


def no_web(_feed: Feed) -> Web:
    return NoWeb()


def lists(*feeds: Feed) -> AdvisoryLists:
    return read_lists(feeds, no_web, NOON)


def component(name: str, version: str, ecosystem: str = "PyPI") -> Component:
    return Component(ecosystem, name, version, "requirements.txt")


PILLOW = Advisory("GHSA-1", ("CVE-2020-1",), "Code runs here", "9.0.1")


def as_json(path: Path, content: bytes) -> Path:
    return _written(path / "osv.json", content)


def as_array(path: Path, content: bytes) -> Path:
    return _written(path / "all.json", b"[" + content + b"]")


def as_lines(path: Path, content: bytes) -> Path:
    other = json.dumps(record("other", "1.0", id="GHSA-2")).encode()
    return _written(path / "osv.ndjson.gz", gzip.compress(content + b"\n\n" + other + b"\n"))


def as_zip(path: Path, content: bytes) -> Path:
    with zipfile.ZipFile(path / "all.zip", "w") as archive:
        archive.writestr("folder/GHSA-1.json", content)
        archive.writestr("README.txt", "not a record")
    return path / "all.zip"


def as_folder(path: Path, content: bytes) -> Path:
    (path / "feed" / "deep").mkdir(parents=True)
    _written(path / "feed" / "deep" / "GHSA-1.json", content)
    _written(path / "feed" / "README.md", b"<html>")
    return path / "feed"


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("shape", [as_json, as_array, as_lines, as_zip, as_folder])
def test_a_list_is_read_in_every_shape(
    shape: Callable[[Path, bytes], Path], tmp_path: Path
) -> None:
    path = shape(tmp_path, json.dumps(record("Pillow", "9.0.1")).encode())
    followed = lists(feed(path))
    assert followed.about(component("pillow", "9.0.0")) == (PILLOW,)
    assert followed.about(component("pillow", "9.0.1")) == ()
    assert followed.ages() == [ListAge("osv", True, datetime(2026, 6, 14, 12, tzinfo=UTC))]


def test_what_thieves_use_is_joined_by_its_cve(tmp_path: Path) -> None:
    osv = as_json(tmp_path, json.dumps(record("salt", "3000.2")).encode())
    catalogue = _written(tmp_path / "kev.json", kev("CVE-2020-1", "CVE-2020-9"))
    followed = lists(feed(osv), feed(catalogue, "kev", "kev"))
    assert [one.exploited for one in followed.about(component("salt", "3000.1"))] == [True]


def test_two_names_of_one_vulnerability_are_told_once(tmp_path: Path) -> None:
    twins = [
        record("salt", "3000.2", id="GHSA-1", database_specific={"severity": "MODERATE"}),
        record("salt", "3000.2", id="PYSEC-1", database_specific={"severity": "CRITICAL"}),
        record("salt", None, id="PYSEC-2", aliases=()),
        record("salt", None, id="PYSEC-3", withdrawn=DAY_BEFORE),
    ]
    followed = lists(feed(_written(tmp_path / "a.json", json.dumps(twins).encode())))
    assert followed.about(component("salt", "3000.1")) == (
        Advisory(
            "GHSA-1",
            ("CVE-2020-1", "PYSEC-1"),
            "Code runs here",
            "3000.2",
            severity=Severity.CRITICAL,
        ),
        Advisory("PYSEC-2", (), "Code runs here", None),
    )


def test_a_broken_range_hides_nothing_and_clears_nobody(tmp_path: Path) -> None:
    both = [record("a", "what?", id="GHSA-0", aliases=()), record("a", "2.0")]
    followed = lists(feed(_written(tmp_path / "a.json", json.dumps(both).encode())))
    assert [one.id for one in followed.about(component("a", "1.0"))] == ["GHSA-1"]
    with pytest.raises(ValueError, match="GHSA-0 cannot be judged"):
        followed.about(component("a", "2.0"))


def test_a_version_listed_by_name_is_affected_whatever_the_ranges_say(tmp_path: Path) -> None:
    package = {"ecosystem": "PyPI", "name": "a"}
    part = {"package": package, "ranges": [{"type": "GIT", "events": []}], "versions": ["1.0-x"]}
    told = {"id": "PYSEC-1", "modified": DAY_BEFORE, "affected": [part]}
    followed = lists(feed(_written(tmp_path / "a.json", json.dumps(told).encode())))
    assert followed.about(component("a", "1.0-x")) == (Advisory("PYSEC-1", (), "", None),)
    assert followed.about(component("a", "1.1")) == ()


def test_a_list_past_its_age_still_names_but_clears_nobody(tmp_path: Path) -> None:
    old = record("left", "2.0.0", ecosystem="npm", modified="2026-03-01T00:00:00Z")
    followed = lists(feed(_written(tmp_path / "a.json", json.dumps(old).encode())))
    assert [one.id for one in followed.about(component("left", "1.0.0", "npm"))] == ["GHSA-1"]
    with pytest.raises(Unreachable, match="every list of npm advisories is out of date: osv"):
        followed.about(component("right", "1.0.0", "npm"))


def test_an_ecosystem_that_no_list_knows_is_unknown(tmp_path: Path) -> None:
    osv = as_json(tmp_path, json.dumps(record("salt", "3000.2")).encode())
    with pytest.raises(Unreachable, match="no list of Packagist advisories could be read"):
        lists(feed(osv)).about(component("magento/core", "2.4.6", "Packagist"))


@pytest.mark.parametrize(
    ("content", "because"),
    [
        (b"<!DOCTYPE html><h1>Login</h1>", "osv was not loaded: a.json is a web page, not a list"),
        (b'{"id": "GHSA-1", ', "osv was not loaded: a.json is broken: it is not JSON"),
        (b"", "osv was not loaded: a.json is empty"),
        (b"[]", "osv holds no record"),
        (b"[" * 100_000, "osv was not loaded: a.json is broken: it is not JSON"),
        (
            b'{"vulnerabilities": []}',
            "osv was not loaded: a.json is JSON, but not a list of that format",
        ),
        (
            b'{"id": "a", "modified": "\xff"}',
            "osv was not loaded: a.json is broken: it is not JSON",
        ),
        (gzip.compress(b"x" * 9999, mtime=0)[:-9], "osv cannot be opened: EOFError"),
        (b"PK\x03\x04 and no more", "osv cannot be opened: BadZipFile"),
    ],
)
def test_what_is_broken_is_not_loaded(content: bytes, because: str, tmp_path: Path) -> None:
    followed = lists(feed(_written(tmp_path / "a.json", content)))
    assert followed.ages() == [ListAge("osv", False, None, because)]
    with pytest.raises(Unreachable, match="no list of PyPI advisories could be read"):
        followed.about(component("pillow", "9.0.0"))


def test_a_missing_or_unknown_list_is_not_loaded(tmp_path: Path) -> None:
    followed = lists(feed(tmp_path / "gone"), feed(tmp_path, "rss", "news"), Feed("none", "kev"))
    assert [age.because for age in followed.ages()] == [
        "osv is not there: no such file or folder",
        "news has the format 'rss', which nobody reads",
        "none has neither a path nor an address",
    ]


@dataclass
class Mirror:
    """A place that hands out one answer and counts how often it was asked."""

    answer: Response
    asked: list[str] = field(default_factory=list)

    def send(self, request: Request) -> Response:
        self.asked.append(request.url)
        return self.answer

    def visitor(self) -> "Mirror":
        return self


def mirrored(status: int, body: bytes, *, cut: bool = False) -> tuple[AdvisoryLists, Mirror]:
    address = "https://lists.example/all.json"
    mirror = Mirror(Response(status, address, {}, body, cut))
    return read_lists([Feed("osv", "osv", url=address)], lambda _feed: mirror, NOON), mirror


def test_a_list_at_an_address_is_fetched_once_however_many_ask() -> None:
    followed, mirror = mirrored(200, json.dumps(record("Pillow", "9.0.1")).encode())
    assert mirror.asked == []
    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(followed.about, [component("pillow", "9.0.0")] * 32))
    assert answers == [(PILLOW,)] * 32
    assert mirror.asked == ["https://lists.example/all.json"]


def test_an_address_that_answers_something_else_is_not_a_list() -> None:
    assert [age.because for age in mirrored(404, b"{}")[0].ages()] == [
        "osv answered 404 instead of a list"
    ]
    assert [age.because for age in mirrored(200, b"[", cut=True)[0].ages()] == [
        "osv is larger than what is fetched at once; mirror it to a file"
    ]
