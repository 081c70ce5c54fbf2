"""Puts the entries of a list into the book, inside one transaction, and tells what differs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from storewarden.core.feeds import FeedChange, Kind
from storewarden.core.published import Assessment, Exploited, Likelihood, Record, Told
from storewarden.store.advisories.bodies import digest, packed, unpacked
from storewarden.store.advisories.coverage import Spot, covered
from storewarden.store.advisories.differences import (
    assessment_words,
    exploited_words,
    record_words,
)
from storewarden.store.advisories.laying import lay
from storewarden.store.advisories.links import Link, Row
from storewarden.store.legible import legible

_AT_ONCE: Final = 2_000
_INTO_RANGES: Final = "INSERT INTO advisory_range VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_FROM_RANGES: Final = (
    "DELETE FROM advisory_range WHERE purl = ? AND low = ? AND record = ? AND at = ?"
)
_FROM_VERSIONS: Final = "DELETE FROM advisory_version WHERE purl = ? AND version = ? AND record = ?"
_INTO_VERSIONS: Final = "INSERT INTO advisory_version VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
_LIKELY: Final = "INSERT INTO advisory_likelihood VALUES (?, ?, ?, ?) ON CONFLICT (cve, list)"
_LIKELY_WHOLE: Final = f"{_LIKELY} DO NOTHING"
_LIKELY_PART: Final = (
    f"{_LIKELY} DO UPDATE SET score = excluded.score, percentile = excluded.percentile"
)


@dataclass(slots=True)
class Rows:
    """Rows on their way into the tables, sent some thousands at a time."""

    link: Link
    _waiting: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, sql: str, row: Row) -> None:
        """Take one row; its statement runs when enough have come together."""
        rows = self._waiting.setdefault(sql, [])
        rows.append(row)
        if len(rows) >= _AT_ONCE:
            self.send()

    def send(self) -> None:
        """Run what waits, deletions first, in the order in which statements first came."""
        for sql, rows in sorted(
            self._waiting.items(), key=lambda pair: not pair[0].startswith("D")
        ):
            self.link.many(sql, rows)
        self._waiting.clear()


def keep_laid(rows: Rows, number: int, record: Record) -> None:
    """Put the ranges and the single versions of a record into their tables."""
    laid = lay(record)
    for purl, at, release, low, *more in laid.ranges:
        rows.add(_INTO_RANGES, (purl, low, number, at, release, *map(_plain, more)))
    for purl, version, release, part in laid.versions:
        rows.add(_INTO_VERSIONS, (purl, version, number, release, part))


@dataclass(slots=True)
class Writer:
    """Writes one list; ``whole`` says that what does not come is gone.

    After `write`: ``changes`` holds what differs, ``covers`` the places that the records speak
    of, and ``tells`` the kinds of entries that came.
    """

    link: Link
    feed: str
    number: int
    whole: bool
    changes: list[FeedChange] = field(default_factory=list)
    tells: set[Kind] = field(default_factory=set)
    covers: set[Spot] = field(default_factory=set)

    def write(self, told: Iterable[Told], gone: Iterable[str] = ()) -> None:
        """Take over every entry; of two with one id the first counts."""
        records, exploited = _Records(self), _Marks(self, "exploited", _exploited)
        assessed, likely = _Marks(self, "assessment", _assessed), _Likelihoods(self)
        for entry in told:
            if isinstance(entry, Record):
                records.take(entry)
            elif isinstance(entry, Likelihood):
                likely.take(entry)
            elif isinstance(entry, Exploited):
                exploited.take(entry.cve, entry)
            else:
                assessed.take(entry.cve, entry)
        for part in (records, exploited, assessed, likely):
            part.end([legible(name) for name in gone])
        if self.link.server and records.any:
            self.link.run(
                "ANALYZE advisory_record, advisory_name, advisory_range, advisory_version"
            )

    def say(self, entry: str, what: str, words: str = "") -> None:
        """Note a difference."""
        self.changes.append(FeedChange(self.feed, entry, what, words))


class _Records:
    def __init__(self, writer: Writer) -> None:
        self._writer, self._rows = writer, Rows(writer.link)
        old = writer.link.run(
            "SELECT id, number, digest FROM advisory_record WHERE list = ?", writer.number
        )
        self._old = {str(id_): (int(number), bytes(mark)) for id_, number, mark in old}
        self._seen: set[str] = set()
        [(last,)] = writer.link.run("SELECT coalesce(max(number), 0) FROM advisory_record")
        self._next = int(last) + 1

    @property
    def any(self) -> bool:
        """Whether a record came at all."""
        return bool(self._seen)

    def take(self, record: Record) -> None:
        name = legible(record.id)
        if name in self._seen:
            return
        self._seen.add(name)
        self._writer.tells.add(Kind.RECORDS)
        self._writer.covers.update(
            place
            for part in record.affected
            for place in covered(legible(part.purl), legible(part.release))
        )
        body = packed(record)
        mark = digest(body)
        number, before = self._old.get(name, (0, b""))
        if before == mark:
            return
        if number:
            self._again(number, name, record)
        else:
            number, self._next = self._next, self._next + 1
            self._writer.say(name, "new", legible(record.summary))
        self._insert((number, self._writer.number, name, mark, body), record)

    def _again(self, number: int, name: str, record: Record) -> None:
        old = self._forget(number)
        if words := record_words(old, record):
            self._writer.say(name, "changed", words)

    def _insert(self, row: Row, record: Record) -> None:
        number = row[0]
        self._rows.add("INSERT INTO advisory_record VALUES (?, ?, ?, ?, ?)", row)
        if not record.withdrawn:
            for alias in dict.fromkeys(map(legible, (record.id, *record.aliases))):
                self._rows.add("INSERT INTO advisory_name VALUES (?, ?)", (alias, number))
        keep_laid(self._rows, number, record)

    def _forget(self, number: int) -> Record:
        [(body,)] = self._writer.link.run(
            "SELECT body FROM advisory_record WHERE number = ?", number
        )
        old = unpacked(bytes(body), Record)
        laid = lay(old)
        for row in laid.ranges:
            self._rows.add(_FROM_RANGES, (row.purl, row.low, number, row.at))
        for purl, version, _, _ in laid.versions:
            self._rows.add(_FROM_VERSIONS, (purl, version, number))
        self._rows.add("DELETE FROM advisory_name WHERE record = ?", (number,))
        self._rows.add("DELETE FROM advisory_record WHERE number = ?", (number,))
        return old

    def end(self, gone: Iterable[str]) -> None:
        """Forget what is gone, and send the last rows."""
        lost = self._old.keys() - self._seen if self._writer.whole else self._old.keys() & set(gone)
        for name in sorted(lost):
            self._forget(self._old[name][0])
            self._writer.say(name, "gone")
        self._rows.send()


def _plain(value: object) -> object:
    return int(value) if isinstance(value, int) else value


def _exploited(before: bytes, now: bytes) -> str:
    return exploited_words(unpacked(before, Exploited), unpacked(now, Exploited))


def _assessed(before: bytes, now: bytes) -> str:
    return assessment_words(unpacked(before, Assessment), unpacked(now, Assessment))


class _Marks:
    """Entries by CVE with a body: exploited weaknesses and assessments."""

    def __init__(self, writer: Writer, table: str, words: Callable[[bytes, bytes], str]) -> None:
        self._writer, self._table, self._words = writer, table, words
        self._rows = Rows(writer.link)
        sql = f"SELECT cve, body FROM advisory_{table} WHERE list = ?"  # noqa: S608 - our own words
        old = writer.link.run(sql, writer.number)
        self._old = {str(cve): bytes(body) for cve, body in old}
        self._seen: set[str] = set()

    def take(self, cve: str, entry: Exploited | Assessment) -> None:
        name, body = legible(cve), packed(entry)
        if name in self._seen:
            return
        self._seen.add(name)
        exploited = isinstance(entry, Exploited)
        self._writer.tells.add(Kind.EXPLOITED if exploited else Kind.ASSESSMENTS)
        before = self._old.get(name)
        if before == body:
            return
        if before is None:
            self._writer.say(
                name, "new", legible(entry.name) if isinstance(entry, Exploited) else ""
            )
        elif words := self._words(before, body):
            self._writer.say(name, "changed", words)
        self._rows.add(
            f"INSERT INTO advisory_{self._table} VALUES (?, ?, ?)"  # noqa: S608 - our own words
            " ON CONFLICT (cve, list) DO UPDATE SET body = excluded.body",
            (name, self._writer.number, body),
        )

    def end(self, gone: Iterable[str]) -> None:
        """Forget what is gone, and send the last rows."""
        lost = self._old.keys() - self._seen if self._writer.whole else self._old.keys() & set(gone)
        for name in sorted(lost):
            self._rows.add(
                f"DELETE FROM advisory_{self._table} WHERE cve = ? AND list = ?",  # noqa: S608 - our own words
                (name, self._writer.number),
            )
            self._writer.say(name, "gone")
        self._rows.send()


class _Likelihoods:
    """Estimates change by the hundred thousand every day: they are kept, not told one by one."""

    def __init__(self, writer: Writer) -> None:
        self._writer, self._rows, self._begun = writer, Rows(writer.link), False

    def take(self, entry: Likelihood) -> None:
        if not self._begun:
            self._begin()
        self._rows.add(
            _LIKELY_WHOLE if self._writer.whole else _LIKELY_PART,
            (legible(entry.cve), self._writer.number, entry.score, entry.percentile),
        )

    def _begin(self) -> None:
        self._begun = True
        self._writer.tells.add(Kind.LIKELIHOODS)
        if self._writer.whole:
            self._clear()

    def _clear(self) -> None:
        self._writer.link.run("DELETE FROM advisory_likelihood WHERE list = ?", self._writer.number)

    def end(self, gone: Iterable[str]) -> None:
        """Forget what is gone, and send the last rows."""
        if self._writer.whole and not self._begun:
            self._clear()
        for name in gone:
            self._rows.add(
                "DELETE FROM advisory_likelihood WHERE cve = ? AND list = ?",
                (name, self._writer.number),
            )
        self._rows.send()
