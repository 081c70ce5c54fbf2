"""Makes findings of alerts: the same owners, dates and states as for verdicts. Pure.

- Alerts of the same rule about the same actor are one finding; the last alert's words stand in it.
- An alert closes nothing. A finding of an alert is fixed when somebody has acknowledged it and
  nothing like it was seen for `QUIET`.
- Of one rule on one log only `MOST` findings are open at a time: a thief with a hundred thousand
  addresses must not bury the rest. What comes beyond is one finding about further actors.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from storewarden.core.alerts import ALERTED, ActorKind, Alert
from storewarden.core.checks import Check, Fact, InstalledCheck
from storewarden.core.estate import Estate
from storewarden.core.findings import Action, Change, Finding, State, identity, restated
from storewarden.core.steps import Step
from storewarden.core.verdicts import Verdict, bad
from storewarden.engine.judge import Judgement
from storewarden.engine.reconcile import STOREWARDEN, reconcile

MOST: Final = 200
"""Open findings of one rule on one log."""

QUIET: Final = timedelta(days=14)
"""How long an acknowledged alert must be quiet to count as fixed."""

FURTHER: Final = "further actors"
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class _Raised:
    """An alert with what it is filed under."""

    check: str
    asset: str
    alert: Alert

    @property
    def subject(self) -> str:
        actor = self.alert.actor
        if actor.kind is ActorKind.EVENT:
            return actor.value[:_LONGEST] or "seen"
        return f"{actor.kind} {actor.value[:_LONGEST]}"

    @property
    def id(self) -> str:
        return identity(self.check, self.asset, self.subject)


def alarm(
    known: Mapping[str, Finding], alerts: Sequence[Alert], estate: Estate, now: datetime
) -> Iterator[Change]:
    """Say what alerts change.

    Args:
        known: every finding of the ledger by id.
        alerts: in the order in which they were raised.
        estate: its rules give owners and deadlines; an alert of a log that it does not name is
            filed under the estate itself.
        now: the moment at which they are filed.
    """
    filed = sorted((_filed(each, estate) for each in alerts), key=_folder)
    judgements = [
        judgement
        for folder, raised in groupby(filed, key=_folder)
        for judgement in _judgements(known, folder, list(raised))
    ]
    said = {j.check.id for j in judgements}
    for change in reconcile(known, judgements, estate, now):
        if change.after.check in said:
            yield change


def quietened(known: Mapping[str, Finding], now: datetime) -> Iterator[Change]:
    """Close what was acknowledged and has been quiet for long enough."""
    for finding in known.values():
        is_read = finding.check.startswith(ALERTED) and finding.state is State.ACKNOWLEDGED
        if is_read and now - finding.last_seen >= QUIET:
            note = f"acknowledged, and quiet for {QUIET.days} days"
            yield Change(Action.FIXED, restated(finding, State.FIXED), STOREWARDEN, now, note)


def _filed(alert: Alert, estate: Estate) -> _Raised:
    there = estate.asset(alert.source) is not None
    return _Raised(f"{ALERTED}{alert.rule}", alert.source if there else "estate", alert)


def _folder(raised: _Raised) -> tuple[str, str]:
    return raised.check, raised.asset


def _judgements(
    known: Mapping[str, Finding], folder: tuple[str, str], raised: Sequence[_Raised]
) -> Iterator[Judgement]:
    check, asset = folder
    last = {each.subject: each for each in raised}
    room = MOST - sum(1 for each in known.values() if _is_in(each, folder))
    told, further = [], []
    for each in last.values():
        if each.id not in known and room <= 0:
            further.append(each)
            continue
        room -= each.id not in known
        told.append(_verdict(each))
    if further:
        told.append(_folded(further))
    severity = max(each.alert.severity for each in raised)
    declared: Check[Fact] = Check(Fact, severity, lambda _facts: ())
    page = raised[-1].alert.title
    yield Judgement(InstalledCheck(check, Step.LOGS, page, declared), asset, tuple(told), False)


def _is_in(finding: Finding, folder: tuple[str, str]) -> bool:
    return (finding.check, finding.asset) == folder and finding.state.is_open


def _verdict(raised: _Raised) -> Verdict:
    alert = raised.alert
    lines = (f"line {line.number}: {line.text}" for line in alert.lines)
    return bad(raised.subject, _said(alert), *lines, severity=alert.severity)


def _said(alert: Alert) -> str:
    actor = alert.actor
    by = f" by {actor.kind} {actor.value[:_LONGEST]}" if actor.kind is not ActorKind.EVENT else ""
    return f"{alert.title}{by}: {_sentence(alert.why)} {_sentence(alert.do)}".strip()


def _sentence(words: str) -> str:
    return words if not words or words.endswith((".", "!", "?")) else f"{words}."


def _folded(further: Iterable[_Raised]) -> Verdict:
    first = next(iter(further)).alert
    evidence = [f"{each.subject}, line {_line(each.alert)}" for each in further][:20]
    said = (
        f"{first.title}: more than {MOST} findings of this are open on this log, so what comes"
        f" from further actors is only summed up here. {_sentence(first.do)}"
    )
    return bad(FURTHER, said, *evidence, severity=first.severity)


def _line(alert: Alert) -> str:
    return str(alert.lines[0].number) if alert.lines else "unknown"
