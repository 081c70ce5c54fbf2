"""``storewarden hunt``: put a rule or a question to the log records of the past."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import click

from storewarden.cli import answers, terminal
from storewarden.cli.asking import pass_asked
from storewarden.cli.questions import Question, moment, questions

if TYPE_CHECKING:
    import pyarrow as pa

    from storewarden.kernels.events.ports import Hunt

    Found: TypeAlias = Iterable[tuple[Question, Iterator[pa.RecordBatch]]]

FORMATS: Final = ("table", "json", "parquet")
_SHOWN: Final = 100


@click.command("hunt")
@click.argument("question", metavar="RULE.yml|SQL")
@click.option("--since", metavar="TIME", help="30d, 12h, 2w, or a day; else all that is stored.")
@click.option("--until", metavar="TIME", help="The same; events from then on are left out.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file to write.")
@click.option("--limit", type=click.IntRange(1), help="Rows at the most; 100 in a table.")
@click.option("--reveal", is_flag=True, help="Plain addresses and accounts, not their pseudonyms.")
@click.option(
    "--timeout",
    type=click.FloatRange(1, 600),
    default=60.0,
    show_default=True,
    help="Seconds after which it is given up.",
)
@click.pass_context
def hunt(  # noqa: PLR0913 - one argument an option
    context: click.Context,
    question: str,
    since: str | None,
    until: str | None,
    form: str,
    output: Path | None,
    limit: int | None,
    *,
    reveal: bool,
    timeout: float,
) -> None:
    """Put a Sigma rule, or one SELECT over the view ``events``, to the stored log records.

    For example: storewarden hunt "SELECT address, count(*) AS n FROM events WHERE status = 403
    GROUP BY address ORDER BY n DESC" --since 7d
    """
    from storewarden.bootstrap import clock, opening
    from storewarden.kernels.events.ports import Hunt

    asked = _read(question, form, output)
    now = clock.now()
    most = limit or (_SHOWN if form == "table" else None)
    whole = Hunt("", _moment(since, now), _moment(until, now), reveal, most, timeout)
    with opening.open_events(pass_asked(context).estate()) as store:
        found = ((each, store.hunt(_of(whole, each))) for each in asked)
        if form == "table":
            _tables(found, most or 0)
        elif form == "json":
            _json(found, output)
        else:
            _parquet(found, output or Path())


def _read(question: str, form: str, output: Path | None) -> list[Question]:
    asked = questions(question)
    if form == "parquet" and (output is None or len(asked) != 1):
        raise click.UsageError("Parquet needs --output FILE, and one rule at a time")
    if form == "table" and output is not None:
        raise click.UsageError("--output goes with --format json or parquet")
    return asked


def _of(whole: "Hunt", asked: Question) -> "Hunt":
    if asked.plain and not whole.reveal:
        terminal.complain(f"{asked.rule} looks at plain addresses or accounts, so they are shown")
    return replace(whole, sql=asked.sql, reveal=whole.reveal or asked.plain)


def _tables(found: "Found", most: int) -> None:
    for asked, batches in found:
        table, rows = answers.table(batches)
        if asked.rule:
            terminal.say(f"{asked.rule}:")
        if rows:
            terminal.console().print(table)
        more = " (there may be more: see --limit, or --format json)" if rows == most else ""
        terminal.say(f"{rows} {'row' if rows == 1 else 'rows'}{more}")


def _json(found: "Found", path: Path | None) -> None:
    with nullcontext(sys.stdout) if path is None else path.open("w", encoding="ascii") as stream:
        for asked, batches in found:
            answers.json_lines(batches, asked.rule, stream)


def _parquet(found: "Found", path: Path) -> None:
    for _, batches in found:
        terminal.say(f"{answers.parquet(batches, path)} rows written to {path}")


def _moment(said: str | None, now: datetime) -> datetime | None:
    try:
        return None if said is None else moment(said, now)
    except ValueError as odd:
        raise click.UsageError(str(odd)) from None


COMMAND = hunt
