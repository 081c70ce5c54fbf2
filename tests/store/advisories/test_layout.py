"""A book of an older Storewarden is laid anew from its own records; a newer one is left alone."""

from hashlib import blake2b
from pathlib import Path

import pytest

from storewarden.core.errors import LedgerTooNew
from storewarden.core.published import Affected, Record, Stretch
from storewarden.kernels.versions.schemes import scheme_of
from storewarden.store.advisories.book import open_book
from storewarden.store.advisories.links import Links
from storewarden.store.advisories.tables import LAYOUT
from tests.store.advisories.samples import NOW, component, record, state, until

A = "pkg:npm/a"
NAMED = Record("GHSA-2", affected=(Affected(A, versions=("weird",)),))
SAMPLES = {
    "composer/a/b": "1.2.3 2.4.6-p5 1.0.0-beta2 8.x-dev 300.70000.1",
    "composer/drupal/ctools": "8.x-3.4 4.1.0-rc1",
    "deb/debian/openssl": "3.0.11-1~deb12u2 1:2.0+dfsg-1",
    "gem/rails": "7.0.0.rc1 6.1",
    "generic/nginx": "1.25.3 1.0rc1",
    "generic/openssl": "1.1.1k 1.1.1-pre2",
    "npm/a": "1.2.3 1.2.3-beta.1",
    "pypi/a": "1.0 1.0.post1 2!1.0rc1.dev2",
    "wordpress/plugin/a": "6.4 6.4.3-RC1",
}


def test_a_book_of_the_layout_before_answers_as_it_did(place: Path | str) -> None:
    book = open_book(place)
    book.replace(state("osv"), [record("GHSA-1", A, until("2.0.0", "1.0.0"), Stretch()), NAMED])
    things = [component(A, version) for version in ("0.9.0", "1.5.0", "2.0.0", "weird")]
    before = book.match(things, NOW)
    with Links(place).writing() as link:
        link.run("DROP TABLE advisory_range")
        link.run("CREATE TABLE advisory_range (purl TEXT, record BIGINT)")
        link.run("DELETE FROM advisory_version")
        link.run("UPDATE advisory_setting SET value = '1'")
    again = open_book(place)
    assert again.match(things, NOW) == before
    assert [len(answer.named) for answer in before] == [1, 1, 1, 2]
    assert again.replace(state("osv"), [NAMED])[0].what == "gone"
    assert [len(answer.named) for answer in again.match(things, NOW)] == [0, 0, 0, 1]


def test_a_book_of_a_newer_storewarden_is_left_as_it_is(place: Path | str) -> None:
    open_book(place)
    with Links(place).writing() as link:
        link.run("UPDATE advisory_setting SET value = ?", str(LAYOUT + 1))
    with pytest.raises(LedgerTooNew, match="a newer Storewarden wrote the book of advisories"):
        open_book(place)


def test_whoever_changes_the_bytes_of_a_version_raises_the_layout() -> None:
    keys = [
        scheme_of(f"pkg:{purl}").key(version)
        for purl, versions in SAMPLES.items()
        for version in versions.split()
    ]
    seen = blake2b(b"/".join(keys), digest_size=8).hexdigest()
    assert (LAYOUT, seen) == (2, "d974ccca8953febf"), (
        "raise tables.LAYOUT, then write down both anew"
    )
