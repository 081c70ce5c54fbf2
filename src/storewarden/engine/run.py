"""One check of the estate from end to end: gather, judge, reconcile, report."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from storewarden.core.checks import InstalledCheck
from storewarden.core.connectors import Access, InstalledConnector
from storewarden.core.estate import Estate
from storewarden.core.findings import Change, Finding
from storewarden.core.ports import Ledger, Progress
from storewarden.core.vex import Statement
from storewarden.engine.gather import Thing, gather, plan
from storewarden.engine.judge import Judgement, judge, pairs
from storewarden.engine.reconcile import reconcile, standings
from storewarden.engine.report import Report, Scope
from storewarden.engine.scoreboard import scoreboard
from storewarden.engine.vex.applying import applied


@dataclass(frozen=True, slots=True)
class House:
    """What is installed."""

    checks: Sequence[InstalledCheck]
    connectors: Sequence[InstalledConnector]


@dataclass(frozen=True, slots=True)
class Around:
    """What a run is handed from outside.

    Attributes:
        now: the moment of the run.
        access: what a connector is handed to look at one asset.
        progress: who watches.
        tell: hears of faults in connectors and checks, in words without secrets.
        vex: what others said of the weaknesses of what we run.
    """

    now: datetime
    access: Callable[[Thing], Access]
    progress: Progress
    tell: Callable[[str], None]
    vex: Sequence[Statement] = ()


def check(estate: Estate, house: House, ledger: Ledger, scope: Scope, around: Around) -> Report:
    """Look at what the scope covers, keep what was found, and report; raises `LedgerError`."""
    judgements = applied(_look(estate, house, scope, around), around.vex)

    def decide(known: Mapping[str, Finding]) -> Iterable[Change]:
        return reconcile(known, judgements, estate, around.now)

    ledger.record(decide, pairs(judgements), standings(judgements, around.now))
    return report(estate, house.checks, ledger, scope, around.now)


def report(
    estate: Estate,
    checks: Sequence[InstalledCheck],
    ledger: Ledger,
    scope: Scope,
    now: datetime,
) -> Report:
    """Report what the ledger holds, without looking again; raises `LedgerError`."""
    findings, said = ledger.findings(), ledger.standings()
    covered = [f for f in findings if f.state.is_open and scope.covers(f.step, f.asset)]
    ids = frozenset(check.id for check in checks)
    assets = frozenset(thing.id for thing in estate)
    return Report(
        estate=estate,
        at=now,
        scoreboard=scoreboard(estate, checks, findings, said),
        findings=sorted(covered, key=Finding.urgency),
        standings=[
            s
            for s in said
            if s.check in ids and s.asset in assets and scope.covers(s.step, s.asset)
        ],
        checks={check.id: check for check in checks},
    )


def _look(estate: Estate, house: House, scope: Scope, around: Around) -> Sequence[Judgement]:
    checks = [one for one in house.checks if not scope.steps or one.step in scope.steps]
    things = [thing for thing in estate if not scope.assets or thing.id in scope.assets]
    visits = plan(things, house.connectors, {check.declared.asks for check in checks})
    sight = gather(visits, around.access, around.progress, around.tell)
    return judge(checks, sight, around.tell)
