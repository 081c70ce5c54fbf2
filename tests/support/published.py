"""Published documents that a test writes itself, and a book of advisories that lives in memory."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path

from storewarden.core import inventory, matched
from storewarden.core.feeds import Document, FeedChange, FeedFormat, FeedState
from storewarden.core.published import Record, Told


def document(content: bytes | str | object, name: str = "list.json") -> Document:
    """A document with that content; what is neither bytes nor text is written as JSON."""
    text = content if isinstance(content, bytes | str) else json.dumps(content)
    raw = text.encode() if isinstance(text, str) else text
    return Document(name, lambda: BytesIO(raw))


def told(form: FeedFormat, *contents: bytes | str | object) -> list[Told]:
    """What a format reads out of documents with these contents."""
    return list(form.read(document(one) for one in contents))


@dataclass
class MemoryBook:
    """A book of advisories: replaces a list whole or not at all."""

    known: dict[str, dict[str, Told]] = field(default_factory=dict)
    noted: dict[str, FeedState] = field(default_factory=dict)

    def replace(self, state: FeedState, told: Iterable[Told]) -> Sequence[FeedChange]:
        now = {name_of(entry): entry for entry in told}
        before = self.known.get(state.feed, {})
        self.known[state.feed], self.noted[state.feed] = now, state
        return list(_changes(state.feed, before, now))

    def merge(
        self, state: FeedState, told: Iterable[Told], gone: Iterable[str] = ()
    ) -> Sequence[FeedChange]:
        before = self.known.get(state.feed, {})
        now = {**before, **{name_of(entry): entry for entry in told}}
        for name in gone:
            now.pop(name, None)
        self.known[state.feed], self.noted[state.feed] = now, state
        return list(_changes(state.feed, before, now))

    def note(self, state: FeedState) -> None:
        self.noted[state.feed] = state

    def states(self) -> Sequence[FeedState]:
        return [self.noted[feed] for feed in sorted(self.noted)]

    def match(
        self, components: Sequence[inventory.Component], now: datetime
    ) -> Sequence[matched.Answer]:
        raise NotImplementedError(f"{len(components)} components at {now}: not kept here")

    def naming(self, purls: Sequence[str]) -> Mapping[str, Sequence[Record]]:
        raise NotImplementedError(f"{len(purls)} packages: not kept here")


def name_of(entry: Told) -> str:
    return entry.id if isinstance(entry, Record) else entry.cve


def _changes(feed: str, before: dict[str, Told], now: dict[str, Told]) -> Iterator[FeedChange]:
    for name, entry in now.items():
        if name not in before:
            yield FeedChange(feed, name, "new")
        elif before[name] != entry:
            yield FeedChange(feed, name, "changed")
    yield from (FeedChange(feed, name, "gone") for name in before if name not in now)


def corpus(name: str) -> Path:
    """A file of the corpus; tests that ask for it are marked ``corpus``."""
    from tests.conftest import CORPUS  # noqa: PLC0415 - where it lies is pytest's affair

    return CORPUS / "advisories" / name
