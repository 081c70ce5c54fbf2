"""The page about the commands names every command and every option."""

from pathlib import Path

import click
import pytest

from storewarden.bootstrap import walking
from storewarden.cli.program import run

PAGE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")
COMMANDS = [module.COMMAND for _, module in walking.files_in("storewarden.cli.commands")]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_and_option_has_its_line(command: click.Command) -> None:
    begin = (f"| `{command.name} ", f"| `{command.name}`")
    (line,) = (row for row in PAGE.splitlines() if row.startswith(begin))
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.opts[0] in line


def test_the_page_of_all_checks_is_what_is_installed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["checks", "--format", "markdown"]) == 0
    page = (Path(__file__).parents[2] / "docs" / "checks.md").read_text("utf-8")
    assert page == capsys.readouterr().out, "run `make docs`"
