"""``storewarden audit``: the append-only trail of everything that happened to findings."""

import click

from storewarden.cli import terminal
from storewarden.cli.asking import pass_asked


@click.group("audit")
def audit() -> None:
    """Look at the trail of everything that happened to findings."""


@audit.command("verify")
@click.pass_context
def verify(context: click.Context) -> int:
    """Walk the whole trail and see that nobody changed it; exit code 1 when somebody did."""
    from storewarden.bootstrap import opening

    ledger = opening.open_ledger(pass_asked(context).estate())
    entries, broken = ledger.verify()
    if broken is None:
        terminal.say(f"The trail holds: {entries} entries, each sealed by the next.")
        return 0
    terminal.complain(
        f"the trail is broken at entry {broken} of {entries}: it, or what it speaks of, was"
        " changed, added or taken out behind Storewarden's back; nothing before it was"
    )
    return 1


COMMAND = audit
