"""``storewarden notices``: what was told to whom, what waits, and what did not arrive."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from storewarden.cli import terminal
from storewarden.cli.asking import pass_asked
from storewarden.core.notices import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.table import Table

    from storewarden.core.notices import Notice

FORMATS = ("table", "json")


@click.command("notices")
@click.option("--send", is_flag=True, help="Try at once what waits or did not arrive.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.pass_context
def notices(context: click.Context, *, send: bool, form: str) -> int:
    """List the notices: what was sent, what waits, what did not arrive.

    Exits with 1 when a notice did not arrive.
    """
    from storewarden.bootstrap import notices as posting

    estate = pass_asked(context).estate()
    if send:
        posting.tell(estate, terminal.complain, hurry=True)
    kept = posting.notices(estate)
    if form == "json":
        terminal.write(json.dumps([_as_json(one) for one in kept], indent=2))
    elif kept:
        terminal.console().print(_table(kept))
    else:
        terminal.say(_nothing(told=estate.notices.smtp_host is not None))
    return int(any(one.stage is Stage.FAILED for one in kept))


def _nothing(*, told: bool) -> str:
    if told:
        return "Nothing was told to anybody yet."
    return "Nobody is told of anything: the estate file names no mail server ([notices] smtp_host)."


def _table(kept: Sequence[Notice]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for heading in ("Stage", "To", "Finding", "Made", "What", "Trouble"):
        table.add_column(heading, overflow="fold")
    for one in kept:
        letter = one.letter
        cells = (one.stage.value, letter.person, letter.finding, f"{one.made:%Y-%m-%d %H:%M}")
        words = (*cells, letter.subject, _trouble(one))
        table.add_row(*(Text(terminal.clean(cell)) for cell in words))
    return table


def _trouble(one: Notice) -> str:
    if one.stage is Stage.WAITING and one.next_try is not None and one.trouble:
        return f"{one.trouble}; again at {one.next_try:%Y-%m-%d %H:%M} UTC"
    return one.trouble


def _as_json(one: Notice) -> Mapping[str, object]:
    return {
        "id": one.letter.id,
        "stage": one.stage.value,
        "person": one.letter.person,
        "finding": one.letter.finding,
        "rung": one.letter.rung,
        "subject": one.letter.subject,
        "made": one.made.isoformat(timespec="seconds"),
        "tries": one.tries,
        "next_try": one.next_try.isoformat(timespec="seconds") if one.next_try else None,
        "sent": one.sent.isoformat(timespec="seconds") if one.sent else None,
        "trouble": one.trouble,
    }


COMMAND = notices
