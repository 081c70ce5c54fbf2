"""Facts about components that we run, and about the lists of vulnerabilities that we follow."""

from dataclasses import dataclass
from datetime import datetime

from storewarden.core.advisories import Advisory
from storewarden.core.checks import Fact


@dataclass(frozen=True, slots=True)
class ComponentExposure(Fact):
    """What the followed lists say about one component of a code tree.

    Attributes:
        ecosystem: ``PyPI``, ``npm`` or ``Packagist``.
        version: as pinned; empty when the file names no single version.
        found_in: the file that names it, relative to the code tree.
        advisories: those whose ranges hold the version.
        unreadable: why the lists could not be asked about it; empty when they were.
        exploited_unseen: why it is not known whether thieves use its weaknesses; empty when it is.
    """

    ecosystem: str
    name: str
    version: str
    found_in: str
    advisories: tuple[Advisory, ...] = ()
    unreadable: str = ""
    exploited_unseen: str = ""


@dataclass(frozen=True, slots=True)
class ListFreshness(Fact):
    """How old one followed list is.

    Attributes:
        published: when its publisher last changed it; None when it was not read.
        max_age_days: how old the estate lets it become.
        because: why it was not read.
        as_of: the moment of looking.
    """

    feed: str
    max_age_days: int
    as_of: datetime
    published: datetime | None = None
    because: str = ""
