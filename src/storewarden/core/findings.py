"""Findings: verdicts that matter, kept over time; and every change that happens to them."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import blake2b

from storewarden.core.deadlines import Dated
from storewarden.core.matched import Named
from storewarden.core.steps import Step
from storewarden.core.verdicts import Outcome, Severity


class State(StrEnum):
    """Where a finding stands."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    FIXED = "fixed"
    REGRESSED = "regressed"
    ACCEPTED = "accepted"
    FALSE_ALARM = "false_alarm"

    @property
    def is_open(self) -> bool:
        """True while somebody still has to do something about it."""
        return self in {State.NEW, State.ACKNOWLEDGED, State.REGRESSED}


def identity(check: str, asset: str, subject: str, version: int = 1) -> str:
    """Name a finding by what it is about, independent of the run that saw it.

    Returns 12 hexadecimal digits.
    """
    text = "\x1f".join((check, asset, subject, str(version)))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class Finding:
    """A bad verdict with a name, an owner and two deadlines.

    Attributes:
        id: see `identity`.
        read_by: the day by which the owner must have acknowledged it.
        fix_by: the day by which it must be gone.
        reason: why it is accepted or a false alarm.
        until: the day on which an acceptance ends.
        named: the published weaknesses that it is about, as they were last seen.
        dated: the row of a table of deadlines that set its dates; None when none did.
    """

    id: str
    check: str
    step: Step
    asset: str
    subject: str
    severity: Severity
    state: State
    owner: str
    said: str
    evidence: tuple[str, ...]
    first_seen: datetime
    last_seen: datetime
    read_by: date
    fix_by: date
    acknowledged_by: str | None = None
    reason: str | None = None
    until: date | None = None
    named: tuple[Named, ...] = ()
    dated: Dated | None = None

    @property
    def gravity(self) -> Severity:
        """How soon it has to be dealt with: by its row of a table of deadlines, else its severity.

        A row of up to 3 days weighs as much as critical, up to 14 high, up to 60 medium.
        """
        if self.dated is None:
            return self.severity
        days = self.dated.days
        bands = ((3, Severity.CRITICAL), (14, Severity.HIGH), (60, Severity.MEDIUM))
        return next((g for most, g in bands if days is not None and days <= most), Severity.LOW)

    def urgency(self) -> tuple[int, date, bool, float, int, str]:
        """Sort key for "what to do first".

        Gravest, then soonest due; what is due on the same day by use in ransomware, by the
        likelihood of use (EPSS), by severity, which is CVSS; then by id.
        """
        dangers = [one.danger for one in self.named]
        ransomware = any(danger.ransomware for danger in dangers)
        likelihood = max((danger.likelihood or 0.0 for danger in dangers), default=0.0)
        order = (not ransomware, -likelihood, -int(self.severity))
        return (-int(self.gravity), self.fix_by, *order, self.id)


class Action(StrEnum):
    """What can happen to a finding; the words of the audit trail."""

    RAISED = "raised"
    SEEN_AGAIN = "seen_again"
    FIXED = "fixed"
    REGRESSED = "regressed"
    ACKNOWLEDGED = "acknowledged"
    ACCEPTED = "accepted"
    ACCEPTANCE_ENDED = "acceptance_ended"
    FALSE_ALARM = "false_alarm"
    REROUTED = "rerouted"
    REOPENED = "reopened"
    TOLD = "told"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class Change:
    """One step in the life of a finding: the finding as it is afterwards, and why.

    Attributes:
        actor: a person's id, or ``storewarden``.
        note: a sentence for the audit trail.
    """

    action: Action
    after: Finding
    actor: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the append-only trail; ``digest`` covers the line and the digest before it."""

    number: int
    at: datetime
    actor: str
    action: str
    finding: str | None
    note: str
    digest: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a check said last about one subject, good days included; it feeds the scoreboard."""

    check: str
    step: Step
    asset: str
    subject: str
    outcome: Outcome
    said: str
    at: datetime


def restated(finding: Finding, state: State, **changes: object) -> Finding:
    """Return the finding in another state; a new state is a new value."""
    return replace(finding, state=state, **changes)  # type: ignore[arg-type]  # fields by name
