"""Plugs in the book of advisories: the estate's own, or one that is made of a few files."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from storewarden.bootstrap.clock import now
from storewarden.bootstrap.opening import OWN_FOLDER, ledger_place
from storewarden.bootstrap.walking import modules_in
from storewarden.core.errors import EstateError, Unreachable
from storewarden.core.estate import Estate, Feed
from storewarden.core.feeds import Document, FeedFormat, FeedState
from storewarden.core.inventory import Gap
from storewarden.core.matched import Answer
from storewarden.core.ports import AdvisoryBook

if TYPE_CHECKING:
    from storewarden.store.advisories.coverage import Following

_BOOK = "advisories.sqlite3"


@dataclass(frozen=True, slots=True)
class Matched:
    """What the lists say of everything that was looked at, and what could not be looked at."""

    answers: Sequence[Answer]
    gaps: Sequence[Gap]


@cache
def installed_formats() -> Mapping[str, FeedFormat]:
    """Every format of published lists by the name of its folder."""
    return {
        name: cast("FeedFormat", module.FORMAT)
        for name, module in modules_in("storewarden.connectors.feeds", "format")
    }


def open_book(estate: Estate) -> AdvisoryBook:
    """Open the estate's book: beside its ledger, where that is a file, else in its database.

    The lists that the estate follows count, each as its format and the estate say. Raises
    `LedgerError` and `SecretMissing`.
    """
    from storewarden.store.advisories.book import open_book as opened

    place = ledger_place(estate)
    beside = not isinstance(place, str) or "://" not in place or place.startswith("sqlite:")
    return opened(
        estate.root / OWN_FOLDER / _BOOK if beside else place,
        {feed.id: _following(feed) for feed in estate.assets if isinstance(feed, Feed)},
    )


def _following(feed: Feed) -> "Following":
    from storewarden.store.advisories.coverage import Following

    form = installed_formats().get(feed.format)
    if form is None:
        return Following(clears=())
    return Following(feed.max_age_days, form.ecosystems or None)


def matched(
    what: str | None, given: Sequence[tuple[str, Path]], estate: Callable[[], Estate]
) -> Matched:
    """Take the inventory of a path or an asset (None: every code tree), and ask the lists.

    ``given`` are lists in files, each with a name; then these alone are asked, and no estate is
    needed. Raises `Unreachable`, `EstateError`, `LedgerError` and `SecretMissing`.
    """
    from storewarden.bootstrap.inventory import looked_at

    _, found = looked_at(what, estate)
    if not given:
        return Matched(open_book(estate()).match(found.components, now()), found.gaps)
    with book_of(given) as book:
        return Matched(book.match(found.components, now()), found.gaps)


@contextmanager
def book_of(given: Sequence[tuple[str, Path]]) -> Iterator[AdvisoryBook]:
    """Make a book of lists in files, and throw it away at the end.

    A list's name is its format's name, else the format is told from its content. Raises
    `Unreachable` for a file that is none of them, `EstateError` for a name that comes twice.
    """
    from storewarden.store.advisories.book import open_book as opened
    from storewarden.store.advisories.coverage import Following

    names = _different(given)
    forms = {name: _form(said, path) for name, said, path in names}
    following = {
        name: Following(form.max_age_days, form.ecosystems or None)
        for name, (_, form) in forms.items()
    }
    with tempfile.TemporaryDirectory(prefix="storewarden-") as folder:
        book = opened(Path(folder) / _BOOK, following)
        for name, _, path in names:
            kind, form = forms[name]
            state = FeedState(name, kind, checked=now(), fetched=_dated(form, path))
            book.replace(state, form.read(_documents(path)))
        yield book


def _different(given: Sequence[tuple[str, Path]]) -> Sequence[tuple[str, str, Path]]:
    """(name, word that may be a format's, file): a word that comes again is numbered."""
    told: dict[str, int] = {}
    named = []
    for word, path in given:
        told[word] = told.get(word, 0) + 1
        named.append((word if told[word] == 1 else f"{word}-{told[word]}", word, path))
    return named


def _documents(path: Path) -> Iterator[Document]:
    from storewarden.connectors.feeds.fetching.opening import documents_in, files_below

    home = path if path.is_dir() else path.parent
    yield from documents_in((file.relative_to(home).as_posix(), file) for file in files_below(path))


def _form(word: str, path: Path) -> tuple[str, FeedFormat]:
    """Find the format by its name, else the one that can read the file's first entry."""
    forms = installed_formats()
    if word in forms:
        return word, forms[word]
    for name, form in forms.items():
        try:
            if next(iter(form.read(_documents(path))), None) is not None:
                return name, form
        except Unreachable:
            continue
    known = ", ".join(forms)
    raise EstateError(f"{path.name} is no list of a format that is known here ({known})")


def _dated(form: FeedFormat, path: Path) -> datetime:
    """The day for which a file speaks: its publisher's, else when it was written."""
    said = (form.published(document) for document in _documents(path))
    day = max((moment for moment in said if moment is not None), default=None)
    return day or datetime.fromtimestamp(path.stat().st_mtime, UTC)
