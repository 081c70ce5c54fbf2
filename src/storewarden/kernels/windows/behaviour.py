"""Behaviours: what many records together show, declared as data."""

import tomllib
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import msgspec

from storewarden.core.errors import StorewardenError
from storewarden.core.verdicts import Severity
from storewarden.kernels.windows.signals import Signal, named

MOST_BAR: Final = 512
"""The highest bar of a window: an entry is kept for each record up to the bar."""
MOST_CROWD: Final = 64
"""The highest bar of a window that counts addresses."""
_SECOND: Final = 1_000_000


class BehaviourError(StorewardenError):
    """A behaviour cannot be used; the message names it and says what is wrong."""


class By(IntEnum):
    """Whose records are counted together."""

    ADDRESS = 0
    BLOCK = 1  # the first 16 bits of an IPv4 address, 32 of an IPv6 one
    ALL = 2
    ACCOUNT = 3
    OBJECT = 4
    SESSION = 5


class Distinct(IntEnum):
    """What must differ for a record to count once more; NONE counts every record."""

    NONE = 0
    PATH = 1
    URI = 2
    AGENT = 3
    ADDRESS = 4
    ACCOUNT = 5
    OBJECT = 6


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts one signal, for one kind of key, over a sliding time.

    Attributes:
        span: microseconds; a record exactly this old still counts.
        bar: the count that matters.
    """

    counts: Signal
    by: By
    distinct: Distinct
    span: int
    bar: int


@dataclass(frozen=True, slots=True)
class Window:
    """A tally that raises an alert when it reaches its bar.

    Attributes:
        unless: not while this other tally of the same address (block, ...) is at its own bar.
        vouched: members of a crowd for whose block this tally is at its bar are not named.
    """

    tally: Tally
    unless: Tally | None = None
    vouched: Tally | None = None


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One way to behave badly, and what to do about it.

    Attributes:
        id: the name of its folder.
        question: what it asks of a log.
        why: why it matters.
        do: what the owner should do.
        windows: any of them raises it.
        classes: kinds of attack that it stands for.
    """

    id: str
    title: str
    severity: Severity
    question: str
    why: str
    do: str
    windows: tuple[Window, ...]
    classes: tuple[str, ...] = ()


class _Count(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    counts: str
    at_least: int
    seconds: float
    by: str = "address"
    distinct: str = "none"


class _Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    counts: str
    at_least: int
    seconds: float
    by: str = "address"
    distinct: str = "none"
    unless: _Count | None = None
    vouched: _Count | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    severity: str
    question: str
    why: str
    do: str
    window: tuple[_Window, ...]
    classes: tuple[str, ...] = ()


def behaviour_in(text: str, name: str) -> Behaviour:
    """Read the text of a ``behaviour.toml``; ``name`` is its folder. Raises `BehaviourError`."""
    try:
        told = msgspec.convert(tomllib.loads(text), _File)
        windows = tuple(_window(window) for window in told.window)
        severity = Severity[told.severity.upper()]
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, ValueError, KeyError) as wrong:
        raise BehaviourError(f"behaviour {name} cannot be used: {wrong}") from wrong
    return Behaviour(
        name, told.title, severity, told.question, told.why, told.do, windows, told.classes
    )


def _window(told: _Window) -> Window:
    unless = _tally(told.unless) if told.unless else None
    vouched = _tally(told.vouched) if told.vouched else None
    if vouched is not None and vouched.by is not By.BLOCK:
        raise ValueError("only a block vouches for an address")
    return Window(_tally(told), unless, vouched)


def _tally(told: _Count | _Window) -> Tally:
    by, distinct = By[told.by.upper()], Distinct[told.distinct.upper()]
    most = MOST_CROWD if distinct is Distinct.ADDRESS else MOST_BAR
    if not 1 <= told.at_least <= most:
        raise ValueError(f"at_least is {told.at_least}, not between 1 and {most}")
    if told.seconds <= 0:
        raise ValueError(f"seconds is {told.seconds}, not more than 0")
    return Tally(named(told.counts), by, distinct, int(told.seconds * _SECOND), told.at_least)
