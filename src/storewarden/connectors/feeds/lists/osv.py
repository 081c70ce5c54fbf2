"""Reads lists in the OSV format and finds by package what they name."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import msgspec

from storewarden.connectors.feeds.lists.reading import complaint, documents, lines_of
from storewarden.core.advisories import Advisory, Component
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Feed
from storewarden.core.ports import Web
from storewarden.core.verdicts import Severity
from storewarden.kernels.grades import scored, worded
from storewarden.kernels.versions.order import same_name
from storewarden.kernels.versions.ranges import Event, Happened, Range, first_fix, holding

_SUMMARY: Final = 200


class _Turn(msgspec.Struct, gc=False):
    introduced: str | None = None
    fixed: str | None = None
    last_affected: str | None = None
    limit: str | None = None


class _Span(msgspec.Struct, gc=False):
    type: str = ""
    events: list[_Turn] | None = None


class _Package(msgspec.Struct, gc=False):
    ecosystem: str = ""
    name: str = ""


class _Grade(msgspec.Struct, gc=False):
    score: str = ""


class _Extra(msgspec.Struct, gc=False):
    severity: object = None


class _Affected(msgspec.Struct, gc=False):
    package: _Package | None = None
    ranges: list[_Span] | None = None
    versions: list[str] | None = None


class _Record(msgspec.Struct, gc=False):
    id: str
    modified: str
    aliases: list[str] | None = None
    summary: str | None = None
    withdrawn: str | None = None
    affected: list[_Affected] | None = None
    severity: list[_Grade] | None = None
    database_specific: _Extra | None = None


@dataclass(frozen=True, slots=True)
class OsvList:
    """One OSV list as read.

    Attributes:
        published: when its newest record was last changed.
        ecosystems: those that it names at least once.
        named: (ecosystem, normalised name) -> what it says about that package.
    """

    published: datetime
    ecosystems: frozenset[str]
    named: dict[tuple[str, str], list[tuple[_Record, _Affected]]] = field(repr=False)

    def about(self, component: Component) -> tuple[list[Advisory], ValueError | None]:
        """Return the advisories that hold the component, and why one could not be judged.

        A broken range hides nothing: all others are judged all the same.
        """
        told: list[Advisory] = []
        unreadable: ValueError | None = None
        name = same_name(component.ecosystem, component.name)
        for record, part in self.named.get((component.ecosystem, name), ()):
            try:
                told.extend(_told(component, record, part))
            except ValueError as odd:
                unreadable = ValueError(f"{record.id} cannot be judged: {odd}")
        return told, unreadable


def read_osv(feed: Feed, web: Callable[[Feed], Web]) -> OsvList:
    """Read one list; raises `Unreachable` with the reason when any part of it cannot be read."""
    named: dict[tuple[str, str], list[tuple[_Record, _Affected]]] = {}
    newest = ""
    for name, content in documents(feed, web):
        for record in _records(feed, name, content):
            newest = max(newest, record.modified)
            for part in _standing(record):
                named.setdefault(_place(part), []).append((record, part))
    if not named:
        raise Unreachable(f"{feed.id} holds no record")
    return OsvList(_moment(feed, newest), frozenset(place[0] for place in named), named)


_one = msgspec.json.Decoder(_Record)
_many = msgspec.json.Decoder(list[_Record])


def _records(feed: Feed, name: str, content: bytes) -> Iterable[_Record]:
    """Decode one document: a record, an array of records, or one record a line."""
    try:
        if content.lstrip()[:1] == b"[":
            return _many.decode(content)
        return _one_or_lines(content)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as broken:
        raise Unreachable(f"{feed.id} was not loaded: {complaint(name, content)}") from broken


def _one_or_lines(content: bytes) -> list[_Record]:
    try:
        return [_one.decode(content)]
    except msgspec.DecodeError:
        lines = list(lines_of(content))
        if len(lines) <= 1:
            raise
        return [_one.decode(line) for line in lines]


def _standing(record: _Record) -> Iterator[_Affected]:
    if not record.withdrawn:
        yield from (part for part in record.affected or () if part.package is not None)


def _place(part: _Affected) -> tuple[str, str]:
    package = part.package or _Package()
    ecosystem = package.ecosystem.partition(":")[0]
    return ecosystem, same_name(ecosystem, package.name)


def _moment(feed: Feed, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as odd:
        raise Unreachable(f"{feed.id} was not loaded: its records carry no readable day") from odd
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _told(component: Component, record: _Record, part: _Affected) -> list[Advisory]:
    listed = component.version in (part.versions or ())
    try:
        held = _held(component, part)
    except ValueError:
        if not listed:
            raise
        held = []  # named by its version; what the ranges would add cannot be read
    if not (listed or held):
        return []
    advisory = Advisory(
        id=record.id,
        aliases=tuple(record.aliases or ()),
        summary=_tidy(record.summary or ""),
        fixed_in=first_fix(component.ecosystem, component.version, held),
        severity=_severity(record),
    )
    return [advisory]


def _held(component: Component, part: _Affected) -> list[Range]:
    ranges = (_turns(span) for span in part.ranges or () if span.type != "GIT")
    return holding(component.ecosystem, component.version, ranges)


def _turns(span: _Span) -> Range:
    return [event for turn in span.events or () for event in _events(turn)]


def _events(turn: _Turn) -> Iterator[Event]:
    if turn.introduced is not None:
        yield Event(Happened.INTRODUCED, turn.introduced)
    if turn.fixed is not None:
        yield Event(Happened.FIXED, turn.fixed)
    if turn.last_affected is not None:
        yield Event(Happened.LAST_AFFECTED, turn.last_affected)
    if turn.limit is not None:
        yield Event(Happened.LIMIT, turn.limit)


def _severity(record: _Record) -> Severity | None:
    said = worded(record.database_specific.severity) if record.database_specific else None
    if said is not None:
        return said
    grades = [scored(grade.score) for grade in record.severity or ()]
    return max((grade for grade in grades if grade is not None), default=None)


def _tidy(text: str) -> str:
    """One line of printable text, at most 200 characters: publishers' words are hostile."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text[: 4 * _SUMMARY])
    return " ".join(printable.split())[:_SUMMARY]
