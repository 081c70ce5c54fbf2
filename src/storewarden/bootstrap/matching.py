"""Asks the lists about everything that a folder or an asset is made of."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storewarden.bootstrap.advisories import advisory_book, clears, installed_formats
from storewarden.bootstrap.clock import now
from storewarden.core.errors import EstateError, Unreachable
from storewarden.core.estate import Estate
from storewarden.core.feeds import Document, FeedFormat, FeedState
from storewarden.core.inventory import Gap
from storewarden.core.matched import Answer
from storewarden.core.ports import AdvisoryBook

_BOOK = "advisories.sqlite3"
_HEAD = 4_096


@dataclass(frozen=True, slots=True)
class Matched:
    """What the lists say of everything that was looked at, and what could not be looked at."""

    answers: Sequence[Answer]
    gaps: Sequence[Gap]


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
        return Matched(advisory_book(estate()).match(found.components, now()), found.gaps)
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
        name: Following(form.max_age_days, clears(form)) for name, (_, form) in forms.items()
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
    raise EstateError(
        f"{path.name} is no list of a format that is known here ({known}){_instead(path)}"
    )


def _instead(path: Path) -> str:
    """Say what stands there in place of a list, where that shows at once; else empty."""
    if path.is_dir():
        return ""
    head = b""
    for document in _documents(path):
        with document.open() as opened:
            head = opened.read(_HEAD).lstrip()
        break
    if not head:
        return ": it is empty"
    return ": it is a web page" if head.startswith(b"<") else ""


def _dated(form: FeedFormat, path: Path) -> datetime:
    """The day for which a file speaks: its publisher's, else when it was written."""
    said = (form.published(document) for document in _documents(path))
    day = max((moment for moment in said if moment is not None), default=None)
    return day or datetime.fromtimestamp(path.stat().st_mtime, UTC)
