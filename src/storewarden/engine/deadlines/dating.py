"""Chooses the row that sets a finding's dates, and says which it was and why. Pure.

The estate's own rows are asked first, then the directive's; the first that fits counts. Of several
weaknesses in one finding the strictest date counts. SSVC comes from the feeds; a point that they do
not tell is derived from the CVSS vector; one that the vector does not tell either takes the
stricter value. A weakness counts as exploited when a list of exploited weaknesses names it, or SSVC
calls its exploitation active.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from storewarden.core.deadlines import Dated, DeadlineRule
from storewarden.core.estate import Estate
from storewarden.core.matched import Danger, Named
from storewarden.engine.deadlines import vectors
from storewarden.engine.deadlines.exposure import Answer, exposure
from storewarden.engine.deadlines.table import directive

_STRICTER: Final = "neither a feed nor a CVSS vector tells, so the stricter counts"
_BY_VECTOR: Final = "from its CVSS vector"
_BY_FEED: Final = "SSVC of a feed"
_READ: Final = ((3, 1), (14, 3), (60, 7))
_READ_UPGRADE: Final = 14


@dataclass(frozen=True, slots=True)
class Points:
    """The four answers that choose a row."""

    exploited: Answer
    exposed: Answer
    automatable: Answer
    total: Answer


def strictest(estate: Estate, asset: str, named: Iterable[Named]) -> tuple[Dated, int] | None:
    """Find what sets the dates of a finding about these weaknesses.

    Returns the strictest row, and days until somebody must have read it; None without weaknesses.
    """
    rows = [_dated(estate, asset, one) for one in named]
    return min(rows, key=lambda row: row[0].strictness, default=None)


def dated(estate: Estate, asset: str, weakness: Named) -> Dated:
    """Say which row sets the date of one weakness on one asset."""
    return _dated(estate, asset, weakness)[0]


def _dated(estate: Estate, asset: str, weakness: Named) -> tuple[Dated, int]:
    points = points_of(weakness, exposure(estate, asset))
    rows = (*estate.deadlines, *directive())
    row = next(row for row in rows if _fits(row, points, weakness.danger))
    span = _span(row, estate.next_upgrade_days)
    words = f"{row.name}: {span}; {weakness.id} is {_told(points)}"
    return Dated(row.name, words, row.days, row.forensic), _reading(row)


def points_of(weakness: Named, exposed: Answer) -> Points:
    """Answer the four questions for one weakness."""
    danger, vector = weakness.danger, weakness.vector
    return Points(
        exploited=_exploited(danger),
        exposed=exposed,
        automatable=_point(told=danger.automatable, derived=vectors.automatable(vector)),
        total=_point(told=danger.total, derived=vectors.total(vector)),
    )


def _exploited(danger: Danger) -> Answer:
    if danger.exploited:
        return Answer(yes=True, source="a followed list names it")
    if danger.exploitation == "active":
        return Answer(yes=True, source=_BY_FEED)
    if danger.exploited is None:
        return Answer(yes=False, source="no fresh list could be asked")
    return Answer(yes=False, source="no followed list names it")


def _point(*, told: bool | None, derived: bool | None) -> Answer:
    if told is not None:
        return Answer(told, _BY_FEED)
    if derived is not None:
        return Answer(derived, _BY_VECTOR)
    return Answer(yes=True, source=_STRICTER)


def _fits(row: DeadlineRule, points: Points, danger: Danger) -> bool:
    likely = danger.likelihood if danger.likelihood is not None else 0.0
    return (
        row.exploited in {None, points.exploited.yes}
        and row.exposed in {None, points.exposed.yes}
        and row.automatable in {None, points.automatable.yes}
        and row.total in {None, points.total.yes}
        and row.ransomware in {None, bool(danger.ransomware)}
        and (row.likelihood is None or likely >= row.likelihood)
    )


def _reading(row: DeadlineRule) -> int:
    if row.read_days is not None:
        return row.read_days
    days = row.days
    return next((read for fix, read in _READ if days is not None and days <= fix), _READ_UPGRADE)


def _span(row: DeadlineRule, upgrade: int) -> str:
    days = f"within {_days(upgrade if row.days is None else row.days)}"
    days = f"with the next upgrade, {days}" if row.days is None else days
    return f"{days}, and look whether somebody was there" if row.forensic else days


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _told(points: Points) -> str:
    return ", ".join(_phrases(points))


def _phrases(points: Points) -> Iterator[str]:
    for answer, yes, no in (
        (points.exploited, "exploited", "not known to be exploited"),
        (points.exposed, "exposed", "not exposed"),
        (points.automatable, "automatable", "not automatable"),
        (points.total, "of total impact", "of partial impact"),
    ):
        yield f"{yes if answer.yes else no} ({answer.source})"
