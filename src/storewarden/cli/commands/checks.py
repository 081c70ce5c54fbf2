"""``storewarden checks``: every installed check, by step."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from storewarden.cli import terminal
from storewarden.core.steps import Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storewarden.core.checks import InstalledCheck

FORMATS = ("table", "markdown", "json")


@click.command("checks")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def checks(form: str) -> None:
    """List every check, by step."""
    from storewarden.bootstrap import installed

    found = installed.installed_checks()
    if form == "json":
        terminal.write(json.dumps([_as_json(check) for check in found], indent=2))
    elif form == "markdown":
        terminal.write("\n".join(_markdown(found)))
    else:
        _table(found)


def _table(found: Sequence[InstalledCheck]) -> None:
    from rich.text import Text

    from storewarden.cli.board import STYLES, indented

    console = terminal.console()
    for step in Step:
        mine = [check for check in found if check.step is step]
        console.print(Text.assemble((step.label, "bold"), f"  {step.question}"))
        for check in mine:
            severity = check.declared.severity
            console.print(Text.assemble(f"  {check.id}  ", (severity.word, STYLES[severity])))
            console.print(indented(check.question, 4))
        if not mine:
            console.print(Text("  no check is installed", "dim"))
    console.print(Text(f"{len(found)} checks; `storewarden explain CHECK` tells all about one"))


def _markdown(found: Sequence[InstalledCheck]) -> Iterator[str]:
    yield "# The checks"
    yield ""
    yield "Written by `python -m storewarden checks --format markdown`; do not edit."
    for step in Step:
        yield f"\n## {step.label}\n\n{step.question}"
        for check in found:
            if check.step is step:
                yield f"\n### `{check.id}` ({check.declared.severity.word})\n"
                yield check.page.strip()
                if check.declared.standards:
                    yield f"\nAsked by {'; '.join(check.declared.standards)}."


def _as_json(check: InstalledCheck) -> dict[str, object]:
    return {
        "id": check.id,
        "step": check.step.key,
        "question": check.question,
        "severity": check.declared.severity.word,
        "standards": list(check.declared.standards),
    }


COMMAND = checks
