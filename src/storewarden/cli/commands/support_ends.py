"""``storewarden support-ends``: the list that says until when makers support their releases."""

import click

from storewarden.cli import terminal
from storewarden.cli.asking import pass_asked


@click.group("support-ends", invoke_without_command=True)
@click.pass_context
def support_ends(context: click.Context) -> None:
    """Say of which day the list of support ends is, or renew it."""
    if context.invoked_subcommand is None:
        from storewarden.bootstrap import support

        day, products = support.standing(pass_asked(context).estate())
        terminal.say(
            f"The list of support ends is of {day} and names {products} products."
            " `storewarden support-ends update` renews it."
        )


@support_ends.command("update")
@click.option(
    "--from",
    "source",
    metavar="FILE|URL",
    help="Instead of endoflife.date: its /api/v1/products/full from a mirror or a file.",
)
@click.pass_context
def update(context: click.Context, source: str | None) -> None:
    """Fetch the list from endoflife.date; one that is broken leaves the old one in force."""
    from storewarden.bootstrap import support

    day, products = support.renew(pass_asked(context).estate(), source)
    terminal.say(f"The list of support ends is of {day} now and names {products} products.")


COMMAND = support_ends
