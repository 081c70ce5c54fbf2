"""Findings and standings, as values and as rows; nothing is lost either way."""

from dataclasses import replace
from datetime import UTC, datetime

from storewarden.core.deadlines import Dated
from storewarden.core.findings import AuditEntry, Finding, Standing, State
from storewarden.core.matched import Named
from storewarden.core.steps import Step
from storewarden.core.verdicts import Outcome, Severity
from storewarden.store.legible import legible, legible_or_none
from storewarden.store.models import EntryRow, FindingRow, StandingRow
from storewarden.store.nested import plain, typed


def keepable(finding: Finding) -> Finding:
    """Return the finding as the ledger will give it back: legible, its times in UTC."""
    return replace(
        finding,
        id=legible(finding.id),
        check=legible(finding.check),
        asset=legible(finding.asset),
        subject=legible(finding.subject),
        owner=legible(finding.owner),
        said=legible(finding.said),
        evidence=tuple(map(legible, finding.evidence)),
        first_seen=in_utc(finding.first_seen),
        last_seen=in_utc(finding.last_seen),
        acknowledged_by=legible_or_none(finding.acknowledged_by),
        reason=legible_or_none(finding.reason),
        named=named_in(plain(finding.named)),
        dated=dated_in(plain(finding.dated)),
    )


def in_utc(moment: datetime) -> datetime:
    """Return the same moment in UTC; raise `ValueError` when it has no time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment in the ledger must have a time zone")
    return moment.astimezone(UTC)


def finding_row(finding: Finding) -> FindingRow:
    """Lay a finding into its row."""
    return FindingRow(
        id=finding.id,
        check_id=finding.check,
        step=finding.step.value,
        asset=finding.asset,
        subject=finding.subject,
        severity=int(finding.severity),
        state=finding.state.value,
        owner=finding.owner,
        said=finding.said,
        evidence=list(finding.evidence),
        first_seen=finding.first_seen,
        last_seen=finding.last_seen,
        read_by=finding.read_by,
        fix_by=finding.fix_by,
        acknowledged_by=finding.acknowledged_by,
        reason=finding.reason,
        until=finding.until,
        named=plain(finding.named),
        dated=plain(finding.dated),
    )


def finding_in(row: FindingRow) -> Finding:
    """Take a finding out of its row."""
    return Finding(
        id=row.id,
        check=row.check_id,
        step=Step(row.step),
        asset=row.asset,
        subject=row.subject,
        severity=Severity(row.severity),
        state=State(row.state),
        owner=row.owner,
        said=row.said,
        evidence=tuple(row.evidence),
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        read_by=row.read_by,
        fix_by=row.fix_by,
        acknowledged_by=row.acknowledged_by,
        reason=row.reason,
        until=row.until,
        named=named_in(row.named),
        dated=dated_in(row.dated),
    )


def named_in(kept: object) -> tuple[Named, ...]:
    """Take published weaknesses out of their column; raises `ValueError`."""
    return () if kept is None else typed(tuple[Named, ...], kept)


def dated_in(kept: object) -> Dated | None:
    """Take the row that set the dates out of its column; raises `ValueError`."""
    return None if kept is None else typed(Dated, kept)


def standing_row(standing: Standing) -> StandingRow:
    """Lay a standing into its row."""
    return StandingRow(
        check_id=legible(standing.check),
        step=standing.step.value,
        asset=legible(standing.asset),
        subject=legible(standing.subject),
        outcome=standing.outcome.value,
        said=legible(standing.said),
        at=in_utc(standing.at),
    )


def standing_in(row: StandingRow) -> Standing:
    """Take a standing out of its row."""
    return Standing(
        check=row.check_id,
        step=Step(row.step),
        asset=row.asset,
        subject=row.subject,
        outcome=Outcome(row.outcome),
        said=row.said,
        at=row.at,
    )


def entry_in(row: EntryRow) -> AuditEntry:
    """Take a line of the audit trail out of its row."""
    return AuditEntry(row.number, row.at, row.actor, row.action, row.finding, row.note, row.digest)
