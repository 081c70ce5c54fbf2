"""``storewarden show``: one finding with its evidence, its history and the way to put it right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from storewarden.cli import terminal
from storewarden.cli.asking import pass_asked
from storewarden.cli.terminal import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from storewarden.cli.board import Parts
    from storewarden.core.checks import InstalledCheck
    from storewarden.core.estate import Estate
    from storewarden.core.findings import AuditEntry, Finding


@click.command("show")
@click.argument("id_", metavar="ID")
@click.pass_context
def show(context: click.Context, id_: str) -> None:
    """Tell all about one finding.

    Its evidence, its history, and how to put it right.

    The ID may be abbreviated while one finding alone is meant.
    """
    from storewarden.bootstrap import installed, opening
    from storewarden.engine.actions import named

    estate = pass_asked(context).estate()
    ledger = opening.open_ledger(estate)
    finding = named({one.id: one for one in ledger.findings()}, id_)
    checks = {check.id: check for check in installed.installed_checks()}
    console = terminal.console()
    for part in _parts(finding, estate, checks.get(finding.check), ledger.history(finding.id)):
        console.print(part)


def _parts(
    finding: Finding,
    estate: Estate,
    check: InstalledCheck | None,
    history: Sequence[AuditEntry],
) -> Parts:
    from rich.text import Text

    from storewarden.cli.board import STYLES, indented
    from storewarden.core.alerts import ALERTED
    from storewarden.engine.remedies import dangers, remedies

    word = (finding.severity.word, STYLES[finding.severity])
    yield Text.assemble(word, f"  {clean(finding.check)} on ", (clean(finding.asset), "bold"))
    yield Text(clean(finding.said))
    yield Text("")
    yield _facts(finding, estate)
    for heading, lines in (
        ("How dangerous", dangers(finding)),
        ("What to do", remedies(finding)),
        ("Evidence", finding.evidence),
    ):
        if lines:
            yield Text(f"\n{heading}", "bold")
            yield from (indented(line, 2) for line in lines)
    yield from _alert() if finding.check.startswith(ALERTED) else _page(check)
    yield Text("\nHistory", "bold")
    yield from (indented(_line(entry), 2) for entry in history)


def _facts(finding: Finding, estate: Estate) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    from storewarden.engine.scoreboard import name_of

    facts = {
        "Id": finding.id,
        "Step": finding.step.label,
        "Subject": finding.subject,
        "State": finding.state.value.replace("_", " "),
        "Owner": name_of(estate, finding.owner) or finding.owner,
        "Read by": f"{finding.read_by}{_reader(finding, estate)}",
        "Fix by": str(finding.fix_by),
        "Dated by": finding.dated.words if finding.dated else None,
        "Seen": f"{finding.first_seen:%Y-%m-%d %H:%M} to {finding.last_seen:%Y-%m-%d %H:%M UTC}",
        "Reason": finding.reason,
        "Until": str(finding.until) if finding.until else None,
    }
    table = Table.grid(padding=(0, 2))
    for name, value in facts.items():
        if value is not None:
            table.add_row(Text(name, "dim"), Text(clean(value), overflow="fold"))
    return table


def _reader(finding: Finding, estate: Estate) -> str:
    from storewarden.engine.scoreboard import name_of

    if finding.acknowledged_by is None:
        return ""
    return f" (read: {name_of(estate, finding.acknowledged_by)})"


def _alert() -> Parts:
    from rich.text import Text

    yield Text(
        "\nThe watch over the logs raised this. Acknowledge it with `storewarden ack`; it closes"
        " when it is acknowledged and nothing like it was seen for 14 days."
    )


def _page(check: InstalledCheck | None) -> Parts:
    from rich.text import Text

    from storewarden.cli.board import indented
    from storewarden.cli.page import sections

    if check is None:
        yield Text("\nThe check is not installed any more, so nobody looks whether this is fixed.")
        return
    for heading, words in sections(check.page):
        if heading:
            yield Text(f"\n{heading}", "bold")
            yield indented(words, 2)


def _line(entry: AuditEntry) -> str:
    note = f": {entry.note}" if entry.note else ""
    return f"{entry.at:%Y-%m-%d %H:%M}  {entry.actor}  {entry.action.replace('_', ' ')}{note}"


COMMAND = show
