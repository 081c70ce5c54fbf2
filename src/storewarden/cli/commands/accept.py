"""``storewarden accept``: live with a finding for a while, for a reason."""

from datetime import datetime

import click

from storewarden.cli.acting import act, person_option


@click.command("accept")
@click.argument("id_", metavar="ID")
@click.option(
    "--until",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The last day; the finding is new again on the day after.",
)
@click.option("--reason", required=True, help="Why; it is kept for whoever comes next.")
@person_option
@click.pass_context
def accept(
    context: click.Context, id_: str, until: datetime, reason: str, person: str | None
) -> None:
    """Live with a finding up to a day, for a reason."""
    from storewarden.engine import actions

    last = until.date()
    act(context, person, lambda findings, by: actions.accept(findings, id_, last, reason, by))


COMMAND = accept
