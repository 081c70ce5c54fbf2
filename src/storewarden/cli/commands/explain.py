"""``storewarden explain``: the page of one check."""

from difflib import get_close_matches

import click

from storewarden.cli import terminal
from storewarden.cli.terminal import clean


@click.command("explain")
@click.argument("check")
def explain(check: str) -> None:
    """Tell what a check asks, and how to put it right."""
    from rich.text import Text

    from storewarden.bootstrap import installed
    from storewarden.cli.board import indented
    from storewarden.cli.page import sections

    known = {one.id: one for one in installed.installed_checks()}
    wanted = check.strip().lower().replace("-", "_")
    if wanted not in known:
        begin = [name for name in known if wanted and name.startswith(wanted)]
        near = begin[:3] or get_close_matches(wanted, known, 3)
        hint = f"did you mean {', '.join(near)}?" if near else "`storewarden checks` lists them"
        raise click.BadParameter(f"there is no check {clean(check)!r}; {hint}")
    found = known[wanted]
    console = terminal.console()
    severity = found.declared.severity.word
    console.print(Text.assemble((found.id, "bold"), f"  {found.step.label}, {severity}"))
    for heading, words in sections(found.page):
        console.print(Text(f"\n{heading}", "bold") if heading else Text(""))
        console.print(indented(words, 2 if heading else 0))
    if found.declared.standards:
        console.print(Text(f"\nAsked by {clean('; '.join(found.declared.standards))}"))


COMMAND = explain
