"""``storewarden feeds``: the followed lists of vulnerabilities, fetched, aged and carried."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from storewarden.cli import terminal
from storewarden.cli.acting import person_option
from storewarden.cli.asking import pass_asked, who

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from storewarden.core.estate import Estate, Feed
    from storewarden.core.feeds import FeedChange, FeedState
    from storewarden.engine.feeds import Outcome

_SHOWN: Final = 20
_NOT_CHECKED: Final = 3
_WORDS: Final = {"new": "new", "changed": "changed", "gone": "removed"}


@click.group("feeds")
def feeds() -> None:
    """Bring the followed lists of vulnerabilities up to date, and say how old they are."""


@feeds.command("update")
@click.argument("names", nargs=-1, metavar="[FEED]...")
@click.option("--anyway", is_flag=True, help="Take over what is older or far smaller, too.")
@click.option("--no-check", is_flag=True, help="Do not judge step 3 anew afterwards.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a list.")
@click.pass_context
def update(
    context: click.Context,
    names: tuple[str, ...],
    *,
    anyway: bool,
    no_check: bool,
    as_json: bool,
) -> int:
    """Ask for the lists (all, when none is named), and say what changed in them.

    What fails leaves the old content in force. What changed is judged at once: news about what
    you run become findings. Exit code 3 when a list could not be brought up to date.
    """
    from storewarden.bootstrap.updating import update as bring_up_to_date

    estate = pass_asked(context).estate()
    show = _show_json if as_json else _show
    outcomes = bring_up_to_date(estate, names, show, anyway=anyway)
    return _ended(estate, outcomes, quiet=as_json, check=not no_check)


@feeds.command("status")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a list.")
@click.pass_context
def status(context: click.Context, *, as_json: bool) -> int:
    """Say how old each list is, how old it may be, and what troubles it.

    Past its limit a list still names what it names, but clears nobody: exit code 1.
    """
    from storewarden.bootstrap import feeds as lists
    from storewarden.bootstrap.advisories import age_limit
    from storewarden.bootstrap.clock import now

    states = lists.states(pass_asked(context).estate())
    for feed, state, stale in states:
        if as_json:
            terminal.write(json.dumps(_as_json(state, age_limit(feed), stale)))
        else:
            terminal.say("\n".join(_status(feed, state, age_limit(feed), stale, now())))
    if not states:
        terminal.complain("the estate file follows no list: nothing can be called clean")
    return int(not states or any(stale for _, _, stale in states))


@feeds.command("read")
@click.argument("names", nargs=-1, required=True, metavar="FEED...")
@person_option
@click.pass_context
def read(context: click.Context, names: tuple[str, ...], person: str | None) -> None:
    """Say that you have looked at what the lists have brought.

    A list at which nobody looks for `read_every_days` becomes a finding.
    """
    from storewarden.bootstrap.notices import read_list
    from storewarden.bootstrap.updating import wanted

    estate = pass_asked(context).estate()
    reader = who(estate, person)
    for feed in wanted(estate, names):
        read_list(estate, feed.id, reader)
        terminal.say(f"{feed.id}: read by {reader}")


@feeds.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def export(context: click.Context, file: Path) -> int:
    """Write what was fetched into one FILE with checksums, for a place without a network."""
    from storewarden.bootstrap import bundles

    names = bundles.export(pass_asked(context).estate(), file)
    if not names:
        terminal.complain(f"no list was fetched yet, so {file} carries none")
        return _NOT_CHECKED
    terminal.say(f"{file} carries {', '.join(names)}")
    return 0


@feeds.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--anyway", is_flag=True, help="Take over what is older or far smaller, too.")
@click.option("--no-check", is_flag=True, help="Do not judge step 3 anew afterwards.")
@click.pass_context
def import_(context: click.Context, file: Path, *, anyway: bool, no_check: bool) -> int:
    """Put in force what a FILE of `feeds export` carries.

    Its lists are as old as they were when they were fetched. One whose checksum does not fit is
    refused, and the old one stays in force: exit code 3.
    """
    from storewarden.bootstrap import bundles

    estate = pass_asked(context).estate()
    outcomes = bundles.bring_in(estate, file, anyway=anyway)
    for outcome in outcomes:
        _show(outcome)
    return _ended(estate, outcomes, quiet=False, check=not no_check)


def _ended(estate: Estate, outcomes: Sequence[Outcome], *, quiet: bool, check: bool) -> int:
    from storewarden.bootstrap import feeds as lists

    changes = [change for outcome in outcomes for change in outcome.changes]
    if changes and check:
        lists.act_on(estate, changes)
        if not quiet:
            terminal.say("step 3 was judged by the new content; `storewarden findings --step 3`")
    if not outcomes:
        terminal.complain("the estate file follows no list: there is no table [feeds.ID] in it")
    failed = not outcomes or any(outcome.state.trouble for outcome in outcomes)
    return _NOT_CHECKED if failed else 0


def _show(outcome: Outcome) -> None:
    state, changes = outcome.state, outcome.changes
    if state.trouble:
        kept = f"the {state.entries:,} entries of before stay in force" if state.fetched else ""
        terminal.complain(f"{state.feed}: {state.trouble}" + (f"; {kept}" if kept else ""))
        return
    if outcome.unchanged:
        terminal.say(f"{state.feed}: unchanged, {state.entries:,} entries")
        return
    counts = {what: sum(change.what == what for change in changes) for what in _WORDS}
    told = [f"{count:,} {_WORDS[what]}" for what, count in counts.items() if count]
    terminal.say(f"{state.feed}: {state.entries:,} entries, {', '.join(told) or 'nothing new'}")
    if counts["new"] < state.entries:  # the first content of a list is not news
        terminal.say("\n".join(_changes(changes))) if changes else None


def _changes(changes: Sequence[FeedChange]) -> Iterator[str]:
    for change in changes[:_SHOWN]:
        words = f": {change.words}" if change.words else ""
        yield f"  {change.entry} {_WORDS[change.what]}{words}"
    if len(changes) > _SHOWN:
        yield f"  and {len(changes) - _SHOWN:,} more; `--json` tells all"


def _show_json(outcome: Outcome) -> None:
    state = outcome.state
    changes = [
        {"entry": change.entry, "what": _WORDS[change.what], "words": change.words}
        for change in outcome.changes
    ]
    told = {
        "feed": state.feed,
        "entries": state.entries,
        "unchanged": outcome.unchanged,
        "trouble": state.trouble,
        "changes": changes,
    }
    terminal.write(json.dumps(told))


def _status(feed: Feed, state: FeedState, limit: int, stale: str, now: datetime) -> Iterator[str]:
    if state.fetched is None:
        yield f"{feed.id} ({feed.format}): unknown: {stale}"
        return
    age = max((now - state.fetched).days, 0)
    days = f"{age} day{'' if age == 1 else 's'} old, limit {limit}"
    yield f"{feed.id} ({feed.format}): {state.entries:,} entries, {days}"
    if state.trouble:
        yield f"  last attempt {state.checked:%Y-%m-%d %H:%M}: {state.trouble}"
    if stale:
        yield f"  its answers are unknown, not clean: {stale}"


def _as_json(state: FeedState, limit: int, stale: str) -> dict[str, object]:
    moments = {"checked": state.checked, "fetched": state.fetched, "published": state.published}
    return {
        "feed": state.feed,
        "format": state.format,
        "entries": state.entries,
        "max_age_days": limit,
        "unknown": stale,
        "trouble": state.trouble,
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
    }


COMMAND = feeds
