"""Until when its makers support a release: the shipped list, or a newer one of the estate.

A list is CSV: ``product,release,end``; ``end`` is the last day of free security fixes, ``open``
when no end is announced, ``ended`` when only that is known. Its first line says where it is from
and of which day. Source: endoflife.date (MIT licence). For Debian and Magento the day includes the
long-term support that comes with them.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from storewarden.core.errors import Unreachable
from storewarden.facts.lifecycle import Running

SHIPPED: Final = Path(__file__).with_suffix(".csv")
OWN: Final = Path(".storewarden", "support_ends.csv")
"""A newer list, below the folder of the estate file; it counts before the shipped one."""
OPEN: Final = "open"
ENDED: Final = "ended"
_HEAD: Final = ["product", "release", "end"]
_DAY: Final = re.compile(r"as of (\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, slots=True)
class Support:
    """The release that a version belongs to, and its last day.

    ``end`` is None while no day is announced, and also when it has ``ended`` on an untold one.
    """

    release: str
    end: date | None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class SupportEnds:
    """A list of support ends; ``releases``: product -> release -> end as the list writes it."""

    as_of: date
    releases: Mapping[str, Mapping[str, str]]

    def of(self, product: str, version: str) -> Support | None:
        """Find the release with the longest name that fits; None when the list knows none."""
        known = self.releases.get(product, {})
        fitting = [release for release in known if _belongs(version, release)]
        if not fitting:
            return None
        release = max(fitting, key=len)
        return Support(release, _end(known[release]), known[release] == ENDED)

    def running(self, product: str, version: str, found_in: str, today: date) -> Running:
        """Tell that something runs, with what the list knows of its support."""
        known = self.of(product, version) or Support("", None)
        return Running(product, version, found_in, today, known.release, known.end, known.ended)


def support_ends(root: Path) -> SupportEnds:
    """Open the list that counts for an estate; raises `Unreachable` when its own is broken."""
    own = root / OWN
    place = own if own.is_file() else SHIPPED
    return _read(place, place.stat().st_mtime_ns)


def parsed(text: str) -> SupportEnds:
    """Read a list; raises `ValueError` with the line that is wrong."""
    first, _, rest = text.partition("\n")
    day = _DAY.search(first)
    rows = csv.reader(rest.splitlines())
    if day is None or next(rows, None) != _HEAD:
        raise ValueError("it does not begin as a list of support ends")
    releases: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows, start=3):
        if len(row) != len(_HEAD) or not all(row):
            raise ValueError(f"line {number} has not three fields")
        _end(row[2])
        releases.setdefault(row[0], {})[row[1]] = row[2]
    return SupportEnds(date.fromisoformat(day[1]), releases)


@lru_cache(maxsize=8)
def _read(place: Path, _changed: int) -> SupportEnds:
    try:
        return parsed(place.read_text("utf-8"))
    except (OSError, ValueError) as broken:
        because = str(broken) if isinstance(broken, ValueError) else type(broken).__name__
        raise Unreachable(f"the list of support ends ({place.name}) is broken: {because}") from None


def _end(written: str) -> date | None:
    return None if written in {OPEN, ENDED} else date.fromisoformat(written)


def _belongs(version: str, release: str) -> bool:
    after = version[len(release) : len(release) + 1]
    return version.startswith(release) and not after.isdecimal()
