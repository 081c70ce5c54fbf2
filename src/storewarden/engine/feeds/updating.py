"""Brings one followed list up to date: new content is put in force whole, or not at all."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from storewarden.core.errors import StorewardenError, Unreachable
from storewarden.core.feeds import FeedChange, FeedFormat, FeedState, Fetched
from storewarden.core.ports import AdvisoryBook
from storewarden.core.published import Record, Told

_AHEAD: Final = timedelta(hours=26)
"""Publishers write days without a time zone: no place on earth is further ahead than 14 hours."""

_SHRINKS_TO: Final = 0.5
_LARGE: Final = 100
"""A list of so many entries that loses half of them at once was cut off, whatever it says."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A list that the estate follows.

    Attributes:
        feed: its id.
        name: its format's name, ``form`` the format.
        fetch: brings what is new of it; None when nothing is.
        own: it is a file of ours, so its age counts from the day that it carries.
    """

    feed: str
    name: str
    form: FeedFormat
    fetch: Callable[[FeedState], Fetched | None]
    own: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt: the state of the list now, and what differs in it."""

    state: FeedState
    changes: Sequence[FeedChange] = ()
    unchanged: bool = False


def update(followed: Followed, book: AdvisoryBook, now: datetime, *, anyway: bool) -> Outcome:
    """Fetch, read and put in force; what fails leaves the old content in force, and says why.

    ``anyway`` takes over what is older or much smaller than what is in force. Raises
    `LedgerError` when the book itself cannot be used.
    """
    before = _known(followed, book)
    try:
        fetched = followed.fetch(before)
    except (StorewardenError, OSError) as gone:
        return _failed(before, book, now, gone)
    if fetched is None:
        return _unchanged(followed, before, book, now)
    try:
        return _taken_over(followed, before, fetched, book, now, anyway=anyway)
    except (Unreachable, OSError) as odd:
        return _failed(before, book, now, odd)
    finally:
        fetched.drop()


def _known(followed: Followed, book: AdvisoryBook) -> FeedState:
    for state in book.states():
        if state.feed == followed.feed and state.format == followed.name:
            return state
    return FeedState(followed.feed, followed.name)


def _failed(before: FeedState, book: AdvisoryBook, now: datetime, because: Exception) -> Outcome:
    state = replace(before, checked=now, trouble=_said(because))
    book.note(state)
    return Outcome(state)


def _said(because: Exception) -> str:
    if isinstance(because, OSError):
        return f"could not be kept: {because.strerror or type(because).__name__}"
    return str(because)


def _unchanged(followed: Followed, before: FeedState, book: AdvisoryBook, now: datetime) -> Outcome:
    fetched = before.fetched if followed.own or followed.form.dated else now
    state = replace(before, checked=now, fetched=fetched, trouble="")
    book.note(state)
    return Outcome(state, unchanged=True)


def _taken_over(
    followed: Followed,
    before: FeedState,
    fetched: Fetched,
    book: AdvisoryBook,
    now: datetime,
    *,
    anyway: bool,
) -> Outcome:
    published = None if fetched.part else _published(followed, fetched)
    if not anyway:
        _must_not_be_older(followed.feed, before, published, now)
    count = _Count()
    told = count.of(followed.form.read(fetched.documents()))
    state = replace(
        before,
        checked=now,
        fetched=fetched.as_of or now,
        published=published or before.published,
        trouble="",
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        checksum=fetched.checksum,
    )
    if fetched.part:
        changes = book.merge(state, told)
        entries = before.entries + sum(_GROWS.get(change.what, 0) for change in changes)
    else:
        least = 1 if anyway else _least(before)
        changes = book.replace(replace(state, entries=before.entries), count.at_least(told, least))
        entries = count.entries
    dated = published or count.newest
    state = replace(state, entries=entries, published=dated or before.published)
    if followed.own or followed.form.dated:
        state = replace(state, fetched=dated or state.fetched)
    book.note(state)
    fetched.keep()
    return Outcome(state, changes)


_GROWS: Final = {"new": 1, "gone": -1}


def _least(before: FeedState) -> int:
    return int(before.entries * _SHRINKS_TO) if before.entries >= _LARGE else 1


def _published(followed: Followed, fetched: Fetched) -> datetime | None:
    known = (followed.form.published(document) for document in fetched.documents())
    return max((moment for moment in known if moment is not None), default=None)


def _must_not_be_older(
    feed: str, before: FeedState, published: datetime | None, now: datetime
) -> None:
    if published is None:
        return
    if published > now + _AHEAD:
        raise Unreachable(
            f"{feed} carries {published:%Y-%m-%d}, which is yet to come: its clock or ours is wrong"
        )
    if before.published is not None and published < before.published:
        raise Unreachable(
            f"{feed} came as of {published:%Y-%m-%d %H:%M}, older than the one in force of "
            f"{before.published:%Y-%m-%d %H:%M}: not taken over"
        )


class _Count:
    """Counts entries on their way into the book, and lets each pass once."""

    def __init__(self) -> None:
        self.entries = 0
        self.newest: datetime | None = None

    def of(self, told: Iterable[Told]) -> Iterator[Told]:
        """Let every entry pass the first time that it comes."""
        seen: set[str] = set()
        for entry in told:
            name = entry.id if isinstance(entry, Record) else entry.cve
            if name in seen:
                continue
            seen.add(name)
            self.entries += 1
            if isinstance(entry, Record) and entry.modified is not None:
                self.newest = max(self.newest or entry.modified, entry.modified)
            yield entry

    def at_least(self, told: Iterable[Told], least: int) -> Iterator[Told]:
        """Pass everything on; raises `Unreachable` at the end when it was too little."""
        yield from told
        if self.entries < least:
            raise Unreachable(
                f"it came with {self.entries} entries where at least {least} were expected: "
                "not taken over (`storewarden feeds update --anyway` does)"
            )
