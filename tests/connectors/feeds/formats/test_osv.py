"""Records in the OSV format."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from storewarden.connectors.feeds.osv.format import FORMAT
from storewarden.core.errors import Unreachable
from storewarden.core.published import Affected, Record, Stretch
from storewarden.core.verdicts import Severity
from tests.support.published import corpus, told

VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


def record(
    ecosystem: str = "PyPI", name: str = "Fern.Till", *events: dict[str, str], **more: object
) -> dict[str, object]:
    turns = list(events) or [{"introduced": "0"}, {"fixed": "2.0"}]
    ranges = [{"type": "GIT", "repo": "x", "events": [{"introduced": "0"}]}]
    return {
        "schema_version": "1.7.5",
        "id": "FERN-2026-1",
        "modified": "2026-06-14T12:00:00Z",
        "affected": [
            {
                "package": {"ecosystem": ecosystem, "name": name},
                "ranges": [*ranges, {"type": "ECOSYSTEM", "events": turns}],
            }
        ],
        **more,
    }


def affected(*contents: object) -> tuple[Affected, ...]:
    (only,) = told(FORMAT, *contents)
    assert isinstance(only, Record)
    return only.affected


def test_a_record_is_told_whole() -> None:
    given = record(
        published="2026-06-13T00:00:00Z",
        aliases=["CVE-2026-10001", "GHSA-aaaa-bbbb-cccc", "no id\n"],
        related=["CVE-2026-99999"],
        summary="Code\nruns\u202e here",
        severity=[{"type": "CVSS_V3", "score": VECTOR}],
        database_specific={"severity": "MODERATE"},
        references=[
            {"type": "WEB", "url": "https://fern.example/news"},
            {"type": "ADVISORY", "url": "https://fern.example/advisory"},
        ],
    )
    assert told(FORMAT, given) == [
        Record(
            id="FERN-2026-1",
            aliases=("CVE-2026-10001", "GHSA-aaaa-bbbb-cccc"),
            summary="Code runs here",
            severity=Severity.MEDIUM,
            vector=VECTOR,
            published=datetime(2026, 6, 13, tzinfo=UTC),
            modified=datetime(2026, 6, 14, 12, tzinfo=UTC),
            url="https://fern.example/advisory",
            affected=(
                Affected("pkg:pypi/fern-till", stretches=(Stretch(high="2.0", fixed_in="2.0"),)),
            ),
        )
    ]


@pytest.mark.parametrize(
    ("ecosystem", "name", "purl", "release"),
    [
        ("npm", "@fern/till", "pkg:npm/%40fern/till", ""),
        ("Packagist", "Fern/Till", "pkg:composer/fern/till", ""),
        ("Packagist:https://packages.drupal.org/8", "drupal/till", "pkg:composer/drupal/till", ""),
        ("Maven", "org.fern:till", "pkg:maven/org.fern/till", ""),
        ("Go", "fern.example/till/v2", "pkg:golang/fern.example/till/v2", ""),
        ("RubyGems", "till", "pkg:gem/till", ""),
        ("Debian:12", "till", "pkg:deb/debian/till", "debian-12"),
        ("Ubuntu:24.04:LTS", "till", "pkg:deb/ubuntu/till", "ubuntu-24.04"),
        ("Ubuntu:Pro:18.04:LTS", "till", "pkg:deb/ubuntu/till", "ubuntu-18.04"),
        ("Alpine:v3.20", "till", "pkg:apk/alpine/till", "alpine-3.20"),
    ],
)
def test_ecosystems_become_package_urls(ecosystem: str, name: str, purl: str, release: str) -> None:
    (one,) = affected(record(ecosystem, name))
    assert (one.purl, one.release) == (purl, release)


@pytest.mark.parametrize("ecosystem", ["Linux", "OSS-Fuzz", "", "Rocky Linux:9"])
def test_what_we_never_run_is_told_without_a_package(ecosystem: str) -> None:
    assert affected(record(ecosystem)) == ()


def test_turns_become_runs() -> None:
    turns = [
        {"introduced": "1.0"},
        {"fixed": "1.5"},
        {"introduced": "2.0"},
        {"last_affected": "2.3"},
        {"introduced": "3.0"},
    ]
    assert affected(record("PyPI", "till", *turns))[0].stretches == (
        Stretch("1.0", high="1.5", fixed_in="1.5"),
        Stretch("2.0", high="2.3", high_included=True),
        Stretch("3.0"),
    )


def test_a_withdrawn_record_names_nobody() -> None:
    (one,) = told(FORMAT, record(withdrawn="2026-06-14T00:00:00Z"))
    assert isinstance(one, Record)
    assert (one.withdrawn, one.affected) == (True, ())


def test_a_distribution_names_its_one_upstream_weakness() -> None:
    single, several = record(upstream=["CVE-2026-1234"]), record(upstream=["CVE-1-1", "CVE-1-2"])
    assert [one.aliases for one in told(FORMAT, single, several) if isinstance(one, Record)] == [
        ("CVE-2026-1234",),
        (),
    ]


@pytest.mark.parametrize("shape", ["{0}", "[{0},{1}]", "{0}\n\n{1}\n"])
def test_a_document_may_hold_one_or_many(shape: str) -> None:
    one, other = record(), record(id="FERN-2026-2")
    text = shape.format(json.dumps(one), json.dumps(other, indent=1))
    ids = [entry.id for entry in told(FORMAT, text) if isinstance(entry, Record)]
    assert ids == ["FERN-2026-1", "FERN-2026-2"][: 1 + ("{1}" in shape)]


@pytest.mark.parametrize(
    ("content", "because"),
    [
        (json.dumps(record())[:-20], "is broken: it is not JSON"),
        ("[" + json.dumps(record()) + ",", "is cut off after 1 records"),
        (json.dumps(record()) + "\n<html>", "is broken: it is not JSON"),
        ("<html>{}</html>", "is a web page"),
        ('{"id": "../../etc/passwd x", "modified": ""}', "a record whose id is none"),
        ('{"id": "a", "modified": "", "affected": ' + "[" * 20_000, "not JSON|broken"),
        (b'{"id": "a", "modified": "\xff"}', "is broken: it is not JSON"),
        ("]", "is broken: it is not JSON"),
    ],
)
def test_what_is_broken_is_not_taken_over(content: object, because: str) -> None:
    with pytest.raises(Unreachable, match=because):
        told(FORMAT, content)


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "count", "kind"),
    [
        ("drupal_osv_2026-08-21.ndjson.gz", 591, "pkg:composer/drupal/"),
        ("pypa_osv_2024-10-10.ndjson.gz", 2661, "pkg:pypi/"),
    ],
)
def test_every_real_record_is_read(name: str, count: int, kind: str) -> None:
    read = told(FORMAT, gzip.decompress(corpus(name).read_bytes()))
    parts = [part for one in read if isinstance(one, Record) for part in one.affected]
    assert len(read) == count
    assert all(part.purl.startswith(kind) for part in parts)
    assert all(part.stretches or part.versions for part in parts)


def test_an_answer_of_osvs_own_server_is_a_list_too() -> None:
    answer = {"vulns": [record(), record("npm", id="FERN-2026-2")]}
    read = told(FORMAT, answer)
    assert [one.id for one in read if isinstance(one, Record)] == ["FERN-2026-1", "FERN-2026-2"]
    assert list(told(FORMAT, {"vulns": []})) == []
    with pytest.raises(Unreachable, match="not a list of that format"):
        told(FORMAT, {"vulns": [{"id": "FERN-2026-1"}]})


@pytest.mark.parametrize(
    ("odd", "kept"),
    [
        ({"severity": [{"type": "CVSS_V3", "score": 7.5}]}, {}),
        ({"severity": "HIGH", "references": "none", "database_specific": []}, {}),
        ({"published": 5, "details": {}, "withdrawn": False}, {}),
        ({"aliases": ["CVE-2026-10007", None, 7]}, {"aliases": ("CVE-2026-10007",)}),
        ({"summary": ["a"], "upstream": "CVE-2026-10007"}, {}),
    ],
)
def test_what_is_only_shown_may_be_odd(odd: dict[str, object], kept: dict[str, object]) -> None:
    (plain,) = told(FORMAT, record())
    assert isinstance(plain, Record)
    assert told(FORMAT, record(**odd)) == [replace(plain, **kept)]  # type: ignore[arg-type] # its fields by name


@pytest.mark.parametrize(
    "part",
    [
        {"ranges": [{"type": "SEMVER", "events": [{"introduced": 0}, {"fixed": "2.0"}]}]},
        {"ranges": "all"},
        {"versions": [1.0]},
    ],
)
def test_a_range_of_an_odd_kind_clears_nobody_and_stops_no_other(part: dict[str, object]) -> None:
    odd = {"package": {"ecosystem": "npm", "name": "lamp"}, **part}
    good = {"package": {"ecosystem": "npm", "name": "wick"}, "versions": ["1.0.0"], "severity": 3}
    assert affected(record(affected=[odd, None, good, {"package": 5}])) == (
        Affected(
            "pkg:npm/lamp",
            stretches=(
                Stretch(high="unreadable: its publisher wrote no range there", high_included=True),
            ),
        ),
        Affected("pkg:npm/wick", versions=("1.0.0",)),
    )


def test_the_mark_of_windows_before_a_list_does_not_count() -> None:
    marked = b"\xef\xbb\xbf" + json.dumps(record()).encode()
    assert told(FORMAT, marked) == told(FORMAT, record())
    assert told(FORMAT, b"\xef\xbb\xbf[" + json.dumps(record()).encode() + b"]") == told(
        FORMAT, record()
    )
