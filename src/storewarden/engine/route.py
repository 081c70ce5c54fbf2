"""Says who gets a finding, and by when it is to be read and fixed. Pure.

A finding about published weaknesses has its dates from a row of a table of deadlines
(`engine.deadlines`), not from its severity. The estate's ``[[rules]]`` can only bring such dates
forward; whoever wants later ones writes a row of his own into ``[[deadlines]]``. The list's own
date counts when it is sooner and still to come.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from storewarden.core.deadlines import Dated
from storewarden.core.estate import Estate, OwnerRule
from storewarden.core.matched import Named
from storewarden.core.steps import Step
from storewarden.core.verdicts import Severity
from storewarden.engine.deadlines import strictest


@dataclass(frozen=True, slots=True)
class Days:
    """Days to read and days to fix."""

    read: int
    fix: int


DEFAULT_DAYS: Final = MappingProxyType(
    {
        Severity.CRITICAL: Days(1, 3),
        Severity.HIGH: Days(3, 14),
        Severity.MEDIUM: Days(7, 30),
        Severity.LOW: Days(14, 90),
        Severity.INFO: Days(30, 180),
    }
)


@dataclass(frozen=True, slots=True)
class Route:
    """Who gets a finding, the last days for reading and fixing it, and which row set them."""

    owner: str
    read_by: date
    fix_by: date
    dated: Dated | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """What is wrong, as far as it decides about owner and dates."""

    step: Step
    asset: str
    severity: Severity
    named: tuple[Named, ...] = ()


def route(estate: Estate, matter: Matter, today: date) -> Route:
    """Find the owner and the deadlines of something that is wrong as of today.

    The first of the estate's rules that fits counts. What it leaves open comes from the asset's
    owner, then from who answers for the step, then from the estate's owner; the dates from the
    row of the table of deadlines, and without published weaknesses from `DEFAULT_DAYS`.
    """
    rule = next((r for r in estate.rules if _fits(r, matter)), OwnerRule())
    days, row = _days(estate, matter, rule)
    read_by = today + timedelta(days=days.read)
    fix_by = min([today + timedelta(days=days.fix), *_due(matter.named, today)])
    return Route(
        owner=rule.owner or _owner(estate, matter.step, matter.asset),
        read_by=min(read_by, fix_by) if row else read_by,
        fix_by=fix_by,
        dated=row and _because(row, fix_by, today, matter.named),
    )


def _days(estate: Estate, matter: Matter, rule: OwnerRule) -> tuple[Days, Dated | None]:
    found = strictest(estate, matter.asset, matter.named)
    if found is None:
        usual = DEFAULT_DAYS[matter.severity]
        read = usual.read if rule.read_days is None else rule.read_days
        fix = usual.fix if rule.fix_days is None else rule.fix_days
        return Days(read, fix), None
    row, read = found
    fix = estate.next_upgrade_days if row.days is None else row.days
    return Days(_sooner(read, rule.read_days), _sooner(fix, rule.fix_days)), row


def _because(row: Dated, fix_by: date, today: date, named: Iterable[Named]) -> Dated:
    """Add to the row's words what brought its date forward."""
    if row.days is None or fix_by >= today + timedelta(days=row.days):
        return row
    sooner = "the list's own date" if fix_by in _due(named, today) else "a rule of the estate file"
    return replace(row, words=f"{row.words}; {sooner} is sooner")


def _sooner(days: int, ruled: int | None) -> int:
    return days if ruled is None else min(days, ruled)


def _due(named: Iterable[Named], today: date) -> list[date]:
    dues = [one.danger.due for one in named]
    return [due for due in dues if due is not None and due >= today]


def _owner(estate: Estate, step: Step, asset: str) -> str:
    thing = estate.asset(asset)
    owner = thing.owner if thing is not None else None
    return owner or estate.responsible.get(step) or estate.owner


def _fits(rule: OwnerRule, matter: Matter) -> bool:
    return (
        rule.step in {None, matter.step}
        and rule.severity in {None, matter.severity}
        and _names(rule.asset, matter.asset)
    )


def _names(pattern: str | None, asset: str) -> bool:
    if pattern is None:
        return True
    if pattern.endswith("*"):
        return asset.startswith(pattern[:-1])
    return pattern == asset
