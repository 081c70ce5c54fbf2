"""The declaration of a format of published lists, and what is known of each followed list."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import BinaryIO, Final

from storewarden.core.published import Told

_CLOCKS_DIFFER: Final = timedelta(hours=26)
"""Publishers write days without a time zone: no place on earth is further ahead than 14 hours."""


class Way(StrEnum):
    """How a list is fetched from its address."""

    WHOLE = "whole"
    """One file, asked for with the marks of the one we have."""

    CHANGES = "changes"
    """One archive, and beside it ``modified_id.csv``: when which entry changed last (OSV)."""

    PAGES = "pages"
    """Page by page, later only what changed since (NVD)."""


class Kind(StrEnum):
    """What a list's entries are."""

    RECORDS = "records"
    EXPLOITED = "exploited"
    LIKELIHOODS = "likelihoods"
    ASSESSMENTS = "assessments"


@dataclass(frozen=True, slots=True)
class Document:
    """One file of a list as it came: a feed may be one document or a thousand.

    ``name`` is its file name (hostile text); ``open`` gives its bytes, uncompressed, to be read
    once from the start and closed; what is too large or broken raises `Unreachable`.
    """

    name: str
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class FeedFormat:
    """Reads one format of published lists.

    A format is one folder ``connectors/feeds/<name>/`` whose ``format.py`` holds ``FORMAT``; the
    folder's name is what ``format = "..."`` in the estate file says.

    Attributes:
        kind: what its entries are.
        read: documents -> entries, streamed. Raises `Unreachable` naming the document when it is
            not what it should be (cut off, HTML, broken): then nothing of the list is taken over
            and the old one stays in force.
        published: documents -> when the publisher last changed it, where the content says so;
            None otherwise (the time of the answer counts then).
        url: where it is published, for `init` and the docs; empty when it depends.
        licence: of its content, in words.
        key: the header that the estate's key for it is sent in, and what stands before it:
            ``Authorization: Bearer``, ``apiKey:``; empty when it takes none.
        key_needed: nothing is published without a key.
        max_age_days: past it, its answers are unknown, unless the estate says otherwise.
        way: how it is fetched.
        every: seconds between two questions of the watch to its publisher, at least.
        ecosystems: purl types that a fresh, whole copy of it can clear (``composer``,
            ``wordpress``); None when its records say so themselves (OSV, Debian); empty for lists
            that only add and clear nobody.
        dated: its publisher dates it anew every day, so its age counts from that date.
    """

    kind: Kind
    read: Callable[[Iterable[Document]], Iterator[Told]]
    url: str = ""
    licence: str = ""
    key: str = ""
    key_needed: bool = False
    max_age_days: int = 7
    way: Way = Way.WHOLE
    every: int = 3_600
    ecosystems: tuple[str, ...] | None = ()
    dated: bool = False
    published: Callable[[Document], datetime | None] = lambda _document: None


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of one followed list.

    Attributes:
        feed: its id in the estate file.
        checked: when it was last asked for, successfully or not; None when never.
        fetched: the moment for which its content in force speaks: when it was fetched or confirmed
            unchanged, and for a file of ours the day that it carries; None when never. The age of
            a list counts from here; see `stale`.
        published: when its publisher last changed the content in force.
        entries: how many entries are in force.
        trouble: why the last attempt brought nothing new; empty when it went well.
        etag: for conditional requests; ``last_modified`` the same.
        checksum: SHA-256 of the content in force, hexadecimal.
    """

    feed: str
    format: str
    checked: datetime | None = None
    fetched: datetime | None = None
    published: datetime | None = None
    entries: int = 0
    trouble: str = ""
    etag: str = ""
    last_modified: str = ""
    checksum: str = ""

    def stale(self, now: datetime, max_age_days: int) -> str:
        """Say why its answers are unknown and not clean at this moment; empty when they count."""
        if self.fetched is None:
            return self.trouble or "it was never read"
        if self.fetched > now + _CLOCKS_DIFFER:
            return f"it is dated {self.fetched:%Y-%m-%d}, which is yet to come: a clock is wrong"
        if now - self.fetched <= timedelta(days=max_age_days):
            return ""
        because = f": {self.trouble}" if self.trouble else ""
        return f"it is of {self.fetched:%Y-%m-%d}, older than {max_age_days} days{because}"


@dataclass(frozen=True, slots=True)
class Fetched:
    """New content of a list, not yet in force.

    Attributes:
        documents: gives its documents, as often as it is asked; an entry that comes twice counts
            as it comes first.
        part: True when only what changed came; the rest stays as it is.
        as_of: the moment for which it speaks; None for what was fetched just now.
        etag, last_modified, checksum: as in `FeedState`.
        keep: puts it in the place of what lay there; to be called once it is in force.
        drop: throws it away.
    """

    documents: Callable[[], Iterable[Document]]
    part: bool = False
    as_of: datetime | None = None
    etag: str = ""
    last_modified: str = ""
    checksum: str = ""
    keep: Callable[[], None] = lambda: None
    drop: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class FeedChange:
    """One difference between two states of a list: content is compared, not only ids.

    Attributes:
        entry: id of the entry.
        what: ``new``, ``changed`` or ``gone``.
        words: what is different, for people: ``due date 2026-06-01 -> 2026-05-20``.
    """

    feed: str
    entry: str
    what: str
    words: str = ""
