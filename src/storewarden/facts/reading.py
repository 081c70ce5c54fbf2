"""Facts about who reads what: followed lists that somebody looks at, notices that arrive."""

from dataclasses import dataclass
from datetime import datetime

from storewarden.core.checks import Fact


@dataclass(frozen=True, slots=True)
class ListLook(Fact):
    """Who looked at a followed list last.

    Attributes:
        person: who; empty when nobody has since it is followed.
        at: when; or since when it is followed.
        every_days: how often the estate wants somebody to look.
        as_of: the moment of looking.
    """

    feed: str
    person: str
    at: datetime
    every_days: int
    as_of: datetime


@dataclass(frozen=True, slots=True)
class NoticeArrival(Fact):
    """What is known of the notices to one person.

    Attributes:
        lost: how many reach nobody: they were given up, or are late by hours.
        trouble: why, of the last one.
    """

    person: str
    lost: int
    trouble: str = ""
