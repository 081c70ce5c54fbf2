"""The book of advisories, as `core.ports.AdvisoryBook`: lists in, answers out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from storewarden.core.errors import LedgerError
from storewarden.core.feeds import FeedChange, FeedState, Kind
from storewarden.core.inventory import Component
from storewarden.core.matched import Answer, Danger
from storewarden.core.published import Record, Told
from storewarden.store.advisories import answering
from storewarden.store.advisories.asking import Asked, Hit, ask, asked_for
from storewarden.store.advisories.bodies import packed, unpacked
from storewarden.store.advisories.coverage import Coverage, Following, Listed, Spot, followed
from storewarden.store.advisories.links import Link, Links
from storewarden.store.advisories.listing import records_naming
from storewarden.store.advisories.naming import Names, dangers, names_of
from storewarden.store.advisories.renewing import lay_again
from storewarden.store.advisories.tables import make_tables
from storewarden.store.advisories.writing import Writer
from storewarden.store.legible import legible
from storewarden.store.private import make_private

_SOME: Final = 500


class Book:
    """Everything that the followed lists published.

    Args:
        target: the file, or the URL of a PostgreSQL database.
        following: the lists that count and how; all that were ever read when None.

    Raises `LedgerError` when the database cannot be opened or made, `LedgerTooNew` when a newer
    Storewarden made it.
    """

    def __init__(
        self, target: Path | str, following: Mapping[str, Following] | None = None
    ) -> None:
        self._links = Links(target)
        self._following = following
        with self._links.writing() as link:
            if make_tables(link):
                lay_again(link)

    def replace(self, state: FeedState, told: Iterable[Told]) -> Sequence[FeedChange]:
        """See the port."""
        with self._links.writing() as link:
            writer = Writer(link, state.feed, _number(link, state), whole=True)
            writer.write(told)
            _keep(link, state, writer.covers, writer.tells)
        return writer.changes

    def merge(
        self, state: FeedState, told: Iterable[Told], gone: Iterable[str] = ()
    ) -> Sequence[FeedChange]:
        """See the port."""
        with self._links.writing() as link:
            writer = Writer(link, state.feed, _number(link, state), whole=False)
            writer.write(told, gone)
            _, _, covers, tells = _rows(link)[state.feed]
            _keep(link, state, writer.covers | covers, writer.tells | {*map(Kind, tells)})
        return writer.changes

    def note(self, state: FeedState) -> None:
        """See the port."""
        with self._links.writing() as link:
            _number(link, state)
            link.run("UPDATE advisory_list SET state = ? WHERE feed = ?", packed(state), state.feed)

    def states(self) -> Sequence[FeedState]:
        """See the port."""
        with self._links.reading() as link:
            return [state for _, state, _, _ in _rows(link).values()]

    def match(self, components: Sequence[Component], now: datetime) -> Sequence[Answer]:
        """See the port."""
        asked = asked_for(components)
        with self._links.reading() as link:
            lists = followed(_rows(link).values(), self._following)
            told = _told(link, asked, {one.number: one.state.feed for one in lists})
            names, danger = _looked_up(link, told, lists, now)
        coverage = Coverage(lists, now)
        found = {
            place: answering.named(components[place], told_here, names, danger)
            for place, told_here in told.items()
        }
        return answering.answers(asked, told, found, coverage)

    def naming(self, purls: Sequence[str]) -> Mapping[str, Sequence[Record]]:
        """See the port."""
        with self._links.reading() as link:
            lists = followed(_rows(link).values(), self._following)
            return records_naming(link, purls, (one.number for one in lists))


def open_book(target: Path | str, following: Mapping[str, Following] | None = None) -> Book:
    """Open the book in a file that only its owner can read, or at a PostgreSQL URL; see `Book`."""
    if isinstance(target, Path):
        try:
            make_private(target)
        except OSError as trouble:
            raise LedgerError(
                f"the book of advisories ({target}) cannot be made: {trouble.strerror}"
            ) from trouble
    return Book(target, following)


def _number(link: Link, state: FeedState) -> int:
    """Return the list's number; a list that is new gets the next one."""
    if rows := link.run("SELECT number FROM advisory_list WHERE feed = ?", state.feed):
        return int(rows[0][0])
    [(last,)] = link.run("SELECT coalesce(max(number), 0) FROM advisory_list")
    link.run(
        "INSERT INTO advisory_list VALUES (?, ?, ?, '[]', '[]')",
        *(last + 1, legible(state.feed), packed(state)),
    )
    return int(last) + 1


def _rows(link: Link) -> Mapping[str, tuple[int, FeedState, frozenset[Spot], frozenset[str]]]:
    rows = link.run("SELECT feed, number, state, clears, tells FROM advisory_list ORDER BY feed")
    return {
        str(feed): (
            int(number),
            unpacked(bytes(state), FeedState),
            frozenset(msgspec.json.decode(clears, type=list[Spot])),
            frozenset(msgspec.json.decode(tells, type=list[str])),
        )
        for feed, number, state, clears, tells in rows
    }


def _keep(link: Link, state: FeedState, covers: Iterable[Spot], tells: Iterable[Kind]) -> None:
    link.run(
        "UPDATE advisory_list SET state = ?, clears = ?, tells = ? WHERE feed = ?",
        packed(state),
        msgspec.json.encode(sorted(covers)).decode("ascii", "replace"),
        msgspec.json.encode(sorted(tells)).decode("ascii"),
        legible(state.feed),
    )


def _told(
    link: Link, asked: Asked, lists: Mapping[int, str]
) -> Mapping[int, Sequence[answering.Told]]:
    hits: dict[int, dict[int, list[Hit]]] = {}
    for hit in ask(link, asked):
        hits.setdefault(hit.place, {}).setdefault(hit.record, []).append(hit)
    known = _records(link, {record for mine in hits.values() for record in mine}, lists)
    return {
        place: [
            told
            for record, rows in mine.items()
            if record in known
            and (told := answering.told_by(asked.components[place], known[record], rows))
            is not None
        ]
        for place, mine in hits.items()
    }


def _records(
    link: Link, numbers: Iterable[int], lists: Mapping[int, str]
) -> Mapping[int, answering.Known]:
    known, left = {}, list(numbers)
    for start in range(0, len(left), _SOME):
        some = left[start : start + _SOME]
        marks = ", ".join("?" * len(some))
        for number, list_, body in link.run(
            f"SELECT number, list, body FROM advisory_record WHERE number IN ({marks})",  # noqa: S608 - question marks
            *some,
        ):
            if list_ in lists:
                known[number] = answering.Known(lists[list_], unpacked(bytes(body), Record))
    return known


def _looked_up(
    link: Link, told: Mapping[int, Sequence[answering.Told]], lists: Sequence[Listed], now: datetime
) -> tuple[Names, Mapping[str, Danger]]:
    first = {one.known.names for mine in told.values() for one in mine if one.why}
    if not first:
        return Names(), {}
    fresh = frozenset(kind for one in lists if not one.stale(now) for kind in one.tells)
    numbers = frozenset(one.number for one in lists)
    names = names_of(link, first, numbers)
    return names, dangers(link, names, numbers, fresh)
