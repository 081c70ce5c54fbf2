"""A list is replaced whole or not at all, and every difference in its content is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storewarden.core.errors import LedgerError, Unreachable
from storewarden.core.feeds import FeedChange
from storewarden.core.published import Exploited, Likelihood, Record, Stretch, Told
from storewarden.core.severity import Severity
from storewarden.kernels.versions.schemes import scheme_of
from storewarden.store.advisories.book import Book, open_book
from storewarden.store.advisories.laying import holds
from tests.store.advisories.samples import NOW, component, record, state, until

A = "pkg:npm/a"
ENTRY = Exploited("CVE-1", "A hole", due=date(2026, 6, 1), ransomware=None)


def changes(told: list[FeedChange] | object) -> list[tuple[str, str, str]]:
    assert isinstance(told, list)
    return [(change.entry, change.what, change.words) for change in told]


def test_content_is_compared_not_only_ids(book: Book) -> None:
    assert changes(book.replace(state("kev"), [ENTRY, Exploited("CVE-2")])) == [
        ("CVE-1", "new", "A hole"),
        ("CVE-2", "new", ""),
    ]
    sooner = replace(ENTRY, due=date(2026, 5, 20), ransomware=True)
    assert changes(book.replace(state("kev"), [sooner])) == [
        ("CVE-1", "changed", "due date 2026-06-01 -> 2026-05-20; ransomware use not said -> yes"),
        ("CVE-2", "gone", ""),
    ]
    assert changes(book.replace(state("kev"), [sooner])) == []


def test_a_record_that_changes_its_ranges_says_how(book: Book) -> None:
    first = replace(record("GHSA-1", A, until("1.2.0")), severity=Severity.HIGH)
    book.replace(state("osv"), [first, record("GHSA-2", A, until("1.0.0"))])
    second = replace(record("GHSA-1", A, until("1.3.0"), aliases=("CVE-1",)), summary="Words")
    gone = replace(record("GHSA-2", A, until("1.0.0")), withdrawn=True)
    assert changes(book.replace(state("osv"), [second, gone, record("GHSA-3", A)])) == [
        (
            "GHSA-1",
            "changed",
            "severity high -> not said; aliases: +CVE-1; pkg:npm/a: < 1.2.0 -> < 1.3.0",
        ),
        ("GHSA-2", "changed", "withdrawn"),
        ("GHSA-3", "new", ""),
    ]
    answers = book.match([component(A, "1.2.5"), component(A, "0.9.0")], NOW)
    assert [[named.id for named in answer.named] for answer in answers] == [["GHSA-1"], ["GHSA-1"]]


def test_of_two_entries_with_one_id_the_first_counts(book: Book) -> None:
    two = [record("GHSA-1", A, until("1.0.0")), record("GHSA-1", A, until("9.0.0"))]
    assert changes(book.replace(state("osv"), two)) == [("GHSA-1", "new", "")]
    assert book.match([component(A, "2.0.0")], NOW)[0].named == ()


def test_what_changed_is_merged_and_what_is_gone_goes(book: Book) -> None:
    kept, old = record("GHSA-1", A, until("1.0.0")), record("GHSA-2", A, until("2.0.0"))
    book.replace(state("osv"), [kept, old, record("GHSA-3", A, until("3.0.0"))])
    told = book.merge(state("osv"), [record("GHSA-2", A, until("2.5.0"))], gone=["GHSA-3", "X"])
    assert changes(told) == [
        ("GHSA-2", "changed", "pkg:npm/a: < 2.0.0 -> < 2.5.0"),
        ("GHSA-3", "gone", ""),
    ]
    answers = book.match([component(A, v) for v in ("0.5.0", "2.1.0", "2.7.0")], NOW)
    assert [[one.id for one in answer.named] for answer in answers] == [
        ["GHSA-1", "GHSA-2"],
        ["GHSA-2"],
        [],
    ]


def test_lists_do_not_touch_one_another(book: Book) -> None:
    book.replace(state("a"), [record("GHSA-1", A, until("1.0.0"))])
    book.replace(state("b"), [record("GHSA-1", A, until("1.0.0"))])
    book.replace(state("b"), [])
    (answer,) = book.match([component(A, "0.1.0")], NOW)
    assert [named.feeds for named in answer.named] == [("a",)]


def test_estimates_are_replaced_and_not_told_one_by_one(book: Book) -> None:
    book.replace(state("osv"), [record("GHSA-1", A, until("1.0.0"), aliases=("CVE-1",))])
    for score in (0.1, 0.2):
        assert book.replace(state("epss"), [Likelihood("CVE-1", score, 0.5)]) == []
    assert book.match([component(A, "0.1.0")], NOW)[0].named[0].danger.likelihood == 0.2
    book.merge(state("epss"), [Likelihood("CVE-1", 0.3, 0.5)])
    assert book.match([component(A, "0.1.0")], NOW)[0].named[0].danger.likelihood == 0.3


def cut_off() -> Iterator[Told]:
    yield record("GHSA-9", A, until("9.0.0"))
    raise Unreachable("the list is cut off")


def test_a_list_that_breaks_off_leaves_the_old_one_in_force(book: Book) -> None:
    book.replace(state("osv"), [record("GHSA-1", A, until("1.0.0"))])
    with pytest.raises(Unreachable, match="cut off"):
        book.replace(state("osv", day=16), cut_off())
    (answer,) = book.match([component(A, "0.5.0")], NOW)
    assert [named.id for named in answer.named] == ["GHSA-1"]
    assert book.states() == [state("osv")]


def test_what_is_known_of_a_list_is_kept_without_its_content(book: Book) -> None:
    book.replace(state("osv"), [record("GHSA-1", A, until("1.0.0"))])
    silent = replace(state("osv"), trouble="silent for 10 s")
    book.note(silent)
    book.note(state("another"))
    assert book.states() == [state("another"), silent]
    assert book.match([component(A, "0.5.0")], NOW)[0].named


def test_a_book_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "advisories.sqlite3"
    path.write_text("a shopping list, long enough to be looked at as a header of a database")
    with pytest.raises(LedgerError, match="book of advisories"):
        open_book(path)
    assert path.read_text().startswith("a shopping list")


def test_only_the_owner_reads_the_file(tmp_path: Path) -> None:
    open_book(tmp_path / "inner" / "advisories.sqlite3")
    assert (tmp_path / "inner" / "advisories.sqlite3").stat().st_mode & 0o077 == 0


VERSIONS = st.builds(
    lambda numbers, tail: ".".join(map(str, numbers)) + tail,
    st.lists(st.integers(0, 3), min_size=1, max_size=3),
    st.sampled_from(["", "", "-beta1", "-p1", "-p2"]),
)
STRETCHES = st.builds(
    Stretch,
    st.none() | VERSIONS,
    st.booleans(),
    st.none() | VERSIONS,
    st.booleans(),
)


@given(st.lists(STRETCHES, max_size=4), st.lists(VERSIONS, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_the_join_says_what_one_by_one_comparison_says(
    book_of_its_own: Book, stretches: list[Stretch], versions: list[str]
) -> None:
    purl = "pkg:composer/a/b"
    records: list[Record] = [record(f"R-{n}", purl, run) for n, run in enumerate(stretches)]
    book_of_its_own.replace(state("osv"), records)
    answers = book_of_its_own.match([component(purl, version) for version in versions], NOW)
    for version, answer in zip(versions, answers, strict=True):
        expected = [
            f"R-{n}" for n, run in enumerate(stretches) if holds(scheme_of(purl), version, run)
        ]
        assert [named.id for named in answer.named] == expected


@pytest.fixture(scope="module")
def book_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return open_book(tmp_path_factory.mktemp("book") / "advisories.sqlite3")
