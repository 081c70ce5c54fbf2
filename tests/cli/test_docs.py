"""The page about the commands names every command and every option."""

from pathlib import Path

import click
import pytest

from storewarden import bootstrap

PAGE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")
COMMANDS = [module.COMMAND for _, module in bootstrap.files_in("storewarden.cli.commands")]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_and_option_has_its_line(command: click.Command) -> None:
    begin = (f"| `{command.name} ", f"| `{command.name}`")
    (line,) = (row for row in PAGE.splitlines() if row.startswith(begin))
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.opts[0] in line
