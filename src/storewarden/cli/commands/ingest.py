"""``storewarden ingest``: bring log files of the past into the event store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from storewarden.cli import terminal
from storewarden.cli.asking import pass_asked
from storewarden.cli.moving import bar
from storewarden.core.errors import Unreachable

if TYPE_CHECKING:
    from storewarden.core.estate import Estate, LogSource
    from storewarden.core.logs import JournalLog, TableLog
    from storewarden.kernels.events.ports import EventStore, Loaded


@click.command("ingest")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--source", metavar="ID", help="Whose log it is: an id of [logs] in the estate file.")
@click.option(
    "--format", "form", metavar="FORMAT", help="How its lines look, if not as said there."
)
@click.option("--to-the-end", is_flag=True, help="Take a last line without its newline as well.")
@click.pass_context
def ingest(
    context: click.Context,
    files: tuple[Path, ...],
    source: str | None,
    form: str | None,
    *,
    to_the_end: bool,
) -> int:
    """Bring log files of the past into the event store, packed by gzip or not.

    A file is known by its content: the same one again, under another name or packed, changes
    nothing, and one that has grown is read on from where it was. It may be stopped at any moment
    and goes on from there the next time. Without a file, --source names a table or a journal of the
    estate file, all of which is brought in.
    """
    from storewarden.bootstrap import clock, opening
    from storewarden.cli.sources import followed_log, log_of

    estate = pass_asked(context).estate()
    logs = [log_of(estate, path, source, form) for path in files]
    followed = [] if files else [followed_log(estate, source)]
    with opening.open_events(estate) as store:
        whole = [_one(estate, store, log, to_the_end=to_the_end) for log in logs]
        whole += [_all_of(estate, store, log) for log in followed]
        tidied = store.tidy(clock.now())
    if tidied.retired:
        terminal.complain(
            f"{tidied.retired} segments were given up: older than keep_days, or more than"
            " keep_bytes, of [events] in the estate file"
        )
    return 0 if all(whole) else 3


def _one(estate: Estate, store: EventStore, log: LogSource, *, to_the_end: bool) -> bool:
    """Load one file and say what became of it; False when it was not read to its end."""
    from storewarden.bootstrap import history

    try:
        with bar(log.path) as moved:
            loaded = history.load_history(estate, store, log, moved, to_the_end=to_the_end)
    except Unreachable as trouble:
        terminal.complain(f"{log.path}: {trouble}")
        return False
    except OSError as trouble:
        terminal.complain(f"{log.path}: {trouble.strerror or trouble}")
        return False
    terminal.say(f"{log.path}: {_told(loaded, log.id)}")
    if loaded.trouble:
        terminal.complain(f"{log.path}: {loaded.trouble}; what came before was kept")
    return loaded.trouble is None


def _all_of(estate: Estate, store: EventStore, log: TableLog | JournalLog) -> bool:
    """Load a table or a journal and say what became of it; False when there was trouble."""
    from storewarden.bootstrap import history

    loaded = history.load_followed(estate, store, log)
    terminal.say(f"{log.id}: {_told(loaded, log.id)}")
    if loaded.trouble:
        terminal.complain(f"{log.id}: {loaded.trouble}; what came before was kept")
    return loaded.trouble is None


def _told(loaded: Loaded, source: str) -> str:
    if loaded.left:
        return "left to the watch, which is at work and reads it"
    parts = [f"{loaded.events:,} events of {source} kept"]
    if loaded.before:
        parts.append(f"{loaded.before:,} lines were there before")
    if loaded.raw:
        parts.append(f"{loaded.raw:,} lines could not be parsed and are kept as they are")
    if loaded.cut:
        parts.append(f"{loaded.cut:,} lines were too long and are kept in part")
    if loaded.unfinished:
        parts.append("the last line has no newline yet and was left (--to-the-end takes it)")
    return "; ".join(parts)


COMMAND = ingest
