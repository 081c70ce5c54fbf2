"""What the estate is made of: the packages of the sites, who writes its file, who plays traffic."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Parts:
    """The pluggable parts; tests plug in tiny ones.

    Attributes:
        sites: package of each site by name; ``<package>.wsgi:application`` is served.
        built: the names among them that have ``<package>.build``.
        write: (state, addresses by name, today) -> the estate file that it wrote.
        play: (state, addresses by name, seed) plays traffic once, on the first start.
        morning: (state, addresses by name) is played on every later start, so that no log of
            the lab falls silent by lying on a shelf.
    """

    sites: Mapping[str, str]
    built: tuple[str, ...]
    write: Callable[[Path, Mapping[str, str], date], Path]
    play: Callable[[Path, Mapping[str, str], int], None]
    morning: Callable[[Path, Mapping[str, str]], None]
