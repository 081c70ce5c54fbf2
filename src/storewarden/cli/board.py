"""Draws the scoreboard: nine rows, the three things to do first, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from storewarden.cli.terminal import clean
from storewarden.core.verdicts import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

    from storewarden.core.estate import Estate
    from storewarden.core.findings import Finding
    from storewarden.core.scoreboard import Row, Scoreboard

    Parts: TypeAlias = Iterator[RenderableType]

STYLES: Final = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}
SHORT: Final = 7
"""Digits of a finding's id that are shown; an id may be abbreviated wherever it is typed."""


def indented(words: str, left: int, style: str = "") -> RenderableType:
    """Outside text as a paragraph that keeps its left edge when it wraps."""
    from rich.padding import Padding
    from rich.text import Text

    return Padding(Text(clean(words), style, overflow="fold"), (0, 0, 0, left), expand=False)


def show(board: Scoreboard, estate: Estate, console: Console) -> None:
    """Print the scoreboard; it fits 80 columns and uses what there is beyond."""
    console.print(_title(board))
    console.print(_rows(board, wide=console.width >= _WIDE))
    for part in (*_first(board, estate), *_unknown(board), *_unwatched(board)):
        console.print(part)


_WIDE: Final = 100


def _title(board: Scoreboard) -> Text:
    from rich.text import Text

    when = f"checked {board.checked:%Y-%m-%d %H:%M UTC}" if board.checked else "never checked"
    return Text.assemble((clean(board.estate), "bold"), f", {when}")


def _rows(board: Scoreboard, *, wide: bool) -> Table:
    from rich.table import Table

    table = Table(**_frame(wide=wide))
    table.add_column("Step", no_wrap=True)
    for name in ("Good", "Bad", "Unknown"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Worst finding", overflow="fold", min_width=20)
    table.add_column("Responsible", overflow="fold", min_width=11, max_width=24 if wide else 13)
    table.add_column("Next by", no_wrap=True, min_width=10)
    for row in board.rows:
        table.add_row(*_cells(row))
    return table


def _frame(*, wide: bool) -> dict[str, Any]:  # options of rich's table
    from rich import box

    if wide:
        return {"box": box.ROUNDED}
    return {"box": box.SIMPLE_HEAD, "show_edge": False, "padding": 0, "pad_edge": False}


def _cells(row: Row) -> Parts:
    from rich.text import Text

    yield Text(row.step.label)
    yield Text(str(row.good), "green" if row.good else "dim")
    yield Text(str(row.bad), STYLES[row.worst.severity] if row.worst else "dim")
    yield Text(str(row.unknown), "magenta" if row.unknown else "dim")
    yield _worst(row.worst)
    yield Text(clean(row.responsible or "nobody"), "" if row.responsible else "bold red")
    yield Text(str(row.next_deadline or "-"))


def _worst(finding: Finding | None) -> Text:
    from rich.text import Text

    if finding is None:
        return Text("-", "dim")
    word = (finding.severity.word, STYLES[finding.severity])
    return Text.assemble(word, ": ", clean(finding.check.replace("_", " ")))


def _first(board: Scoreboard, estate: Estate) -> Parts:
    from rich.text import Text

    from storewarden.engine.scoreboard import name_of

    if not board.first:
        return
    yield Text("\nDo first", "bold")
    for number, finding in enumerate(board.first, 1):
        owner = name_of(estate, finding.owner) or finding.owner
        head = Text.assemble(
            f" {number}  ",
            (finding.severity.word, STYLES[finding.severity]),
            f"  {finding.id[:SHORT]}  {clean(finding.check)} on {clean(finding.asset)}",
        )
        yield head
        yield indented(finding.said, 4)
        yield indented(f"{owner}, fix by {finding.fix_by}", 4, "dim")
    yield Text("")


def _unknown(board: Scoreboard) -> Parts:
    from rich.text import Text

    rows = [row for row in board.rows if row.unknown]
    if not rows:
        return
    yield Text("Not known", "bold")
    for row in rows:
        more = f" (and {row.unknown - 1} more)" if row.unknown > 1 else ""
        yield indented(f"{row.step.label}: {row.because}{more}", 1)
    yield Text("")


def _unwatched(board: Scoreboard) -> Parts:
    from rich.text import Text

    if board.unwatched:
        ids = ", ".join(id_[:SHORT] for id_ in board.unwatched)
        yield Text(f"Open, but not checked any more (asset or check is gone): {ids}")
