"""``storewarden vex``: what we say to others of the weaknesses of what we run."""

import click

from storewarden.cli import terminal
from storewarden.cli.asking import pass_asked

FORMATS = ("openvex", "cyclonedx")


@click.group("vex")
def vex() -> None:
    """Say to customers and auditors which weaknesses concern what you run, and which do not."""


@vex.command("export")
@click.option("--format", "form", type=click.Choice(FORMATS), default="openvex", show_default=True)
@click.pass_context
def export(context: click.Context, form: str) -> None:
    """Write one VEX document of all findings about published weaknesses.

    Unread is "under investigation", read "affected", a false alarm "not affected" with your
    reason, what is gone "fixed".
    """
    from storewarden.bootstrap import statements

    terminal.write(statements.vex(pass_asked(context).estate(), form))


COMMAND = vex
