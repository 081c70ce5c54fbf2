"""Carries out what a person does to a finding, and says what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from storewarden.cli import terminal
from storewarden.cli.asking import pass_asked, who

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storewarden.core.findings import Change, Finding
    from storewarden.engine.actions import By

    Deed = Callable[[Mapping[str, Finding], By], Change]


def act(context: click.Context, person: str | None, deed: Deed) -> None:
    """Let ``deed`` decide on the ledger's findings, keep the change, and say it.

    Raises `NoSuchFinding`, `NotAllowed` and `LedgerError`; then nothing is kept.
    """
    from storewarden.bootstrap import clock, opening
    from storewarden.bootstrap.notices import note_reading
    from storewarden.engine.actions import By

    estate = pass_asked(context).estate()
    by = By(who(estate, person), clock.now())
    ledger = opening.open_ledger(estate)
    changes = ledger.update(lambda findings: [deed(findings, by)])
    for change in changes:
        note_reading(estate, change)
        after = change.after
        note = f" ({change.note})" if change.note else ""
        what = change.action.value.replace("_", " ")
        terminal.say(f"{after.id} {what} by {change.actor}: {after.asset}, {after.said}{note}")


person_option = click.option(
    "--as", "person", metavar="PERSON", help="Who acts: an id of the estate file; else your login."
)
