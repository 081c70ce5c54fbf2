"""Asks the book about many components at once: one join of what is wanted with the ranges."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from storewarden.core.inventory import Component
from storewarden.kernels.purls.same import canonical
from storewarden.kernels.versions.schemes import scheme_of
from storewarden.store.advisories.laying import How, written
from storewarden.store.advisories.links import Link, Row
from storewarden.store.legible import is_legible, legible

_WANTED: Final = (
    "CREATE TEMPORARY TABLE advisory_wanted (place INTEGER NOT NULL, purl TEXT NOT NULL,"
    " release TEXT NOT NULL, version TEXT NOT NULL, oldest {bytes}, newest {bytes})"
)
_JOIN: Final = (
    "SELECT w.place, r.record, r.part, r.run, r.how FROM advisory_wanted w"
    " {join} advisory_range r ON r.purl = w.purl AND r.low <= w.newest"
    " WHERE (r.high >= w.oldest OR r.high IS NULL) AND (r.how IN (1, 2) OR ("
    "(r.low < w.newest OR r.low_included = 1) AND"
    " (r.high > w.oldest OR r.high_included = 1 OR r.high IS NULL)))"
    " AND (r.release = '' OR r.release = w.release)"
)
"""Rows of a package lie by where they begin: those that begin later are never read."""

_NAMED: Final = (
    "SELECT w.place, v.record, v.part, -1, 0 FROM advisory_wanted w {join} advisory_version v"
    " ON v.purl = w.purl AND v.version = w.version"
    " WHERE v.release = '' OR v.release = w.release"
)


class Asked(NamedTuple):
    """Components on their way into the join; both by their place among those that were asked for.

    Attributes:
        rows: what each looks for: (place, purl, release, version, oldest, newest). Keys are byte
            arrays, which sqlite3 takes as they are; it asks of every ``bytes`` whether somebody
            would rather have something else. Of an unreadable version ``oldest`` is None and
            ``newest`` is empty, which only rows without bounds hold.
        unreadable: why a version has no bytes.
    """

    components: Sequence[Component]
    rows: Sequence[Row]
    unreadable: Mapping[int, str]


class Hit(NamedTuple):
    """A row of the book that may concern a component; ``run`` is -1 for a version named alone."""

    place: int
    record: int
    part: int
    run: int
    how: How


def asked_for(components: Sequence[Component]) -> Asked:
    """Read the versions, or both ends of the range that they may be."""
    rows: list[Row] = []
    unreadable: dict[int, str] = {}
    for place, here in enumerate(components):
        purl = here.purl
        try:
            key = scheme_of(purl).key
            oldest = newest = bytearray(key(here.version))
            if here.newest:
                newest = bytearray(key(here.newest))
        except ValueError as odd:
            unreadable[place] = here.unreadable or str(odd)
            oldest, newest = None, bytearray()
        version = "" if here.newest else written(oldest, here.version)
        rows.append((place, canonical(purl), here.release, version, oldest, newest))
    whole = "".join([f"{row[1]}{row[2]}{row[3]}" for row in rows])
    return Asked(components, rows if is_legible(whole) else [*map(_legible, rows)], unreadable)


def _legible(row: Row) -> Row:
    place, purl, release, version, *keys = row
    return place, legible(purl), legible(release), legible(version), *keys


def ask(link: Link, asked: Asked) -> Iterator[Hit]:
    """Yield every row of the book that may concern one of them."""
    words = {"bytes": "BYTEA" if link.server else "BLOB", "join": link.join}
    link.run(_WANTED.format(**words))
    link.pour("advisory_wanted", 6, asked.rows)
    for sql in (_JOIN, _NAMED):
        for place, record, part, run, how in link.run(sql.format(**words)):
            yield Hit(place, record, part, run, How(how))
