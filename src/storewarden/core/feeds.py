"""The declaration of a format of published lists, and what is known of each followed list."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO

from storewarden.core.published import Told


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
        key: what the estate's key for it is sent as: ``Authorization: Bearer`` and the like;
            empty when it needs none.
        max_age_days: past it, its answers are unknown, unless the estate says otherwise.
        ecosystems: purl types that a fresh, whole copy of it can clear (``composer``,
            ``wordpress``); empty for lists that clear nobody (KEV, EPSS) or when the content says
            so itself, as OSV does.
    """

    kind: Kind
    read: Callable[[Iterable[Document]], Iterator[Told]]
    url: str = ""
    licence: str = ""
    key: str = ""
    max_age_days: int = 7
    ecosystems: tuple[str, ...] = ()
    published: Callable[[Document], datetime | None] = lambda _document: None


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of one followed list.

    Attributes:
        feed: its id in the estate file.
        checked: when it was last asked for, successfully or not; None when never.
        fetched: when the content in force was fetched or confirmed unchanged; None when never.
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
