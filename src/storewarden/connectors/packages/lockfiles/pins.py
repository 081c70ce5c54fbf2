"""One line of a lock file: a package and the version that it is held at."""

from dataclasses import dataclass


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
