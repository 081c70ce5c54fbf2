"""``storewarden detect``: which lines of an access log show an attack, and who sent them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from storewarden.cli import terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from storewarden.core.flagged import Caller, LookedThrough

_MOST: Final = 50
_LONGEST: Final = 100


@click.command("detect")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--format", "form", default="combined", show_default=True, help="Of access logs.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a flagged line.")
def detect(*, files: tuple[Path, ...], form: str, as_json: bool) -> int:
    """Find attacks in access logs: by what a line asks for, and by what many lines show together.

    FILE may be packed with gzip. Nothing is kept and nobody is told; `storewarden watch` does
    that. Leaves with 1 when a line is flagged.
    """
    from storewarden.bootstrap import history

    flagged = 0
    for file in files:
        seen = history.look_through(file, form)
        flagged += len(seen.flagged)
        if as_json:
            _lines(seen, file if len(files) > 1 else None)
        else:
            _page(seen, file)
    return int(flagged > 0)


def _lines(seen: LookedThrough, file: Path | None) -> None:
    """Print the flagged lines; JSON spells out whatever could harm a terminal by itself."""
    of = {} if file is None else {"file": str(file)}
    told = [
        json.dumps({**of, "line": one.number, "classes": one.classes, "rules": one.rules})
        for one in seen.flagged
    ]
    terminal.write("\n".join(told))


def _page(seen: LookedThrough, file: Path) -> None:
    terminal.say(f"{file}: {seen.read:,} lines, {len(seen.flagged):,} flagged{_odd(seen)}")
    if seen.callers:
        terminal.console().print(_table(seen.callers[:_MOST]))
    if len(seen.callers) > _MOST:
        terminal.say(f"... and {len(seen.callers) - _MOST:,} more callers; --json has every line")
    for alert in seen.alerts:
        terminal.say(f"{alert.severity.word}: {alert.title}: {alert.actor.value}: {alert.why}")


def _odd(seen: LookedThrough) -> str:
    unparsed = f", {seen.unparsed:,} not of this format" if seen.unparsed else ""
    return unparsed + (f", {seen.cut:,} too long and cut" if seen.cut else "")


def _table(callers: Sequence[Caller]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    drawn.add_column("Caller", overflow="fold", max_width=39)
    drawn.add_column("Lines", justify="right", no_wrap=True)
    drawn.add_column("First", justify="right", no_wrap=True)
    drawn.add_column("What", overflow="fold", max_width=40)
    drawn.add_column("For example", overflow="fold", ratio=1)
    for caller in callers:
        drawn.add_row(
            Text(terminal.clean(caller.address or "(not of this format)")),
            Text(f"{caller.lines:,}"),
            Text(f"{caller.first:,}"),
            Text(", ".join(dict.fromkeys((*caller.behaviours, *caller.classes)))),
            Text(terminal.clean(caller.example[:_LONGEST])),
        )
    return drawn


COMMAND = detect
