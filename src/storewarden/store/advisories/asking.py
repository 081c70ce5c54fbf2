"""Asks the book about many components at once: one join of what is wanted with the ranges."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from storewarden.core.inventory import Component
from storewarden.kernels.purls.same import canonical
from storewarden.kernels.versions.schemes import scheme_of
from storewarden.store.advisories.laying import How
from storewarden.store.advisories.links import Link, Row
from storewarden.store.legible import is_legible, legible

_WANTED: Final = (
    "CREATE TEMPORARY TABLE advisory_wanted (place INTEGER NOT NULL, purl TEXT NOT NULL,"
    " release TEXT NOT NULL, version TEXT NOT NULL, same TEXT NOT NULL, oldest {bytes},"
    " newest {bytes})"
)
_JOIN: Final = (
    "SELECT w.place, r.record, r.part, r.run, r.how FROM advisory_wanted w"
    " {join} advisory_range r ON r.purl = w.purl"
    " WHERE (r.release = '' OR r.release = w.release) AND (r.how IN (1, 2) OR ("
    "(r.low IS NULL OR r.low < w.newest OR (r.low = w.newest AND r.low_included = 1)) AND"
    " (r.high IS NULL OR r.high > w.oldest OR (r.high = w.oldest AND r.high_included = 1))))"
)
_NAMED: Final = (
    "SELECT w.place, v.record, v.part, -1, 0 FROM advisory_wanted w {join} advisory_version v"
    " ON v.purl = w.purl AND v.version = w.{column}"
    " WHERE v.release = '' OR v.release = w.release"
)


class Wanted(NamedTuple):
    """A component with the bytes of its versions, or the reason why it has none."""

    component: Component
    oldest: bytes | None
    newest: bytes | None
    unreadable: str


class Hit(NamedTuple):
    """A row of the book that may concern a component; ``run`` is -1 for a version named alone."""

    place: int
    record: int
    part: int
    run: int
    how: How


def wanted(component: Component) -> Wanted:
    """Read the version, or both ends of the range that it may be."""
    if component.unreadable and not component.version:
        return Wanted(component, None, None, component.unreadable)
    try:
        scheme = scheme_of(component.purl)
        oldest = scheme.key(component.version)
        newest = scheme.key(component.newest) if component.newest else oldest
    except ValueError as odd:
        return Wanted(component, None, None, component.unreadable or str(odd))
    return Wanted(component, oldest, newest, "")


def ask(link: Link, asked: Sequence[Wanted]) -> Iterator[Hit]:
    """Yield every row of the book that may concern one of them."""
    words = {"bytes": "BYTEA" if link.server else "BLOB", "join": link.join}
    link.run(_WANTED.format(**words))
    link.many("INSERT INTO advisory_wanted VALUES (?, ?, ?, ?, ?, ?, ?)", _rows(asked))
    if link.server:
        link.run("ANALYZE advisory_wanted")
    for sql, column in ((_JOIN, ""), (_NAMED, "version"), (_NAMED, "same")):
        for place, record, part, run, how in link.run(sql.format(column=column, **words)):
            yield Hit(place, record, part, run, How(how))


def _rows(asked: Iterable[Wanted]) -> Iterator[Row]:
    for place, (here, oldest, newest, _) in enumerate(asked):
        version = "" if here.newest else here.version
        written = f"={oldest.hex()}" if version and oldest else ""
        yield place, *_kept(canonical(here.purl), here.release, version), written, oldest, newest


def _kept(purl: str, release: str, version: str) -> tuple[str, str, str]:
    """Nearly every name is fine as it is: one look at all three."""
    if is_legible(f"{purl}{release}{version}"):
        return purl, release, version
    return legible(purl), legible(release), legible(version)
