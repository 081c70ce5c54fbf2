"""One check from end to end, on a ledger in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from storewarden.core.checks import Fact
from storewarden.core.connectors import Access
from storewarden.core.estate import Site
from storewarden.core.findings import State
from storewarden.core.steps import Step
from storewarden.core.verdicts import Severity
from storewarden.engine.report import Report, Scope
from storewarden.engine.run import Around, House, check
from tests.engine.estates import CMS, DAY, DOORS, NOON, SHOP, Door, NoProgress, connector, estate
from tests.support.access import access_to
from tests.support.ledger import MemoryLedger

LAB = estate(SHOP, CMS)
LOGS = replace(DOORS, id="logged_door", step=Step.LOGS)
OPEN, SHUT = Door("front", locked=False), Door("front", locked=True)


def run(ledger: MemoryLedger, *doors: Door, scope: Scope | None = None, day: int = 0) -> Report:
    def told(_site: Site, _access: Access) -> Iterator[Fact]:
        yield from doors

    house = House([DOORS, LOGS], [connector(told)])
    around = Around(NOON + day * DAY, lambda _thing: access_to(LAB), NoProgress(), print)
    return check(LAB, house, ledger, scope or Scope(), around)


def states(ledger: MemoryLedger) -> dict[tuple[str, str], State]:
    return {(f.check, f.asset): f.state for f in ledger.findings()}


def pairs(report: Report) -> Sequence[tuple[str, str]]:
    return sorted((f.check, f.asset) for f in report.findings)


def test_findings_are_raised_fixed_and_come_back() -> None:
    ledger = MemoryLedger()
    report = run(ledger, OPEN)
    everything = [(c, a) for c in ("logged_door", "open_door") for a in ("cms", "shop")]
    assert pairs(report) == everything
    assert [row.bad for row in report.scoreboard.rows] == [0, 0, 2, 0, 0, 0, 0, 2, 0]
    assert pairs(run(ledger, SHUT, day=1)) == []
    assert set(states(ledger).values()) == {State.FIXED}
    run(ledger, OPEN, day=2)
    assert set(states(ledger).values()) == {State.REGRESSED}


def test_a_part_closes_and_reports_only_what_it_covers() -> None:
    ledger = MemoryLedger()
    run(ledger, OPEN)
    part = Scope(frozenset({Step.LOGS}), frozenset({"shop"}))
    assert pairs(run(ledger, SHUT, scope=part)) == []
    assert states(ledger) == {
        ("logged_door", "shop"): State.FIXED,
        ("logged_door", "cms"): State.NEW,
        ("open_door", "shop"): State.NEW,
        ("open_door", "cms"): State.NEW,
    }
    again = run(ledger, OPEN, scope=part)
    assert pairs(again) == [("logged_door", "shop")]
    assert sum(row.bad for row in again.scoreboard.rows) == 4


def test_a_report_says_what_is_above_the_bar_and_whether_anything_was_seen() -> None:
    report = run(MemoryLedger(), OPEN)
    assert len(report.at_or_above(Severity.HIGH)) == 4
    assert report.at_or_above(Severity.CRITICAL) == []
    assert not report.saw_nothing()
    nothing = replace(report, standings=())
    assert nothing.saw_nothing()
