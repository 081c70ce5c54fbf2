"""Other programs get whole answers or an error, never an empty answer that reads as clean."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storewarden.core.feeds import FeedState
from storewarden.core.published import Affected, Record, Stretch
from storewarden.core.severity import Severity
from storewarden.engine.answering import advisories_of, package_list, query, query_batch
from storewarden.store.advisories.book import Book, open_book

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
LAMP = Record(
    "GHSA-lamp",
    ("CVE-2026-1",),
    "Lamp burns <b>too</b> hot",
    Severity.HIGH,
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    datetime(2026, 6, 1, tzinfo=UTC),
    datetime(2026, 6, 2, 3, 4, 5, tzinfo=UTC),
    url="https://advisories.example/lamp",
    affected=(
        Affected("pkg:pypi/lamp", stretches=(Stretch("1.0", True, "1.4", False, "1.4"),)),
        Affected(
            "pkg:composer/fern/lamp",
            stretches=(
                Stretch(None, True, "2.0.1", False, "2.0.1"),
                Stretch("3.0", False, "3.2", True),
            ),
            versions=("4.0-beta1",),
        ),
    ),
)
OTHER = Record("GHSA-other", affected=(Affected("pkg:pypi/lamp", versions=("9.9",)),))
STATE = FeedState("osv", "osv", NOW, NOW, NOW)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    kept = open_book(tmp_path / "book.sqlite3")
    kept.replace(STATE, [LAMP, OTHER])
    return kept


def asked(**question: object) -> bytes:
    return json.dumps(question).encode()


def pypi(name: str, version: str) -> dict[str, object]:
    return {"version": version, "package": {"name": name, "ecosystem": "PyPI"}}


TOLD = {
    "schema_version": "1.7.0",
    "id": "GHSA-lamp",
    "modified": "2026-06-02T03:04:05Z",
    "published": "2026-06-01T00:00:00Z",
    "aliases": ["CVE-2026-1"],
    "summary": "Lamp burns <b>too</b> hot",
    "details": "Lamp burns <b>too</b> hot",
    "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
    "references": [{"type": "ADVISORY", "url": "https://advisories.example/lamp"}],
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "lamp", "purl": "pkg:pypi/lamp"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "1.0"}, {"fixed": "1.4"}]}],
            "versions": [],
        }
    ],
}


@pytest.mark.parametrize(
    "question",
    [
        pypi("Lamp", "1.3"),
        {"package": {"purl": "pkg:pypi/lamp@1.3"}},
        {"package": {"purl": "pkg:pypi/lamp"}, "version": "1.3"},
    ],
)
def test_a_version_that_is_named_gets_the_whole_record(
    book: Book, question: dict[str, object]
) -> None:
    assert query(book, NOW, asked(**question)) == (200, {"vulns": [TOLD]})


def test_a_version_that_is_not_named_gets_an_empty_answer(book: Book) -> None:
    assert query(book, NOW, asked(**pypi("lamp", "1.4"))) == (200, {})


def test_a_batch_gets_ids_in_the_order_of_the_questions(book: Book) -> None:
    batch = asked(queries=[pypi("lamp", "1.4"), pypi("lamp", "1.0"), pypi("lamp", "9.9")])
    assert query_batch(book, NOW, batch) == (
        200,
        {
            "results": [
                {},
                {"vulns": [{"id": "GHSA-lamp", "modified": "2026-06-02T03:04:05Z"}]},
                {"vulns": [{"id": "GHSA-other", "modified": "1970-01-01T00:00:00Z"}]},
            ]
        },
    )


def test_what_nobody_can_say_is_an_error_and_not_clean(book: Book) -> None:
    late = NOW + timedelta(days=8)
    status, told = query(book, late, asked(**pypi("lamp", "1.4")))
    assert (status, "nobody can say: " in str(told)) == (503, True)
    gems = {"version": "1", "package": {"name": "rails", "ecosystem": "RubyGems"}}
    assert query(book, NOW, asked(**gems)).status == 503
    status, told = query_batch(book, NOW, asked(queries=[pypi("lamp", "1.4"), gems]))
    assert (status, "about query 1" in str(told)) == (503, True)
    assert query(book, NOW, asked(**pypi("lamp", "no version"))).status == 503


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 20_000,
        b'{"version": "1"}',
        b'{"commit": "6879efc2c1596d11a6a6ad296f80063b558d5e0f"}',
        b'{"version": "1", "package": {"name": "x", "ecosystem": "Fortran"}}',
        b'{"version": "1", "package": {"purl": "not one"}}',
        b'{"package": {"name": "lamp", "ecosystem": "PyPI"}}',
        b'{"version": "1", "package": {"name": "", "ecosystem": "PyPI"}}',
    ],
)
def test_what_is_no_query_is_refused(book: Book, body: bytes) -> None:
    assert query(book, NOW, body).status == 400
    assert query_batch(book, NOW, b'{"queries": [' + body + b"]}").status in {200, 400}
    assert query_batch(book, NOW, body).status == 400


def test_a_batch_has_an_end(book: Book) -> None:
    assert query_batch(book, NOW, asked(queries=[pypi("lamp", "1")] * 1_001)).status == 400


def test_composer_is_told_where_to_ask_and_gets_constraints(book: Book) -> None:
    assert package_list("http://127.0.0.1:8000/") == (
        200,
        {
            "packages": [],
            "metadata-url": "/p2/%package%.json",
            "security-advisories": {
                "metadata": False,
                "api-url": "http://127.0.0.1:8000/api/security-advisories/",
            },
        },
    )
    assert advisories_of(book, NOW, ["Fern/Lamp", "fern/other"]) == (
        200,
        {
            "advisories": {
                "Fern/Lamp": [
                    {
                        "advisoryId": "GHSA-lamp",
                        "packageName": "Fern/Lamp",
                        "affectedVersions": "<2.0.1-stable|>3.0,<=3.2|=4.0-beta1",
                        "title": "Lamp burns <b>too</b> hot",
                        "cve": "CVE-2026-1",
                        "link": "https://advisories.example/lamp",
                        "reportedAt": "2026-06-01T00:00:00+00:00",
                        "sources": [{"name": "Storewarden", "remoteId": "GHSA-lamp"}],
                        "severity": "high",
                    }
                ]
            }
        },
    )


@pytest.mark.parametrize("packages", [[], [""], ["x/y"] * 10_001])
def test_composer_asks_within_bounds(book: Book, packages: list[str]) -> None:
    assert advisories_of(book, NOW, packages).status == 400


def test_composer_is_not_told_that_all_is_well_by_an_old_list(book: Book) -> None:
    assert advisories_of(book, NOW + timedelta(days=8), ["fern/lamp"]).status == 503
