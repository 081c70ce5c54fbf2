"""``storewarden events``: look after the store of log records."""

import click

from storewarden.cli import terminal
from storewarden.cli.asking import pass_asked


@click.group("events")
def events() -> None:
    """Look after the store of log records."""


@events.command("verify")
@click.pass_context
def verify(context: click.Context) -> int:
    """Read every stored byte and see that nobody changed it; exit code 1 when somebody did."""
    from storewarden.bootstrap import opening

    with opening.open_events(pass_asked(context).estate()) as store:
        walked = store.verify()
    if walked.broken is None:
        terminal.say(
            f"The chain holds: {walked.events:,} events in {walked.segments:,} segments,"
            f" {walked.entries:,} entries, each sealed by the next."
        )
        return 0
    broken = walked.broken
    file = f" ({broken.name})" if broken.name else ""
    terminal.complain(
        f"the chain is broken at segment {broken.number}{file} of {walked.entries}:"
        f" {broken.because}; nothing before it was touched"
    )
    return 1


@events.command("status")
@click.pass_context
def status(context: click.Context) -> None:
    """Say what is stored: how many events, of which time, and how much room they take."""
    from storewarden.bootstrap import opening

    with opening.open_events(pass_asked(context).estate()) as store:
        segments = store.segments()
    if not segments:
        terminal.say("Nothing is stored yet: `storewarden ingest` brings log files in.")
        return
    rows, size = sum(each.rows for each in segments), sum(each.size for each in segments)
    first = [each.first for each in segments if each.first is not None]
    last = [each.last for each in segments if each.last is not None]
    span = f", from {_day(min(first))} to {_day(max(last))}" if first and last else ""
    terminal.say(f"{rows:,} events in {len(segments):,} segments, {size / 1e6:,.1f} MB{span}")


@events.command("tidy")
@click.pass_context
def tidy(context: click.Context) -> None:
    """Merge small segments, give up what is older or larger than the estate file allows."""
    from storewarden.bootstrap import clock, opening

    with opening.open_events(pass_asked(context).estate()) as store:
        done = store.tidy(clock.now())
    terminal.say(
        f"{done.merged} small segments merged, {done.retired} given up, {done.unlinked} old files"
        " deleted"
    )


@events.command("pseudonym")
@click.argument("column", type=click.Choice(("address", "account", "session")))
@click.argument("value")
@click.pass_context
def pseudonym(context: click.Context, column: str, value: str) -> None:
    """Say what stands in the store for an address, an account or a session, to hunt for it."""
    from storewarden.bootstrap import opening

    with opening.open_events(pass_asked(context).estate()) as store:
        terminal.say(store.pseudonym(column, value))


@events.command("reveal")
@click.argument("pseudonyms", nargs=-1, required=True, metavar="PSEUDONYM...")
@click.pass_context
def reveal(context: click.Context, pseudonyms: tuple[str, ...]) -> None:
    """Say what a pseudonym (p:...) stands for; it needs the key of the store."""
    from storewarden.bootstrap import opening

    with opening.open_events(pass_asked(context).estate()) as store:
        for each in pseudonyms:
            terminal.say(f"{each}  {store.reveal(each)}")


def _day(microseconds: int) -> str:
    from datetime import UTC, datetime

    return f"{datetime.fromtimestamp(microseconds / 1_000_000, UTC):%Y-%m-%d}"


COMMAND = events
