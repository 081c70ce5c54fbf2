"""``storewarden init``: write a first estate file."""

from pathlib import Path

import click

from storewarden.cli import terminal


@click.command("init")
@click.argument("what", nargs=-1, metavar="[URL|PATH|DSN|LOG]...")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("storewarden.toml"),
    show_default=True,
    help="The file to write; it is never overwritten. A single - prints it instead.",
)
def init(what: tuple[str, ...], output: Path) -> None:
    """Write a first estate file from what you show it.

    Show it web addresses, folders with code, databases and logs. What could not be told stands in
    the file as a comment. The address of a database is used to look for tables that are logs, but
    never written, for it may hold a password.
    """
    from storewarden.bootstrap import first
    from storewarden.engine.discovery import write_new

    shown = str(output) == "-"
    folder = Path.cwd() if shown else output.absolute().parent
    text = first.first_estate([_in_full(one) for one in what], folder)
    if shown:
        terminal.say(text)
        return
    write_new(output, text)
    terminal.say(
        f"{output} is written. Next: name the people and who answers for each step in it, then\n"
        "run `storewarden doctor`, `storewarden feeds update` and `storewarden check`."
    )


def _in_full(what: str) -> str:
    """A path as it is typed starts from the working folder; an address stays as it is."""
    try:
        return str(Path(what).absolute()) if what and Path(what).exists() else what
    except (OSError, ValueError):
        return what


COMMAND = init
