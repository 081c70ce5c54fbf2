"""Nine rows, none of them empty, and the three things to do first."""

from dataclasses import replace
from datetime import date

from storewarden.core.findings import Finding, Standing, State
from storewarden.core.scoreboard import Row
from storewarden.core.steps import Step
from storewarden.core.verdicts import Outcome, Severity
from storewarden.engine.scoreboard import scoreboard
from tests.engine.estates import CMS, DAY, DOORS, NOON, SHOP, estate
from tests.engine.test_reconcile import a_finding

LAB = estate(SHOP, CMS)


def standing(
    subject: str, outcome: Outcome, asset: str = "shop", check: str = "open_door"
) -> Standing:
    return Standing(check, Step.EXPOSURE, asset, subject, outcome, f"{subject} said", NOON)


def row(*findings: Finding, said: tuple[Standing, ...] = ()) -> Row:
    return scoreboard(LAB, [DOORS], findings, said).rows[2]


def test_a_row_counts_what_stands() -> None:
    front, back = a_finding(), a_finding(id="b" * 12, subject="back", severity=Severity.LOW)
    set_aside = a_finding(id="c" * 12, subject="roof", state=State.ACCEPTED)
    fixed = a_finding(id="d" * 12, subject="cellar", state=State.FIXED)
    said = (
        standing("front", Outcome.BAD),
        standing("back", Outcome.BAD),
        standing("roof", Outcome.BAD),
        standing("cellar", Outcome.GOOD),
        standing("attic", Outcome.UNKNOWN),
        standing("shed", Outcome.NOT_APPLICABLE),
        standing("sold", Outcome.GOOD, asset="sold_shop"),
        standing("old", Outcome.GOOD, check="retired"),
    )
    assert row(front, back, set_aside, fixed, said=said) == Row(
        step=Step.EXPOSURE,
        good=1,
        bad=2,
        unknown=1,
        set_aside=1,
        worst=front,
        responsible="Web team",
        next_deadline=date(2026, 6, 18),
        because="attic said",
    )


def test_an_acknowledged_finding_is_next_due_when_it_is_to_be_fixed() -> None:
    known = a_finding(state=State.ACKNOWLEDGED)
    assert row(known).next_deadline == date(2026, 6, 29)


def test_a_step_that_nothing_judged_is_unknown_and_says_why() -> None:
    board = scoreboard(LAB, [DOORS], [], [])
    assert [(r.step, r.good, r.bad, r.unknown) for r in board.rows] == [
        (step, 0, 0, 1) for step in Step
    ]
    reasons = {r.step: r.because for r in board.rows}
    assert reasons[Step.BASELINE] == "no check of this step is installed"
    assert reasons[Step.EXPOSURE].startswith("nothing was judged yet")
    assert board.checked is None
    assert board.rows[0].responsible is None


def test_first_come_the_gravest_then_the_soonest() -> None:
    grave = Severity.CRITICAL
    mild = a_finding(id="1" * 12, subject="a", severity=Severity.LOW)
    late = a_finding(id="2" * 12, subject="b", severity=grave, fix_by=date(2026, 9, 1))
    soon = a_finding(id="3" * 12, subject="c", severity=grave, fix_by=date(2026, 7, 1))
    high = a_finding(id="4" * 12, subject="d")
    gone = a_finding(id="5" * 12, severity=Severity.CRITICAL, state=State.FIXED)
    board = scoreboard(LAB, [DOORS], [mild, late, soon, high, gone], [])
    assert board.first == (soon, late, high)


def test_the_three_to_do_first_are_about_different_things() -> None:
    known = a_finding(id="1" * 12, severity=Severity.CRITICAL)
    exploited = a_finding(id="2" * 12, check="other_check", severity=Severity.CRITICAL)
    elsewhere = a_finding(id="3" * 12, asset="cms")
    board = scoreboard(LAB, [DOORS], [known, exploited, elsewhere], [])
    assert board.first == (known, elsewhere)


def test_findings_that_nothing_looks_at_any_more_are_named() -> None:
    lost = a_finding(asset="sold_shop")
    said = (standing("front", Outcome.GOOD), replace(standing("x", Outcome.GOOD), at=NOON + DAY))
    board = scoreboard(LAB, [DOORS], [lost], said)
    assert board.unwatched == (lost.id,)
    assert board.rows[2].bad == 1
    assert board.checked == NOON + DAY
