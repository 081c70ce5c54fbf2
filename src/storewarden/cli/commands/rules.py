"""``storewarden rules``: the detection rules that are in force, and those that cannot be used."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storewarden.cli import terminal
from storewarden.cli.asking import Asked, pass_asked
from storewarden.cli.terminal import clean
from storewarden.core.errors import EstateError

if TYPE_CHECKING:
    from storewarden.engine.rules import Ruleset, Told

FORMATS = ("table", "json")
_REFUSED = 1
_UNKNOWN = 3


@click.group("rules")
def rules() -> None:
    """See and test the detection rules."""


@rules.command("list")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.pass_context
def listing(context: click.Context, form: str) -> int:
    """List every rule in force, with your overlays; exit code 3 when some cannot be used."""
    found = _in_force(pass_asked(context))
    if form == "json":
        terminal.write(json.dumps(_as_json(found), indent=2))
    else:
        _table(found)
    _tell_refused(found)
    return _UNKNOWN if found.refused else 0


@rules.command("validate")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def validate(paths: Sequence[Path]) -> int:
    """Read rule files or folders and say what can be used; exit code 1 when some cannot."""
    from storewarden.engine.rules import validate as read_path

    refused = False
    for path in paths:
        found = read_path(path)
        terminal.say(f"{path}: {_counted(found)}")
        _tell_refused(found)
        refused = refused or bool(found.refused)
    return _REFUSED if refused else 0


def _in_force(asked: Asked) -> "Ruleset":
    """The shipped rules, and the estate's own when there is an estate file."""
    from storewarden.bootstrap import installed

    try:
        estate = asked.estate()
    except EstateError:
        if asked.path is not None:
            raise
        estate = None
    return installed.rulebook(estate).rules


def _counted(found: "Ruleset") -> str:
    single, several = len(found.rules), len(found.correlations)
    return f"{single} rules, {several} correlations, {len(found.refused)} refused"


def _tell_refused(found: "Ruleset") -> None:
    for one in found.refused:
        terminal.complain(str(one))


def _table(found: "Ruleset") -> None:
    from rich.text import Text

    from storewarden.cli.board import STYLES, indented

    console = terminal.console()
    for told in _listed(found):
        state = "" if told.raises else "  turned off"
        grade = (told.severity.word, STYLES[told.severity])
        console.print(Text.assemble(f"{clean(told.key)}  ", grade, (state, "dim")))
        console.print(indented(clean(told.title), 4))
        for because in told.changed:
            console.print(indented(f"changed by an overlay: {clean(because)}", 4))
    raising = sum(told.raises for told in found.every)
    console.print(Text(f"{raising} rules in force; {_counted(found)}"))


def _listed(found: "Ruleset") -> "list[Told]":
    """What can raise something or was changed; not what only a correlation listens to."""
    shown = (told for told in found.every if told.raises or told.changed)
    return sorted(shown, key=lambda told: told.key)


def _as_json(found: "Ruleset") -> dict[str, object]:
    return {
        "rules": [
            {
                "id": told.key,
                "uuid": told.id,
                "title": told.title,
                "severity": told.severity.word,
                "classes": list(told.classes),
                "in_force": told.raises,
                "changed": list(told.changed),
                "file": told.place.file,
                "line": told.place.line,
            }
            for told in _listed(found)
        ],
        "refused": [
            {"file": one.place.file, "line": one.place.line, "because": one.because}
            for one in found.refused
        ],
    }


COMMAND = rules
