"""One line of a lock file: a package and the version that it is held at."""

from dataclasses import dataclass
from typing import TypeVar

import msgspec


@dataclass(frozen=True, slots=True)
class Pin:
    """One package as a lock file names it.

    Attributes:
        version: the pinned version; empty when there is none.
        unreadable: why the version is not known; empty when it is.
    """

    ecosystem: str
    name: str
    version: str
    unreadable: str = ""


T = TypeVar("T")


def read_alone(raw: msgspec.Raw, shape: type[T]) -> T:
    """Read one entry by itself; one of an odd kind is as if nothing stood in it."""
    try:
        return msgspec.json.decode(raw, type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return shape()
