"""Lays what a record says of packages into rows whose bytes sort as the versions do."""

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from storewarden.core.published import Affected, Record, Stretch
from storewarden.kernels.purls.same import canonical
from storewarden.kernels.versions.schemes import Scheme, scheme_of
from storewarden.store.legible import legible


class How(IntEnum):
    """What a row of the range table says."""

    BYTES = 0
    """Its bounds decide."""
    APART = 1
    """Its versions have no bytes: they are compared after the join."""
    ODD = 2
    """One of its bounds cannot be read, so it cannot be judged."""
    BEFORE = 3
    """It holds the pre-releases of a fix, which the range before it does not reach."""


class RangeRow(NamedTuple):
    """One row of the range table, without its record; ``part`` and ``run`` find its stretch.

    ``low`` is empty where versions are held from the beginning: no key is smaller.
    """

    purl: str
    at: int
    release: str
    low: bytes
    low_included: bool
    high: bytes | None
    high_included: bool
    part: int
    run: int
    how: How


class VersionRow(NamedTuple):
    """One row of the version table, without its record."""

    purl: str
    version: str
    release: str
    part: int


class Laid(NamedTuple):
    """Everything that a record puts into the two tables."""

    ranges: Sequence[RangeRow]
    versions: Sequence[VersionRow]


def lay(record: Record) -> Laid:
    """Return the rows of a record; a withdrawn one names nobody."""
    if record.withdrawn:
        return Laid((), ())
    ranges = [row for at, part in enumerate(record.affected) for row in _ranges(at, part)]
    named = [
        VersionRow(
            canonical(legible(part.purl)), same(part.purl, version), legible(part.release), at
        )
        for at, part in enumerate(record.affected)
        for version in _alone(part)
    ]
    return Laid([row._replace(at=at) for at, row in enumerate(ranges)], named)


def _ranges(at: int, part: Affected) -> Iterator[RangeRow]:
    for run, stretch in enumerate(part.stretches):
        blank = RangeRow(
            canonical(legible(part.purl)),
            0,
            part.release,
            b"",
            True,
            None,
            False,
            at,
            run,
            How.BYTES,
        )
        yield from _rows(blank, stretch)


def _rows(blank: RangeRow, stretch: Stretch) -> Iterator[RangeRow]:
    try:
        scheme = scheme_of(blank.purl)
        low, high = _key(scheme, stretch.low), _key(scheme, stretch.high)
    except ValueError:
        everything = stretch.low is None and stretch.high is None
        yield blank._replace(how=How.BYTES if everything else How.ODD)
        return
    if scheme.apart is not None:
        yield blank._replace(how=How.APART)
        return
    yield blank._replace(
        low=low or b"",
        low_included=low is None or stretch.low_included,
        high=high,
        high_included=stretch.high_included,
    )
    yield from _before(blank, scheme, stretch)


def _before(blank: RangeRow, scheme: Scheme, stretch: Stretch) -> Iterator[RangeRow]:
    """WordPress: lists name the last bad release, and a pre-release of the fix is bad as well."""
    if scheme.before is None or stretch.fixed_in is None or stretch.fixed_in == stretch.high:
        return
    try:
        fixed = scheme.key(stretch.fixed_in)
    except ValueError:
        return
    yield blank._replace(low=scheme.before(fixed), low_included=True, high=fixed, how=How.BEFORE)


def _key(scheme: Scheme, version: str | None) -> bytes | None:
    return None if version is None else scheme.key(version)


def _alone(part: Affected) -> Iterable[str]:
    """The versions named one by one that no stretch holds already: most lists name all twice."""
    named = dict.fromkeys(legible(version) for version in part.versions)
    if not named or not part.stretches:
        return named
    try:
        scheme = scheme_of(part.purl)
    except ValueError:
        return named
    return [version for version in named if not _in_any(scheme, version, part.stretches)]


def _in_any(scheme: Scheme, version: str, stretches: Iterable[Stretch]) -> bool:
    try:
        return any(holds(scheme, version, stretch) for stretch in stretches)
    except ValueError:
        return False


def same(purl: str, version: str) -> str:
    """Return one text for all ways to write a version (``v1.0.0``); itself if unreadable."""
    try:
        key = scheme_of(purl).key(version)
    except ValueError:
        return version
    return written(key, version)


def written(key: bytes | bytearray | None, version: str) -> str:
    """Return the text by which a version is found alone; itself where it has no bytes."""
    return f"={key.hex()}" if key else version


def holds(scheme: Scheme, version: str, stretch: Stretch) -> bool:
    """Say whether a stretch holds a version; raises `ValueError` when a version is unreadable."""
    if stretch.low is not None:
        order = scheme.compare(stretch.low, version)
        if order > 0 or (order == 0 and not stretch.low_included):
            return False
    if stretch.high is not None:
        order = scheme.compare(version, stretch.high)
        return order < 0 or (order == 0 and stretch.high_included)
    return True
