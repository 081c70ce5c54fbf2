"""``storewarden findings``: what is open, what to do first at the top."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from storewarden.cli import terminal
from storewarden.cli.asking import SeverityName, StepName, pass_asked
from storewarden.core.findings import Finding, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storewarden.core.steps import Step
    from storewarden.core.verdicts import Severity
    from storewarden.engine.report import Report

STATES = tuple(state.value for state in State)
FORMATS = ("table", "json", "csv")
UNREAD = frozenset({State.NEW, State.REGRESSED})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are asked for; an empty tuple means any."""

    steps: tuple[Step, ...]
    assets: tuple[str, ...]
    owner: str | None
    bar: Severity
    states: frozenset[State]

    def __contains__(self, finding: Finding) -> bool:
        """Whether this one is asked for."""
        return (
            (not self.steps or finding.step in self.steps)
            and (not self.assets or finding.asset in self.assets)
            and self.owner in {None, finding.owner}
            and finding.severity >= self.bar
            and finding.state in self.states
        )


@click.command("findings")
@click.option("--step", "steps", multiple=True, type=StepName(), help="Only this step; repeatable.")
@click.option("--asset", "assets", multiple=True, help="Only this asset; repeatable.")
@click.option("--severity", "bar", type=SeverityName(), default="info", help="At least this grave.")
@click.option("--owner", help="Only what this person or team owns.")
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Repeatable.")
@click.option("--all", "everything", is_flag=True, help="Also what is fixed or set aside.")
@click.option("--unread", is_flag=True, help="Only what nobody has acknowledged yet.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.pass_context
def findings(  # noqa: PLR0913 - one argument an option
    context: click.Context,
    *,
    steps: tuple[Step, ...],
    assets: tuple[str, ...],
    bar: Severity,
    owner: str | None,
    states: tuple[str, ...],
    everything: bool,
    unread: bool,
    form: str,
) -> None:
    """List the open findings, what to do first at the top.

    Nothing is looked at anew; `storewarden check` does that.
    """
    from storewarden.bootstrap import looking, opening
    from storewarden.engine.exports import EXPORTS

    estate = pass_asked(context).estate()
    ledger = opening.open_ledger(estate)
    chosen = _states(states, everything=everything)
    chosen = chosen & UNREAD if unread else chosen
    wanted = Wanted(steps, assets, owner, bar, chosen)
    kept = sorted((one for one in ledger.findings() if one in wanted), key=Finding.urgency)
    report = replace(looking.report(estate, ledger), findings=kept)
    if form == "table":
        _table(report, with_states=bool(everything or states))
    else:
        terminal.write(EXPORTS[form](report))


def _states(named: Sequence[str], *, everything: bool) -> frozenset[State]:
    if named:
        return frozenset(map(State, named))
    if everything:
        return frozenset(State)
    return frozenset(state for state in State if state.is_open)


def _table(report: Report, *, with_states: bool) -> None:
    from storewarden.cli import listing

    if not report.findings:
        terminal.say("No such finding. `storewarden check` looks at the estate anew.")
        return
    terminal.console().print(listing.table(report, with_states=with_states))


COMMAND = findings
