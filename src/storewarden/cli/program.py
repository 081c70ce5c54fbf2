"""The program ``storewarden``: finds the commands, runs one, and turns errors into exit codes."""

import os
import sys
from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path

import click

from storewarden import __version__
from storewarden.bootstrap import walking
from storewarden.cli import terminal
from storewarden.cli.asking import Asked
from storewarden.core.errors import (
    EstateError,
    HuntRefused,
    NoSuchFinding,
    NotAllowed,
    StorewardenError,
)


class Exit(IntEnum):
    """What the exit code says to cron and to pipelines."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    NOT_CHECKED = 3
    INTERRUPTED = 130


_MISTAKES = (EstateError, HuntRefused, NoSuchFinding, NotAllowed)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="storewarden %(version)s")
@click.option(
    "--estate",
    "path",
    envvar="STOREWARDEN_ESTATE",
    type=click.Path(path_type=Path),
    help="The estate file; else the nearest storewarden.toml above the working folder.",
)
@click.pass_context
def program(context: click.Context, path: Path | None) -> None:
    """Keeps your content system and shop safe, every day.

    Exit codes: 0 nothing at or above the bar, 1 findings, 2 usage or estate file, 3 could not
    check.
    """
    context.obj = Asked(path)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    terminal.prepare()
    code = run(sys.argv[1:] if arguments is None else arguments)
    raise SystemExit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns its exit code. Errors are told on stderr in one sentence."""
    _plug_in()
    try:
        code = program.main(list(arguments), prog_name="storewarden", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as odd:
        return _refused(odd)
    except click.Abort:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        return _nobody_reads()
    except StorewardenError as error:
        terminal.complain(str(error))
        return Exit.USAGE if isinstance(error, _MISTAKES) else Exit.NOT_CHECKED
    except OSError as error:
        terminal.complain(f"could not go on: {error}")
        return Exit.NOT_CHECKED
    return code if isinstance(code, int) else Exit.CLEAN


def _plug_in() -> None:
    for _, module in walking.files_in("storewarden.cli.commands"):
        if module.COMMAND.name not in program.commands:
            program.add_command(module.COMMAND)


def _refused(odd: click.ClickException) -> int:
    if isinstance(odd, click.exceptions.NoArgsIsHelpError):
        odd.show()
        return Exit.USAGE
    context = odd.ctx if isinstance(odd, click.UsageError) else None
    hint = f" (`{context.command_path} --help` says more)" if context else ""
    terminal.complain(odd.format_message() + hint)
    return Exit.USAGE


def _nobody_reads() -> int:
    """The reader of our pipe went away: stop, and keep Python from complaining at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.CLEAN
