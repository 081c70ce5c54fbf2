"""``storewarden ack``: say that somebody has read a finding and deals with it."""

import click

from storewarden.cli.acting import act, person_option


@click.command("ack")
@click.argument("id_", metavar="ID")
@person_option
@click.pass_context
def ack(context: click.Context, id_: str, person: str | None) -> None:
    """Say that you have read a finding and deal with it.

    It also takes back an acceptance or a false alarm.
    """
    from storewarden.engine.actions import acknowledge

    act(context, person, lambda findings, by: acknowledge(findings, id_, by))


COMMAND = ack
