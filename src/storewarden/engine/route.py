"""Says who gets a finding, and by when it is to be read and fixed."""

from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from storewarden.core.estate import Estate, OwnerRule
from storewarden.core.steps import Step
from storewarden.core.verdicts import Severity


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
    """Who gets a finding, and the last days for reading and fixing it."""

    owner: str
    read_by: date
    fix_by: date


def route(estate: Estate, step: Step, asset: str, severity: Severity, today: date) -> Route:
    """Find the owner and the deadlines of something that is wrong as of today.

    The first of the estate's rules that fits counts. What it leaves open comes from the asset's
    owner, then from who answers for the step, then from the estate's owner, and from
    `DEFAULT_DAYS`.
    """
    rule = next((r for r in estate.rules if _fits(r, step, asset, severity)), OwnerRule())
    usual = DEFAULT_DAYS[severity]
    read = usual.read if rule.read_days is None else rule.read_days
    fix = usual.fix if rule.fix_days is None else rule.fix_days
    return Route(
        owner=rule.owner or _owner(estate, step, asset),
        read_by=today + timedelta(days=read),
        fix_by=today + timedelta(days=fix),
    )


def _owner(estate: Estate, step: Step, asset: str) -> str:
    thing = estate.asset(asset)
    owner = thing.owner if thing is not None else None
    return owner or estate.responsible.get(step) or estate.owner


def _fits(rule: OwnerRule, step: Step, asset: str, severity: Severity) -> bool:
    return (
        rule.step in {None, step}
        and rule.severity in {None, severity}
        and _names(rule.asset, asset)
    )


def _names(pattern: str | None, asset: str) -> bool:
    if pattern is None:
        return True
    if pattern.endswith("*"):
        return asset.startswith(pattern[:-1])
    return pattern == asset
