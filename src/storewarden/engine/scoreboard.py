"""Counts what is known into nine rows and the three things to do first. Pure."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Final

from storewarden.core.checks import InstalledCheck
from storewarden.core.estate import Estate
from storewarden.core.findings import Finding, Standing, State
from storewarden.core.scoreboard import Row, Scoreboard
from storewarden.core.steps import Step
from storewarden.core.verdicts import Outcome
from storewarden.engine.reconcile import unwatched

_FIRST: Final = 3
_ASIDE: Final = frozenset({State.ACCEPTED, State.FALSE_ALARM})


def scoreboard(
    estate: Estate,
    checks: Sequence[InstalledCheck],
    findings: Sequence[Finding],
    standings: Sequence[Standing],
) -> Scoreboard:
    """Draw the scoreboard from the ledger's findings and standings.

    Standings of assets and checks that are gone are left out; open findings of theirs stay.
    """
    assets = frozenset(thing.id for thing in estate)
    ids = frozenset(check.id for check in checks)
    now = [s for s in standings if s.asset in assets and s.check in ids]
    urgent = sorted((f for f in findings if f.state.is_open), key=Finding.urgency)
    return Scoreboard(
        estate=estate.name,
        checked=max((standing.at for standing in now), default=None),
        rows=tuple(_row(step, estate, checks, findings, now) for step in Step),
        first=tuple(islice(_different(urgent), _FIRST)),
        unwatched=unwatched(findings, assets, ids),
    )


def _different(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out what speaks of the same thing as one before it: one repair mends both."""
    seen: set[tuple[str, str]] = set()
    for finding in findings:
        thing = (finding.asset, finding.subject)
        if thing not in seen:
            seen.add(thing)
            yield finding


def name_of(estate: Estate, who: str | None) -> str | None:
    """The name of a person or team; their id when the estate does not name them."""
    if who is None:
        return None
    names = {team.id: team.name for team in estate.teams}
    names.update({person.id: person.name for person in estate.people})
    return names.get(who, who)


def deadline(finding: Finding) -> date:
    """The next day that counts: for reading while nobody has, for fixing afterwards."""
    if finding.state is State.ACKNOWLEDGED:
        return finding.fix_by
    return min(finding.read_by, finding.fix_by)


def _row(
    step: Step,
    estate: Estate,
    checks: Sequence[InstalledCheck],
    findings: Sequence[Finding],
    standings: Sequence[Standing],
) -> Row:
    mine = [finding for finding in findings if finding.step is step]
    open_ = [finding for finding in mine if finding.state.is_open]
    said = [standing for standing in standings if standing.step is step]
    unknowns = list(_unknowns(step, checks, said, open_))
    return Row(
        step=step,
        good=sum(1 for standing in said if standing.outcome is Outcome.GOOD),
        bad=len(open_),
        unknown=len(unknowns),
        set_aside=sum(1 for finding in mine if finding.state in _ASIDE),
        worst=min(open_, key=Finding.urgency, default=None),
        responsible=name_of(estate, estate.responsible.get(step)),
        next_deadline=min((deadline(finding) for finding in open_), default=None),
        because=unknowns[0] if unknowns else "",
    )


def _unknowns(
    step: Step,
    checks: Sequence[InstalledCheck],
    said: Sequence[Standing],
    open_: Collection[Finding],
) -> Iterator[str]:
    """The reasons of all unknown answers; one of our own when there is no answer of any kind."""
    yield from (standing.said for standing in said if standing.outcome is Outcome.UNKNOWN)
    if said or open_:
        return
    if any(check.step is step for check in checks):
        yield "nothing was judged yet, or the estate names nothing that this step could look at"
    else:
        yield "no check of this step is installed"
