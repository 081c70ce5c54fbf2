"""Who gets a finding, and by when."""

from datetime import date

import pytest

from storewarden.core.estate import OwnerRule
from storewarden.core.steps import Step
from storewarden.core.verdicts import Severity
from storewarden.engine.route import Matter, Route, route
from tests.engine.estates import CMS, SHOP, estate

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("severity", "read_by", "fix_by"),
    [
        (Severity.CRITICAL, date(2026, 6, 16), date(2026, 6, 18)),
        (Severity.HIGH, date(2026, 6, 18), date(2026, 6, 29)),
        (Severity.MEDIUM, date(2026, 6, 22), date(2026, 7, 15)),
        (Severity.LOW, date(2026, 6, 29), date(2026, 9, 13)),
        (Severity.INFO, date(2026, 7, 15), date(2026, 12, 12)),
    ],
)
def test_graver_is_sooner(severity: Severity, read_by: date, fix_by: date) -> None:
    way = route(estate(SHOP), Matter(Step.BASELINE, "shop", severity), TODAY)
    assert way == Route("ben", read_by, fix_by)


@pytest.mark.parametrize(
    ("step", "asset", "owner"),
    [
        (Step.EXPOSURE, "shop", "ben"),
        (Step.EXPOSURE, "cms", "web"),
        (Step.EXPOSURE, "estate", "web"),
        (Step.LOGS, "cms", "ada"),
        (Step.LOGS, "estate", "ada"),
        (Step.LOGS, "gone", "ada"),
    ],
)
def test_without_rules_the_asset_then_the_step_then_the_estate_say_who(
    step: Step, asset: str, owner: str
) -> None:
    assert route(estate(SHOP, CMS), Matter(step, asset, Severity.LOW), TODAY).owner == owner


def test_the_first_rule_that_fits_counts() -> None:
    rules = (
        OwnerRule(owner="web", asset="sh*", severity=Severity.CRITICAL, read_days=0, fix_days=1),
        OwnerRule(step=Step.EXPOSURE, fix_days=2),
        OwnerRule(owner="ada", asset="shop", read_days=9),
    )
    ours = estate(SHOP, CMS, rules=rules)
    low, critical = Severity.LOW, Severity.CRITICAL
    assert route(ours, Matter(Step.LOGS, "shop", critical), TODAY) == Route(
        "web", TODAY, date(2026, 6, 16)
    )
    assert route(ours, Matter(Step.EXPOSURE, "shop", low), TODAY) == Route(
        "ben", date(2026, 6, 29), date(2026, 6, 17)
    )
    assert route(ours, Matter(Step.LOGS, "shop", low), TODAY) == Route(
        "ada", date(2026, 6, 24), date(2026, 9, 13)
    )
    assert route(ours, Matter(Step.LOGS, "cms", low), TODAY).owner == "ada"
