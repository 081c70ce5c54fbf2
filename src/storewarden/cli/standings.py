"""Shows who stands out: as a table with the dumb ranking beside it, and as values for JSON."""

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from storewarden.cli import terminal

if TYPE_CHECKING:
    from rich.table import Table

    from storewarden.kernels.baselines import Judged, Model, Standing

_HOURS: Final = 5


@dataclass(frozen=True, slots=True)
class Whole:
    """What is shown: the model, everybody ranked, and how many events had no time."""

    model: "Model"
    judged: "Judged"
    untimed: int


def alerts(one: "Standing", model: "Model") -> bool:
    """Whether two independent baselines agree on it."""
    from storewarden.kernels.baselines import alert

    return alert(one, model, "") is not None


def told(whole: Whole, top: int) -> dict[str, object]:
    """Everything as values for JSON."""
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
                "alert": alerts(one, whole.model),
            }
            for place, one in enumerate(ranked[:top], start=1)
        ],
        "hours": [
            {"begin": _hour(each.begin), "steps": each.score, "why": each.reasons}
            for each in whole.judged.hours[:top]
        ],
    }


def page(whole: Whole, top: int) -> None:
    """Print the ranking, the dumb one beside it, and odd hours."""
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
        mark = " (alert)" if alerts(one, whole.model) else ""
        drawn.add_row(
            Text(terminal.clean(one.actor.value)),
            Text(f"{one.score:,.1f}"),
            Text(terminal.clean("; ".join(one.reasons))),
            Text(f"{', '.join(one.voices)}{mark}"),
            Text(f"{one.requests:,}"),
            Text(f"{one.dumb_rank:,}"),
        )
    return drawn
