"""New content is put in force whole or not at all; what fails leaves the old one, and says why."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from storewarden.core.errors import Unreachable
from storewarden.core.feeds import Document, FeedFormat, FeedState, Fetched, Kind
from storewarden.core.published import Exploited, Record, Told
from storewarden.engine.feeds import Followed, update
from tests.support.published import MemoryBook, document

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


def read(documents: Iterable[Document]) -> Iterator[Told]:
    for one in documents:
        with one.open() as opened:
            for entry in json.loads(opened.read()):
                if entry == "broken":
                    raise Unreachable("the list is cut off")
                yield Exploited(entry, added=date(2026, 6, 15))


def published(one: Document) -> datetime | None:
    return datetime.fromisoformat(one.name) if one.name.startswith("20") else None


FORM = FeedFormat(Kind.EXPLOITED, read, published=published)


@dataclass
class Shelf:
    """What a publisher gives next; None for "unchanged", an error to be raised."""

    next: Fetched | Exception | None = None
    kept: list[str] = field(default_factory=list)

    def bring(self, *entries: str, name: str = "list", **more: object) -> None:
        self.next = Fetched(
            lambda: [document(list(entries), name)],
            keep=lambda: self.kept.append(name),
            drop=lambda: self.kept.append("dropped"),
            **more,  # type: ignore[arg-type]  # any of its fields
        )

    def followed(self, *, own: bool = False) -> Followed:
        def fetch(_state: FeedState) -> Fetched | None:
            if isinstance(self.next, Exception):
                raise self.next
            return self.next

        return Followed("kev", "kev", FORM, fetch, own)


@pytest.fixture
def book() -> MemoryBook:
    return MemoryBook()


def test_the_first_content_is_all_new(book: MemoryBook) -> None:
    shelf = Shelf()
    shelf.bring("CVE-1-1", "CVE-1-2", "CVE-1-1", name="2026-06-15T08:00:00+00:00", etag='"1"')
    outcome = update(shelf.followed(), book, NOON, anyway=False)
    assert outcome.state == FeedState(
        "kev",
        "kev",
        checked=NOON,
        fetched=NOON,
        published=datetime(2026, 6, 15, 8, tzinfo=UTC),
        entries=2,
        etag='"1"',
    )
    assert [(one.entry, one.what) for one in outcome.changes] == [
        ("CVE-1-1", "new"),
        ("CVE-1-2", "new"),
    ]
    assert book.states() == [outcome.state]
    assert shelf.kept == ["2026-06-15T08:00:00+00:00", "dropped"]


def after(book: MemoryBook, shelf: Shelf, *entries: str) -> FeedState:
    shelf.bring(*entries)
    state = update(shelf.followed(), book, NOON, anyway=False).state
    shelf.kept.clear()
    return state


def test_what_is_unchanged_is_fresh_again(book: MemoryBook) -> None:
    shelf = Shelf()
    before = after(book, shelf, "CVE-1-1")
    shelf.next = None
    later = NOON + timedelta(hours=1)
    outcome = update(shelf.followed(), book, later, anyway=False)
    assert outcome.state == replace(before, checked=later, fetched=later)
    assert outcome.unchanged


@pytest.mark.parametrize(
    ("gone", "trouble"),
    [
        (Unreachable("kev was silent for 10 s"), "kev was silent for 10 s"),
        (OSError(28, "No space left on device"), "could not be kept: No space left on device"),
    ],
)
def test_what_cannot_be_fetched_leaves_the_old_content(
    book: MemoryBook, gone: Exception, trouble: str
) -> None:
    shelf = Shelf()
    before = after(book, shelf, "CVE-1-1")
    shelf.next = gone
    later = NOON + timedelta(days=1)
    outcome = update(shelf.followed(), book, later, anyway=False)
    assert outcome.state == replace(before, checked=later, trouble=trouble)
    assert list(book.known["kev"]) == ["CVE-1-1"]


def test_what_breaks_while_it_is_read_leaves_the_old_content(book: MemoryBook) -> None:
    shelf = Shelf()
    before = after(book, shelf, "CVE-1-1")
    shelf.bring("CVE-1-2", "broken")
    outcome = update(shelf.followed(), book, NOON, anyway=False)
    assert outcome.state == replace(before, trouble="the list is cut off")
    assert list(book.known["kev"]) == ["CVE-1-1"]
    assert shelf.kept == ["dropped"]


def test_an_empty_list_is_not_taken_over(book: MemoryBook) -> None:
    shelf = Shelf()
    shelf.bring()
    trouble = update(shelf.followed(), book, NOON, anyway=False).state.trouble
    assert trouble.startswith("it came with 0 entries where at least 1 were expected")


def test_a_list_that_lost_half_is_taken_over_only_by_order(book: MemoryBook) -> None:
    shelf = Shelf()
    after(book, shelf, *(f"CVE-1-{number}" for number in range(200)))
    shelf.bring("CVE-1-1")
    refused = update(shelf.followed(), book, NOON, anyway=False)
    assert refused.state.trouble.startswith("it came with 1 entries where at least 100")
    assert refused.state.entries == len(book.known["kev"]) == 200
    assert update(shelf.followed(), book, NOON, anyway=True).state.entries == 1


@pytest.mark.parametrize(
    ("day", "trouble"),
    [
        ("2026-06-14T00:00:00+00:00", "older than the one in force of 2026-06-15 08:00"),
        ("2026-06-17T00:00:00+00:00", "which is yet to come: its clock or ours is wrong"),
    ],
)
def test_a_clock_that_goes_wrong_is_noticed(book: MemoryBook, day: str, trouble: str) -> None:
    shelf = Shelf()
    shelf.bring("CVE-1-1", name="2026-06-15T08:00:00+00:00")
    update(shelf.followed(), book, NOON, anyway=False)
    shelf.bring("CVE-1-2", name=day)
    outcome = update(shelf.followed(), book, NOON, anyway=False)
    assert trouble in outcome.state.trouble
    assert list(book.known["kev"]) == ["CVE-1-1"]
    assert update(shelf.followed(), book, NOON, anyway=True).state.trouble == ""


def test_a_part_is_merged_and_counted(book: MemoryBook) -> None:
    shelf = Shelf()
    after(book, shelf, "CVE-1-1", "CVE-1-2")
    shelf.bring("CVE-1-2", "CVE-1-3", part=True)
    outcome = update(shelf.followed(), book, NOON, anyway=False)
    assert outcome.state.entries == 3
    assert [(one.entry, one.what) for one in outcome.changes] == [("CVE-1-3", "new")]


def test_a_file_of_ours_is_as_old_as_it_says(book: MemoryBook) -> None:
    shelf = Shelf()
    dated = NOON - timedelta(days=3)
    shelf.bring("CVE-1-1", as_of=dated)
    assert update(shelf.followed(own=True), book, NOON, anyway=False).state.fetched == dated
    shelf.next = None
    later = NOON + timedelta(days=1)
    assert update(shelf.followed(own=True), book, later, anyway=False).state.fetched == dated


def test_records_of_ours_are_as_old_as_the_newest_of_them(book: MemoryBook) -> None:
    days = [NOON - timedelta(days=9), NOON - timedelta(days=5)]
    records = [Record(f"FERN-{day:%d}", modified=day) for day in days]
    form = FeedFormat(Kind.RECORDS, lambda _documents: iter(records))
    own = Followed("own", "osv", form, lambda _state: Fetched(list, as_of=NOON), own=True)
    assert update(own, book, NOON, anyway=False).state.fetched == days[1]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (FeedState("f", "kev"), "it was never read"),
        (FeedState("f", "kev", trouble="silent"), "silent"),
        (FeedState("f", "kev", fetched=NOON - timedelta(days=7)), ""),
        (
            FeedState("f", "kev", fetched=NOON - timedelta(days=7, seconds=1), trouble="silent"),
            "it is of 2026-06-08, older than 7 days: silent",
        ),
        (
            FeedState("f", "kev", fetched=NOON + timedelta(days=2)),
            "it is dated 2026-06-17, which is yet to come: a clock is wrong",
        ),
    ],
)
def test_past_its_limit_a_list_is_stale(state: FeedState, said: str) -> None:
    assert state.stale(NOON, 7) == said
