"""Figures of a visit, declared as data: what is counted, and how it is said."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import msgspec

from storewarden.core.errors import StorewardenError
from storewarden.kernels.windows.signals import named

COLUMNS: Final = ("path", "query", "object", "account", "agent", "address")
"""Columns whose different values may be counted."""


class BaselineError(StorewardenError):
    """A declaration of figures or a saved model cannot be used; the message says why."""


class Count(StrEnum):
    """How a figure is taken: records, different values, or records in the busiest minute."""

    ROWS = "rows"
    DISTINCT = "distinct"
    PEAK = "peak"


@dataclass(frozen=True, slots=True)
class Feature:
    """One figure of a visit.

    Attributes:
        one: how exactly one of it is called; ``many`` any other number.
        signals: bits of `kernels.windows.signals` of the records that count; 0 means all.
        column: of which different values are counted.
        floor: the least spread that is believed, in the figure's own unit.
    """

    id: str
    one: str
    many: str
    count: Count
    signals: int
    column: str
    floor: float

    def said(self, figure: float) -> str:
        """Say a figure in words: ``41 distinct vouchers``."""
        return f"{plain(figure)} {self.one if figure == 1 else self.many}"


def plain(figure: float) -> str:
    """A figure as people write it: ``12,345`` or ``2.5``."""
    return f"{figure:,.0f}" if figure == round(figure) else f"{figure:,.1f}"


class _Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    one: str
    many: str
    count: Count
    floor: float
    signals: list[str] = []
    column: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    feature: list[_Told]


def features_in(text: str, name: str) -> tuple[Feature, ...]:
    """Read a declaration; raises `BaselineError` naming the file and what is wrong."""
    try:
        told = msgspec.convert(tomllib.loads(text), _File).feature
        found = tuple(map(_feature, told))
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, ValueError) as odd:
        raise BaselineError(f"{name}: {odd}") from None
    if not found or len({each.id for each in found}) < len(found):
        raise BaselineError(f"{name}: it needs figures, and every id once")
    return found


def _feature(told: _Told) -> Feature:
    if (told.count is Count.DISTINCT) != (told.column in COLUMNS):
        raise ValueError(f"{told.id}: distinct goes with a column out of {', '.join(COLUMNS)}")
    if not 0 < told.floor < float("inf"):
        raise ValueError(f"{told.id}: the floor must be above 0")
    bits = sum({named(word).bit for word in told.signals})
    return Feature(told.id, told.one, told.many, told.count, bits, told.column, told.floor)
