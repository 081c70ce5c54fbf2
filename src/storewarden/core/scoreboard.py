"""The one page that is true: nine rows, and the three things to do first."""

from dataclasses import dataclass
from datetime import date, datetime

from storewarden.core.findings import Finding
from storewarden.core.steps import Step


@dataclass(frozen=True, slots=True)
class Row:
    """How one step stands.

    Attributes:
        good: subjects that were last seen to be as they should be.
        bad: findings that somebody still has to do something about.
        unknown: subjects that could not be judged; at least 1 when nothing was judged at all.
        set_aside: findings that were accepted or called a false alarm, with a reason.
        worst: the open finding to be dealt with first; None when there is none.
        responsible: the name of the person or team that answers for the step; None for nobody.
        next_deadline: the soonest day by which something open must be read or fixed.
        because: why something is unknown, in the words of the first such answer; else empty.
    """

    step: Step
    good: int
    bad: int
    unknown: int
    set_aside: int
    worst: Finding | None
    responsible: str | None
    next_deadline: date | None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """Nine rows in the order of the steps.

    Attributes:
        estate: the estate's name.
        checked: when a check last said anything; None when none ever did.
        first: at most three findings to deal with first, each about another thing.
        unwatched: ids of open findings that no check looks at any more, because their asset or
            their check is gone; they stay open until somebody decides.
    """

    estate: str
    checked: datetime | None
    rows: tuple[Row, ...]
    first: tuple[Finding, ...]
    unwatched: tuple[str, ...] = ()
