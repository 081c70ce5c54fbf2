"""Draws a table of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storewarden.cli.board import SHORT, STYLES
from storewarden.cli.terminal import clean
from storewarden.engine.scoreboard import deadline, name_of

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from storewarden.core.findings import Finding
    from storewarden.engine.report import Report


def table(report: Report, *, with_states: bool) -> Table:
    """One row a finding; at 80 columns the words wrap, the rest does not."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    drawn.add_column("Id", no_wrap=True)
    drawn.add_column("Severity", no_wrap=True)
    if with_states:
        drawn.add_column("State", no_wrap=True)
    drawn.add_column("What", overflow="fold", ratio=1)
    drawn.add_column("Owner", overflow="fold", max_width=16)
    drawn.add_column("Next by", no_wrap=True)
    gone = frozenset(report.scoreboard.unwatched)
    for finding in report.findings:
        drawn.add_row(
            Text(finding.id[:SHORT]),
            Text(finding.severity.word, STYLES[finding.severity]),
            *([Text(finding.state.value.replace("_", " "))] if with_states else []),
            _what(finding, gone=finding.id in gone),
            Text(clean(name_of(report.estate, finding.owner) or finding.owner)),
            Text(str(deadline(finding)) if finding.state.is_open else "-"),
        )
    return drawn


def _what(finding: Finding, *, gone: bool) -> Text:
    from rich.text import Text

    return Text.assemble(
        (clean(finding.asset), "bold"),
        f": {clean(finding.said)}",
        (f" [{clean(finding.check)}]", "dim"),
        (" (not checked any more)" if gone else "", "magenta"),
    )
