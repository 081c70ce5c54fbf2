"""``storewarden false-alarm``: say that a finding is not so, for a reason."""

import click

from storewarden.cli.acting import act, person_option


@click.command("false-alarm")
@click.argument("id_", metavar="ID")
@click.option("--reason", required=True, help="Why; it is kept for whoever comes next.")
@person_option
@click.pass_context
def false_alarm(context: click.Context, id_: str, reason: str, person: str | None) -> None:
    """Say that a finding is not so, for a reason.

    It stays silent until you `ack` it.
    """
    from storewarden.engine import actions

    act(context, person, lambda findings, by: actions.false_alarm(findings, id_, reason, by))


COMMAND = false_alarm
