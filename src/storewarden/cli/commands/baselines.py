"""``storewarden baselines``: who stands out among everybody, by which figure."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from storewarden.cli import terminal
from storewarden.cli.asking import pass_asked
from storewarden.cli.moving import bar
from storewarden.cli.questions import moment
from storewarden.cli.standings import Whole, alerts, page, told
from storewarden.cli.told_alerts import line_of

if TYPE_CHECKING:
    from storewarden.kernels.baselines import Model, Observed

SEED: Final = 7
"""Fixes the cuts of the forest, so that the same log always gives the same answer."""


@click.command("baselines")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--since", metavar="TIME", help="Stored events instead of files: 30d, 12h, or a day.")
@click.option(
    "--yesterday",
    is_flag=True,
    help="The last day that is over, by the five weeks before it; alerts become findings.",
)
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
    yesterday: bool,
    form: str,
    known: Path | None,
    save: Path | None,
    top: int,
    learning_days: int,
    learning_visits: int,
    as_json: bool,
) -> int:
    """Rank addresses, accounts and API keys by how far they stand out, and say why.

    Give access logs, packed or not, or --since or --yesterday for stored events. It learns
    without labels and never blocks. Leaves with 1 when two independent baselines agree on
    somebody.
    """
    if sum((bool(files), since is not None, yesterday)) != 1:
        raise click.UsageError("give access logs, or --since or --yesterday for stored events")
    if yesterday:
        whole = _night(context, learning_days, learning_visits)
    else:
        seen = _from_files(files, form) if since is None else _from_store(context, since)
        whole = _judged(seen, known, learning_days, learning_visits)
    if save is not None:
        _save(whole.model, save)
    if as_json:
        terminal.write(json.dumps(told(whole, top)))
    else:
        page(whole, top)
    return int(any(alerts(one, whole.model) for one in whole.judged.standings))


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
    from storewarden.bootstrap import history, installed
    from storewarden.kernels.baselines import Recorder, observe

    recorder = Recorder()
    for path in files:
        with bar(path) as moved:
            for batch in history.log_batches(path, form, moved):
                recorder.take(batch)
    return observe(recorder.records(), installed.installed_features())


def _from_store(context: click.Context, since: str) -> "Observed":
    """Clocks differ a little; what is dated after tomorrow is a record with a wrong clock."""
    from storewarden.bootstrap import clock, nights

    now = clock.now()
    asked = _moment(since, now)
    return nights.observed_since(pass_asked(context).estate(), asked, now + timedelta(days=1))


def _night(context: click.Context, days: int, visits: int) -> Whole:
    from storewarden.bootstrap import nights
    from storewarden.kernels.baselines import Lesson

    night = nights.judge_yesterday(pass_asked(context).estate(), Lesson(days, visits))
    for alert in night.alerts:
        terminal.say(line_of(alert))
    return Whole(night.model, night.judged, night.untimed)


def _moment(said: str, now: datetime) -> datetime:
    try:
        return moment(said, now)
    except ValueError as odd:
        raise click.UsageError(str(odd)) from None


COMMAND = baselines
