"""Cuts what each entity did into visits or hours, and takes the figures of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from storewarden.core.alerts import ActorKind
from storewarden.kernels.baselines.feature import Count, Feature
from storewarden.kernels.baselines.records import Codes, Records

Figures = npt.NDArray[np.float64]
MINUTE: Final = 60_000_000
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
PAUSE: Final = 30 * MINUTE
"""Silence that ends a visit; midnight UTC ends it too, so that days can be read one by one."""
ENTITIES: Final = {
    ActorKind.ADDRESS: "address",
    ActorKind.ACCOUNT: "account",
    ActorKind.KEY: "key",
}
"""Who visits, and the column that names them."""


class Scale(StrEnum):
    """How long a stay is: a visit without pauses, or one hour by the clock."""

    VISIT = "visit"
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class Visits:
    """Stays of entities of one kind, sorted by entity and begin.

    Attributes:
        entity: who; hostile text, one for each stay.
        begin: microseconds of the first record; ``end`` of the last.
        figures: one row a stay, one column a feature.
    """

    kind: ActorKind
    scale: Scale
    entity: tuple[str, ...]
    begin: Codes
    end: Codes
    figures: Figures

    def __len__(self) -> int:
        """How many stays there are."""
        return len(self.entity)


def visits(records: Records, features: Sequence[Feature], kind: ActorKind, scale: Scale) -> Visits:
    """Cut the records of each entity into stays; records of nobody are left out."""
    return stays(records, features, (kind, ENTITIES[kind]), scale)


def stays(
    records: Records, features: Sequence[Feature], whose: tuple[ActorKind, str], scale: Scale
) -> Visits:
    """The same for entities that stand in a column of another name."""
    kind, column = whose
    rows = np.flatnonzero(records.codes[column] >= 0)
    who, values = _by_name(records.codes[column][rows], records.values[column])
    order = np.lexsort((records.time[rows], who))
    rows, who = rows[order], who[order]
    time = records.time[rows]
    starts = np.flatnonzero(_begins(who, time, scale))
    stay = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(rows))))
    taken = [_figure(each, records, rows, stay, len(starts)) for each in features]
    ends = np.append(starts[1:], len(rows)) - 1 if len(starts) else starts
    return Visits(
        kind,
        scale,
        tuple(values[code] for code in who[starts]),
        time[starts],
        time[ends],
        np.column_stack(taken) if taken else np.empty((len(starts), 0)),
    )


def joined(parts: Sequence[Visits]) -> Visits:
    """Put the visits of several days together, as if they had been read at once."""
    first = parts[0]
    names = np.array([name for part in parts for name in part.entity], object)
    begin = np.concatenate([part.begin for part in parts])
    order = np.lexsort((begin, _by_name(np.arange(len(names)), list(names))[0]))
    return Visits(
        first.kind,
        first.scale,
        tuple(names[order]),
        begin[order],
        np.concatenate([part.end for part in parts])[order],
        np.concatenate([part.figures for part in parts])[order],
    )


def _by_name(codes: Codes, values: Sequence[str]) -> tuple[Codes, list[str]]:
    """Number the values by their text: the order in which they were met must not matter."""
    names = sorted(set(values))
    place = {name: number for number, name in enumerate(names)}
    moved = np.array([place[value] for value in values], np.int64)
    return (moved[codes] if len(codes) else codes.astype(np.int64)), names


def _begins(who: Codes, time: Codes, scale: Scale) -> npt.NDArray[np.bool_]:
    if len(who) == 0:
        return np.empty(0, bool)
    span = DAY if scale is Scale.VISIT else HOUR
    new = (np.diff(who) != 0) | (np.diff(time // span) != 0)
    if scale is Scale.VISIT:
        new |= np.diff(time) > PAUSE
    return np.concatenate([[True], new])


def _figure(feature: Feature, records: Records, rows: Codes, stay: Codes, stays: int) -> Figures:
    if feature.signals:
        counts = (records.mask[rows] & feature.signals) != 0
        rows, stay = rows[counts], stay[counts]
    if feature.count is Count.ROWS:
        return np.bincount(stay, minlength=stays).astype(float)
    if feature.count is Count.PEAK:
        return _peak(stay, records.time[rows] // MINUTE, stays)
    codes = records.codes[feature.column][rows]
    there = codes >= 0
    once = _pairs(stay[there], codes[there])[0]
    return np.bincount(once, minlength=stays).astype(float)


def _peak(stay: Codes, minute: Codes, stays: int) -> Figures:
    found, counts = _pairs(stay, minute)
    most = np.zeros(stays)
    np.maximum.at(most, found, counts.astype(float))
    return most


def _pairs(first: Codes, second: Codes) -> tuple[Codes, Codes]:
    """Every different pair once: its first part, and how often it stands."""
    if len(first) == 0:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    order = np.lexsort((second, first))
    left, right = first[order], second[order]
    new = np.concatenate([[True], (np.diff(left) != 0) | (np.diff(right) != 0)])
    starts = np.flatnonzero(new)
    return left[starts], np.diff(np.append(starts, len(left)))
