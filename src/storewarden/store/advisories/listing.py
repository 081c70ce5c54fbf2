"""Finds every record that names a package, whatever its versions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from storewarden.core.published import Record
from storewarden.kernels.purls.same import canonical
from storewarden.store.advisories.bodies import unpacked
from storewarden.store.advisories.links import Link
from storewarden.store.legible import legible

_SOME: Final = 200
_NUMBERS: Final = (
    "SELECT DISTINCT purl, record FROM advisory_range WHERE purl IN ({marks})"
    " UNION SELECT DISTINCT purl, record FROM advisory_version WHERE purl IN ({marks})"
)
_BODIES: Final = (
    "SELECT number, body FROM advisory_record WHERE number IN ({marks}) AND list IN ({lists})"
)


def records_naming(
    link: Link, purls: Sequence[str], lists: Iterable[int]
) -> Mapping[str, Sequence[Record]]:
    """Return the records of these lists by the package URL that was asked for, oldest id first."""
    keys = {purl: canonical(legible(purl)) for purl in purls}
    counted = tuple(lists)
    found: dict[str, list[Record]] = {purl: [] for purl in purls}
    names = sorted(set(keys.values()))
    for start in range(0, len(names), _SOME):
        some = names[start : start + _SOME]
        told = _told(link, some, counted)
        for purl, key in keys.items():
            found[purl] += told.get(key, ())
    return {purl: sorted(records, key=lambda one: one.id) for purl, records in found.items()}


def _told(link: Link, names: Sequence[str], lists: Sequence[int]) -> Mapping[str, Sequence[Record]]:
    rows = link.run(_NUMBERS.format(marks=_marks(names)), *names, *names)
    numbers = sorted({int(number) for _, number in rows})
    bodies: dict[int, Record] = {}
    for start in range(0, len(numbers) if lists else 0, _SOME):
        some = numbers[start : start + _SOME]
        sql = _BODIES.format(marks=_marks(some), lists=_marks(lists))
        for number, body in link.run(sql, *some, *lists):
            bodies[int(number)] = unpacked(bytes(body), Record)
    told: dict[str, list[Record]] = {}
    for purl, number in rows:
        if int(number) in bodies:
            told.setdefault(str(purl), []).append(bodies[int(number)])
    return told


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
