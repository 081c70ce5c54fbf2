"""Follows an archive by its list of changes: only what changed since the last time is fetched.

Source: OSV, "Data dumps" (google.github.io/osv.dev/data): beside ``<ecosystem>/all.zip`` lies
``modified_id.csv`` (when, id; the newest first), and every record as ``<id>.json``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from storewarden.connectors.feeds.fetching.asking import Marks, Politeness, Question, Webs, ask
from storewarden.connectors.feeds.fetching.shelf import Shelf
from storewarden.connectors.published_text import moment
from storewarden.core.errors import Unreachable
from storewarden.core.feeds import Fetched

_LIST: Final = "modified_id.csv"
_MOST: Final = 300
"""Beyond so many changes, the archive is the lesser burden."""

_RENEWED: Final = timedelta(days=7)
"""After it the archive is fetched anew: entries that were deleted go with it."""

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")


@dataclass(frozen=True, slots=True)
class _Listed:
    """The list of changes: its mark, and (when, id), the newest first; none when there is none."""

    etag: str = ""
    rows: tuple[tuple[datetime, str], ...] = ()

    @property
    def newest(self) -> str:
        return self.rows[0][0].isoformat() if self.rows else ""


def fetch(
    question: Question, marks: Marks, shelf: Shelf, webs: Webs, polite: Politeness
) -> Fetched | None:
    """Fetch what changed, or the archive when too much did or it has no list of changes.

    ``marks`` are those of the list of changes: its etag, and the newest moment in it that was
    taken over; without such a list they are the archive's own.
    """
    coming = shelf.begin()
    since = moment(marks.last_modified)
    young = _is_young(shelf, polite.now())
    listed = _listed(question, marks, coming, webs, polite, needed=since is not None and young)
    if listed is None:
        shelf.drop()
        return None
    if listed.rows and since is not None and young:
        ids = [name for when, name in listed.rows if when > since]
        if len(ids) <= _MOST:
            return _since(question, ids, listed, shelf, webs, polite)
    return _archive(question, Marks() if listed.rows else marks, listed, shelf, webs, polite)


def _archive(
    question: Question, marks: Marks, listed: _Listed, shelf: Shelf, webs: Webs, polite: Politeness
) -> Fetched | None:
    found = ask(question, marks, shelf.begin() / "all.zip", webs, polite)
    if found is None:
        shelf.drop()
        return None
    return Fetched(
        shelf.coming,
        etag=listed.etag if listed.rows else found.etag,
        last_modified=listed.newest or found.last_modified,
        keep=lambda: shelf.keep(question.urls[0], part=False),
        drop=shelf.drop,
    )


def _since(
    question: Question,
    ids: Sequence[str],
    listed: _Listed,
    shelf: Shelf,
    webs: Webs,
    polite: Politeness,
) -> Fetched | None:
    if not ids:
        shelf.drop()
        return None
    coming = shelf.begin()
    for name in ids:
        single = _beside(question, f"{name}.json")
        ask(single, Marks(), coming / f"{name}.json", webs, polite)
    return Fetched(
        shelf.coming,
        part=True,
        etag=listed.etag,
        last_modified=listed.newest,
        keep=lambda: shelf.keep(question.urls[0], part=True),
        drop=shelf.drop,
    )


def _listed(
    question: Question, marks: Marks, coming: Path, webs: Webs, polite: Politeness, *, needed: bool
) -> _Listed | None:
    """The list of changes; None when it is what we know, an empty one when there is none.

    Where there was one before (``needed``), silence is no reason to fetch everything again.
    """
    file = coming / _LIST
    known = Marks(marks.etag) if moment(marks.last_modified) else Marks()
    try:
        found = ask(_beside(question, _LIST), known, file, webs, polite)
    except Unreachable:
        if needed:
            raise
        return _Listed()
    return None if found is None else _Listed(found.etag, _rows(file.read_text("utf-8", "replace")))


def _rows(text: str) -> tuple[tuple[datetime, str], ...]:
    rows = []
    for line in text.splitlines():
        when, _, name = line.strip().partition(",")
        read = moment(when)
        if read is not None and _ID.fullmatch(name):
            rows.append((read, name))
    return tuple(sorted(rows, reverse=True))


def _beside(question: Question, name: str) -> Question:
    """The question for a file that lies beside the archive."""
    urls = [f"{url.partition('?')[0].rpartition('/')[0]}/{name}" for url in question.urls]
    return replace(question, urls=urls, checksum_url="")


def _is_young(shelf: Shelf, now: datetime) -> bool:
    layers = shelf.layers()
    if not layers:
        return False
    made = datetime.fromtimestamp(layers[0].stat().st_mtime, now.tzinfo)
    return timedelta(0) <= now - made < _RENEWED
