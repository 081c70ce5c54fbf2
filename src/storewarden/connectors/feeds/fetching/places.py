"""Where a list lies, and how it is brought here from there."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from storewarden.connectors.feeds.fetching import changes, pages
from storewarden.connectors.feeds.fetching.asking import Marks, Politeness, Question, Webs, ask
from storewarden.connectors.feeds.fetching.digests import checksum_of
from storewarden.connectors.feeds.fetching.opening import documents_in, files_below
from storewarden.connectors.feeds.fetching.shelf import Shelf
from storewarden.core.feeds import FeedState, Fetched, Way

__all__ = ["Place", "Politeness", "Webs", "fetch"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one list lies.

    Attributes:
        feed: its id.
        urls: the publisher's address, then mirrors; empty when it is a file of ours.
        path: a file or folder of ours.
        headers: sent to every address; the key is among them.
        checksum_url: where a file with its checksum lies.
        way: how it is fetched.
    """

    feed: str
    shelf: Shelf
    urls: Sequence[str] = ()
    path: Path | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    checksum_url: str = ""
    way: Way = Way.WHOLE

    @property
    def source(self) -> str:
        """What the kept content belongs to: another source shares no marks with it."""
        return self.urls[0] if self.urls else str(self.path)


def fetch(place: Place, state: FeedState, webs: Webs, polite: Politeness) -> Fetched | None:
    """Bring what is new; None when nothing is. Raises `StorewardenError` and OSError.

    ``state`` is what is known of the content in force; one that was never read is fetched whole.
    """
    if place.path is not None:
        return _from_disk(place.path, state)
    ours = state.fetched is not None and place.shelf.source() == place.source
    question = Question(place.feed, place.urls, place.headers, place.checksum_url)
    marks = Marks(state.etag, state.last_modified) if ours else Marks()
    match place.way:
        case Way.CHANGES:
            return changes.fetch(question, marks, place.shelf, webs, polite)
        case Way.PAGES:
            return pages.fetch(question, state.fetched if ours else None, place.shelf, webs, polite)
    return _whole(question, marks, place.shelf, webs, polite)


def _whole(
    question: Question, marks: Marks, shelf: Shelf, webs: Webs, polite: Politeness
) -> Fetched | None:
    into = shelf.begin() / _name_of(question)
    found = ask(question, marks, into, webs, polite)
    if found is None:
        shelf.drop()
        return None
    return Fetched(
        shelf.coming,
        etag=found.etag,
        last_modified=found.last_modified,
        checksum=checksum_of(into),
        keep=lambda: shelf.keep(question.urls[0], part=False),
        drop=shelf.drop,
    )


def _from_disk(path: Path, state: FeedState) -> Fetched | None:
    files = files_below(path)
    mark = _mark_of(files)
    if mark == state.etag and state.fetched is not None:
        return None
    dated = max((file.stat().st_mtime for file in files), default=0.0)
    named = [(str(file.relative_to(path)) if path.is_dir() else file.name, file) for file in files]
    return Fetched(
        lambda: documents_in(named),
        as_of=datetime.fromtimestamp(dated, UTC),
        etag=mark,
        checksum=checksum_of(path) if path.is_file() else "",
    )


def _mark_of(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        seen = file.stat()
        digest.update(f"{file}\0{seen.st_size}\0{seen.st_mtime_ns}\n".encode())
    return f"files:{digest.hexdigest()}"


def _name_of(question: Question) -> str:
    """A plain name for the file, after the last part of its address."""
    last = question.urls[0].partition("?")[0].rstrip("/").rpartition("/")[2]
    name = "".join(sign for sign in last if sign.isalnum() or sign in "._-").lstrip(".")
    return name[:80] or question.feed
