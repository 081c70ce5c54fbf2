"""``storewarden check``: look at the estate now."""

from typing import TYPE_CHECKING

import click

from storewarden.cli import progress, terminal
from storewarden.cli.asking import SeverityName, StepName, pass_asked, scope_of
from storewarden.core.steps import Step
from storewarden.core.verdicts import Severity

if TYPE_CHECKING:
    from storewarden.engine.report import Report

FORMATS = ("table", "json", "sarif", "ocsf")


@click.command("check")
@click.option("--step", "steps", multiple=True, type=StepName(), help="Only this step; repeatable.")
@click.option("--asset", "assets", multiple=True, help="Only this asset; repeatable.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option(
    "--fail-on",
    "bar",
    type=SeverityName(),
    default="low",
    show_default=True,
    help="Exit with 1 when an open finding is at least this grave.",
)
@click.pass_context
def check(
    context: click.Context,
    steps: tuple[Step, ...],
    assets: tuple[str, ...],
    form: str,
    bar: Severity,
) -> int:
    """Look at the estate now, and say how it stands.

    Every open finding counts for the exit code, also those known from before. With --step or
    --asset only what they cover is looked at, reported and closed.
    """
    from storewarden.bootstrap import looking

    estate = pass_asked(context).estate()
    scope = scope_of(estate, steps, assets)
    report = looking.check(estate, scope, progress.watching(quiet=form != "table"))
    if form == "table":
        _table(report)
    else:
        _export(report, form)
    return _exit_code(report, bar)


def _table(report: "Report") -> None:
    from storewarden.cli import board

    console = terminal.console()
    board.show(report.scoreboard, report.estate, console)
    count = len(report.findings)
    word = "finding" if count == 1 else "findings"
    console.print(f"{count} open {word}; `storewarden findings` lists, `show ID` tells all")


def _export(report: "Report", form: str) -> None:
    from storewarden.engine.exports import EXPORTS

    terminal.write(EXPORTS[form](report))


def _exit_code(report: "Report", bar: Severity) -> int:
    if report.at_or_above(bar):
        return 1
    if report.saw_nothing():
        terminal.complain("not one question could be answered, so no findings means nothing")
        return 3
    return 0


COMMAND = check
