"""``storewarden baselines``: who stands out among everybody, by which figure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from storewarden.cli import terminal
from storewarden.cli.asking import pass_asked
from storewarden.cli.moving import bar
from storewarden.cli.questions import moment

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.table import Table

    from storewarden.kernels.baselines import Judged, Model, Observed, Standing
    from storewarden.kernels.events.ports import EventStore

SEED: Final = 7
"""Fixes the cuts of the forest, so that the same log always gives the same answer."""
_HOURS: Final = 5


@dataclass(frozen=True, slots=True)
class Whole:
    """What is printed: the model, everybody ranked, and events without a time."""

    model: "Model"
    judged: "Judged"
    untimed: int


@click.command("baselines")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--since", metavar="TIME", help="Stored events instead of files: 30d, 12h, or a day.")
@click.option("--format", "form", default="combined", show_default=True, help="Of access logs.")
@click.option(
    "--model",
    "known",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Judge by what was learned and saved before, not by the events themselves.",
)
@click.option(
    "--save",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what was learned as JSON. It names addresses and accounts as logged.",
)
@click.option("--top", type=click.IntRange(1, 10_000), default=20, show_default=True)
@click.option(
    "--learning-days",
    type=click.IntRange(1, 366),
    default=14,
    show_default=True,
    help="Days after which alerts are allowed ...",
)
@click.option(
    "--learning-visits",
    type=click.IntRange(64),
    default=5_000,
    show_default=True,
    help="... or visits, whichever comes first.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def baselines(  # noqa: PLR0913 - one argument an option
    context: click.Context,
    files: tuple[Path, ...],
    *,
    since: str | None,
    form: str,
    known: Path | None,
    save: Path | None,
    top: int,
    learning_days: int,
    learning_visits: int,
    as_json: bool,
) -> int:
    """Rank addresses, accounts and API keys by how far they stand out, and say why.

    Give access logs, packed or not, or --since for stored events. It learns without labels and
    never blocks. Leaves with 1 when two independent baselines agree on somebody.
    """
    if bool(files) == (since is not None):
        raise click.UsageError("give access logs, or --since for stored events")
    seen = _from_files(files, form) if since is None else _from_store(context, since)
    whole = _judged(seen, known, learning_days, learning_visits)
    if save is not None:
        _save(whole.model, save)
    if as_json:
        terminal.write(json.dumps(_told(whole, top)))
    else:
        _page(whole, top)
    return int(any(_alerts(one, whole.model) for one in whole.judged.standings))


def _judged(seen: "Observed", known: Path | None, days: int, visits: int) -> Whole:
    from storewarden.kernels.baselines import Lesson, judge, learn, loaded

    if known is None:
        model = learn(seen, Lesson(days, visits))
    else:
        model = loaded(known.read_bytes(), seen.features)
    return Whole(model, judge(model, seen, SEED), seen.untimed)


def _save(model: "Model", path: Path) -> None:
    from storewarden.kernels.baselines import saved

    path.touch(mode=0o600)
    path.write_bytes(saved(model))
    terminal.complain(f"what was learned is in {path}")


def _from_files(files: tuple[Path, ...], form: str) -> "Observed":
    from storewarden import bootstrap
    from storewarden.kernels.baselines import Recorder, observe

    recorder = Recorder()
    for path in files:
        with bar(path) as moved:
            for batch in bootstrap.log_batches(path, form, moved):
                recorder.take(batch)
    return observe(recorder.records(), bootstrap.installed_features())


def _from_store(context: click.Context, since: str) -> "Observed":
    """Day by day, so that memory is bounded by the busiest day."""
    from storewarden import bootstrap
    from storewarden.kernels.baselines import Recorder, observe, together

    now = bootstrap.now()
    begin, features = _moment(since, now), bootstrap.installed_features()
    with bootstrap.open_events(pass_asked(context).estate()) as store:
        seen = [observe(Recorder().records(), features)]
        for start, end in _days(begin, now):
            recorder = Recorder()
            for batch in _of_day(store, start, end):
                recorder.take(batch)
            seen.append(observe(recorder.records(), features))
        untimed = sum(each.untimed for each in store.segments(begin))
    return replace(together(seen), untimed=untimed)


def _days(begin: datetime, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From a moment to a day after now (clocks differ), cut at each midnight UTC."""
    start = begin.astimezone(UTC)
    while start <= now + timedelta(days=1):
        end = datetime.combine(start.date() + timedelta(days=1), time(), UTC)
        yield start, end
        start = end


def _of_day(store: "EventStore", start: datetime, end: datetime) -> "Iterator[pa.RecordBatch]":
    import pyarrow.compute as pc

    first, last = (round(each.timestamp() * 1_000_000) for each in (start, end))
    for batch in store.events(start, end):
        when = batch.column("time")
        yield batch.filter(pc.and_(pc.greater_equal(when, first), pc.less(when, last)))


def _moment(said: str, now: datetime) -> datetime:
    try:
        return moment(said, now)
    except ValueError as odd:
        raise click.UsageError(str(odd)) from None


def _alerts(one: "Standing", model: "Model") -> bool:
    from storewarden.kernels.baselines import alert

    return alert(one, model, "") is not None


def _told(whole: Whole, top: int) -> dict[str, object]:
    from storewarden.kernels.baselines import alert

    ranked = whole.judged.standings
    return {
        "learning": whole.model.taught is None,
        "standing": whole.model.standing(),
        "untimed": whole.untimed,
        "entities": [
            {
                "rank": place,
                "kind": one.actor.kind.value,
                "entity": one.actor.value,
                "steps": one.score,
                "why": one.reasons,
                "oddness": one.oddness,
                "crosses": one.voices,
                "requests": one.requests,
                "visits": one.visits,
                "rank_by_requests": one.dumb_rank,
                "alert": alert(one, whole.model, "") is not None,
            }
            for place, one in enumerate(ranked[:top], start=1)
        ],
        "hours": [
            {"begin": _hour(each.begin), "steps": each.score, "why": each.reasons}
            for each in whole.judged.hours[:top]
        ],
    }


def _page(whole: Whole, top: int) -> None:
    ranked = whole.judged.standings
    untimed = f"; {whole.untimed:,} events without a time left out" if whole.untimed else ""
    terminal.say(f"{whole.model.standing()}{untimed}")
    if ranked:
        terminal.console().print(_table(whole, top))
        busiest = sorted(ranked, key=lambda one: (one.dumb_rank, one.actor.kind.value))
        names = (f"{one.actor.value} ({one.requests:,})" for one in islice(busiest, min(top, 10)))
        terminal.say(f"By requests alone it would be: {', '.join(names)}")
    for hour in whole.judged.hours[:_HOURS]:
        terminal.say(f"The hour from {_hour(hour.begin)}: {'; '.join(hour.reasons)}")


def _hour(begin: int) -> str:
    from storewarden.kernels.baselines.model import day

    return f"{day(begin)} {begin // 3_600_000_000 % 24:02d}:00 UTC"


def _table(whole: Whole, top: int) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    drawn.add_column("Who", overflow="fold", max_width=39)
    drawn.add_column("Steps", justify="right", no_wrap=True)
    drawn.add_column("Why", overflow="fold", ratio=1)
    drawn.add_column("Crosses", overflow="fold", max_width=18)
    drawn.add_column("Requests", justify="right", no_wrap=True)
    drawn.add_column("Rank by them", justify="right", no_wrap=True)
    for one in whole.judged.standings[:top]:
        mark = " (alert)" if _alerts(one, whole.model) else ""
        drawn.add_row(
            Text(terminal.clean(one.actor.value)),
            Text(f"{one.score:,.1f}"),
            Text(terminal.clean("; ".join(one.reasons))),
            Text(f"{', '.join(one.voices)}{mark}"),
            Text(f"{one.requests:,}"),
            Text(f"{one.dumb_rank:,}"),
        )
    return drawn


COMMAND = baselines
