"""Compares what was known with what was just judged, and says what changes. Pure.

The rules, in the order in which they are asked:

- A false alarm stays one, whatever is said.
- What is said again is seen again; what was fixed and is said again has regressed.
- A finding is fixed only when the same check ran to its end on the same asset and no longer says
  it. While that check calls anything on the asset unknown, only a subject that it names as good
  or not applicable counts as fixed: unknown is not green.
- What was acknowledged or accepted and of which a list now says something graver is open again,
  with new deadlines: see `engine.news`.
- An acceptance ends when its last day is over; the finding is new again, with new deadlines.
- Everything else stays as it is. So a finding whose asset left the estate or whose check left the
  house stays open until somebody decides; `unwatched` names those.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from storewarden.core.alerts import ALERTED
from storewarden.core.deadlines import Dated
from storewarden.core.estate import Estate
from storewarden.core.findings import Action, Change, Finding, Standing, State, identity, restated
from storewarden.core.verdicts import Outcome, Severity, Verdict
from storewarden.engine.judge import Judgement
from storewarden.engine.news import news
from storewarden.engine.route import Matter, Route, route

STOREWARDEN: Final = "storewarden"
_READ: Final = frozenset({State.ACKNOWLEDGED, State.ACCEPTED})
_CLEAR: Final = frozenset({Outcome.GOOD, Outcome.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class Said:
    """One bad verdict with everything that was stamped on it."""

    id: str
    judgement: Judgement
    verdict: Verdict

    @property
    def severity(self) -> Severity:
        """The verdict's own severity, else the check's."""
        own = self.verdict.severity
        return self.judgement.check.declared.severity if own is None else own


def reconcile(
    known: Mapping[str, Finding],
    judgements: Sequence[Judgement],
    estate: Estate,
    now: datetime,
) -> Iterator[Change]:
    """Say what changes: at most one change a finding.

    Args:
        known: every finding of the ledger by id.
        judgements: what the checks said in this run, of what the run covered.
        estate: its rules give owners and deadlines.
        now: the moment of this run.
    """
    said = {one.id: one for one in _said(judgements)}
    gone = frozenset(_gone(known.values(), said, judgements))
    for one in said.values():
        finding = known.get(one.id)
        if finding is None:
            yield _raised(one, estate, now)
        elif finding.state is not State.FALSE_ALARM:
            yield _again(finding, one, estate, now)
    for finding in known.values():
        if finding.id in gone:
            yield _fixed(finding, judgements, now)
        elif finding.id not in said and _acceptance_over(finding, now.date()):
            yield _acceptance_ended(finding, estate, now)


def standings(judgements: Iterable[Judgement], now: datetime) -> Iterator[Standing]:
    """What every check just said, good days included."""
    for judgement in judgements:
        check = judgement.check
        for verdict in judgement.verdicts:
            yield Standing(
                check=check.id,
                step=check.step,
                asset=judgement.asset,
                subject=verdict.subject,
                outcome=verdict.outcome,
                said=verdict.said,
                at=now,
            )


def unwatched(
    findings: Iterable[Finding], assets: Collection[str], checks: Collection[str]
) -> tuple[str, ...]:
    """Ids of open findings that no check looks at any more; alerts are looked at by the watch."""
    return tuple(
        finding.id
        for finding in findings
        if finding.state.is_open
        and (finding.asset not in assets or finding.check not in checks)
        and not (finding.check.startswith(ALERTED) and finding.asset in assets)
    )


def _said(judgements: Iterable[Judgement]) -> Iterator[Said]:
    for judgement in judgements:
        check = judgement.check
        for verdict in judgement.verdicts:
            if verdict.outcome is Outcome.BAD:
                version = check.declared.identity
                name = identity(check.id, judgement.asset, verdict.subject, version)
                yield Said(name, judgement, verdict)


def _gone(
    known: Iterable[Finding], said: Collection[str], judgements: Sequence[Judgement]
) -> Iterator[str]:
    ended = {(j.check.id, j.asset): j for j in judgements if j.to_the_end}
    for finding in known:
        judgement = ended.get((finding.check, finding.asset))
        settled = finding.state in {State.FIXED, State.FALSE_ALARM}
        if judgement and not settled and finding.id not in said and _clears(judgement, finding):
            yield finding.id


def _clears(judgement: Judgement, finding: Finding) -> bool:
    outcomes = {verdict.subject: verdict.outcome for verdict in judgement.verdicts}
    if Outcome.UNKNOWN not in outcomes.values():
        return True
    return outcomes.get(finding.subject) in _CLEAR


def _fixed(finding: Finding, judgements: Sequence[Judgement], now: datetime) -> Change:
    """Close it; where the question does not arise any more, with the words and evidence why."""
    told = (verdict for one in judgements if _is_of(one, finding) for verdict in one.verdicts)
    why = next((each for each in told if each.subject == finding.subject), None)
    fixed = restated(finding, State.FIXED)
    if why is None or why.outcome is not Outcome.NOT_APPLICABLE:
        return Change(Action.FIXED, fixed, STOREWARDEN, now, "no longer seen")
    fixed = replace(fixed, evidence=why.evidence or finding.evidence)
    return Change(Action.FIXED, fixed, STOREWARDEN, now, f"not applicable: {why.said}")


def _is_of(judgement: Judgement, finding: Finding) -> bool:
    return (judgement.check.id, judgement.asset) == (finding.check, finding.asset)


def _raised(one: Said, estate: Estate, now: datetime) -> Change:
    judgement, verdict = one.judgement, one.verdict
    matter = Matter(judgement.check.step, judgement.asset, one.severity, verdict.named)
    way = route(estate, matter, now.date())
    finding = Finding(
        id=one.id,
        check=judgement.check.id,
        step=judgement.check.step,
        asset=judgement.asset,
        subject=verdict.subject,
        severity=one.severity,
        state=State.NEW,
        owner=way.owner,
        said=verdict.said,
        evidence=verdict.evidence,
        first_seen=now,
        last_seen=now,
        read_by=way.read_by,
        fix_by=way.fix_by,
        named=verdict.named,
        dated=way.dated,
    )
    return Change(Action.RAISED, finding, STOREWARDEN, now, verdict.said)


def _again(finding: Finding, one: Said, estate: Estate, now: datetime) -> Change:
    seen = replace(
        finding,
        severity=one.severity,
        said=one.verdict.said,
        evidence=one.verdict.evidence,
        last_seen=now,
        named=one.verdict.named,
    )
    if finding.state is State.FIXED:
        back = _afresh(seen, State.REGRESSED, estate, now)
        return Change(Action.REGRESSED, back, STOREWARDEN, now, one.verdict.said)
    if _acceptance_over(finding, now.date()):
        return _acceptance_ended(seen, estate, now)
    told = news(finding.named, seen.named)
    if told and finding.state in _READ:
        return _reopened(finding, seen, estate, "; ".join(told), now)
    return _rerouted(finding, seen, estate, now)


def _reopened(before: Finding, seen: Finding, estate: Estate, why: str, now: datetime) -> Change:
    after = _afresh(seen, State.NEW, estate, now)
    after = replace(after, fix_by=min(before.fix_by, after.fix_by))
    note = f"no longer {before.state.value}: {why}"
    return Change(Action.REOPENED, after, STOREWARDEN, now, note)


def _rerouted(before: Finding, seen: Finding, estate: Estate, now: datetime) -> Change:
    """Move the owner when the estate's rules moved; bring deadlines forward when it got graver."""
    way = _way(estate, seen, now.date())
    after = replace(seen, owner=way.owner)
    if seen.severity > before.severity or _is_stricter(way.dated, before.dated):
        after = replace(_sooner(after, way), dated=way.dated)
    if (after.owner, after.severity, after.dated) == (before.owner, before.severity, before.dated):
        return Change(Action.SEEN_AGAIN, after, STOREWARDEN, now)
    return Change(Action.REROUTED, after, STOREWARDEN, now, _moved(before, after))


def _way(estate: Estate, finding: Finding, today: date) -> Route:
    matter = Matter(finding.step, finding.asset, finding.severity, finding.named)
    return route(estate, matter, today)


def _is_stricter(now: Dated | None, before: Dated | None) -> bool:
    return now is not None and (before is None or now.strictness < before.strictness)


def _sooner(finding: Finding, way: Route) -> Finding:
    return replace(
        finding,
        read_by=min(finding.read_by, way.read_by),
        fix_by=min(finding.fix_by, way.fix_by),
    )


def _moved(before: Finding, after: Finding) -> str:
    told = []
    if after.owner != before.owner:
        told.append(f"owner {before.owner} -> {after.owner}")
    if after.severity != before.severity:
        told.append(f"severity {before.severity.word} -> {after.severity.word}")
    if after.dated != before.dated and after.dated is not None:
        told.append(after.dated.words)
    return ", ".join(told)


def _acceptance_over(finding: Finding, today: date) -> bool:
    return finding.state is State.ACCEPTED and finding.until is not None and finding.until < today


def _acceptance_ended(finding: Finding, estate: Estate, now: datetime) -> Change:
    note = f"the acceptance ended on {finding.until}"
    after = _afresh(finding, State.NEW, estate, now)
    return Change(Action.ACCEPTANCE_ENDED, after, STOREWARDEN, now, note)


def _afresh(finding: Finding, state: State, estate: Estate, now: datetime) -> Finding:
    """Open a finding again, with its owner and deadlines as of today."""
    way = _way(estate, finding, now.date())
    return replace(
        finding,
        state=state,
        owner=way.owner,
        read_by=way.read_by,
        fix_by=way.fix_by,
        dated=way.dated,
        acknowledged_by=None,
        reason=None,
        until=None,
    )
