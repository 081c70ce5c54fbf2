"""Our own format: stable, described in ``docs/json.md``; anything removed raises its version."""

import json
from collections.abc import Mapping
from typing import Final

from storewarden.core.deadlines import Dated
from storewarden.core.estate import Estate
from storewarden.core.findings import Finding, Standing
from storewarden.core.matched import Named
from storewarden.core.scoreboard import Row
from storewarden.engine.report import Report
from storewarden.engine.scoreboard import name_of

SCHEMA_VERSION: Final = 1


def as_json(report: Report) -> str:
    """Write the report as one JSON object, in ASCII, so that no terminal is moved by it."""
    board = report.scoreboard
    whole = {
        "schema_version": SCHEMA_VERSION,
        "estate": report.estate.name,
        "at": report.at.isoformat(timespec="seconds"),
        "steps": [_step(row) for row in board.rows],
        "findings": [finding_as_json(f, report.estate) for f in report.findings],
        "unknown": [_unknown(said) for said in report.unknown],
        "first": [finding.id for finding in board.first],
        "unwatched": list(board.unwatched),
    }
    return json.dumps(whole, indent=2)


def finding_as_json(finding: Finding, estate: Estate) -> Mapping[str, object]:
    """One finding; days as ``2026-06-15``, moments as ``2026-06-15T12:00:00+00:00``."""
    return {
        "id": finding.id,
        "check": finding.check,
        "step": finding.step.key,
        "asset": finding.asset,
        "subject": finding.subject,
        "severity": finding.severity.word,
        "state": finding.state.value,
        "owner": finding.owner,
        "owner_name": name_of(estate, finding.owner),
        "read_by": finding.read_by.isoformat(),
        "fix_by": finding.fix_by.isoformat(),
        "said": finding.said,
        "evidence": list(finding.evidence),
        "first_seen": finding.first_seen.isoformat(timespec="seconds"),
        "last_seen": finding.last_seen.isoformat(timespec="seconds"),
        "acknowledged_by": finding.acknowledged_by,
        "reason": finding.reason,
        "until": finding.until.isoformat() if finding.until else None,
        "dated_by": _dated(finding.dated),
        "weaknesses": [_weakness(one) for one in finding.named],
    }


def _dated(row: Dated | None) -> Mapping[str, object] | None:
    if row is None:
        return None
    return {"row": row.row, "words": row.words, "days": row.days, "forensic": row.forensic}


def _weakness(one: Named) -> Mapping[str, object]:
    danger = one.danger
    return {
        "id": one.id,
        "aliases": list(one.aliases),
        "severity": one.severity.word if one.severity is not None else None,
        "vector": one.vector,
        "fixed_in": one.fixed_in,
        "why": one.why,
        "remedy": one.remedy,
        "exploited": danger.exploited,
        "due": danger.due.isoformat() if danger.due else None,
        "ransomware": danger.ransomware,
        "action": danger.action,
        "likelihood": danger.likelihood,
        "percentile": danger.percentile,
    }


def _step(row: Row) -> Mapping[str, object]:
    return {
        "id": row.step.key,
        "label": row.step.label,
        "good": row.good,
        "bad": row.bad,
        "unknown": row.unknown,
        "set_aside": row.set_aside,
        "responsible": row.responsible,
        "worst": row.worst.id if row.worst else None,
        "worst_severity": row.worst.severity.word if row.worst else None,
        "next_deadline": row.next_deadline.isoformat() if row.next_deadline else None,
        "because": row.because,
    }


def _unknown(said: Standing) -> Mapping[str, object]:
    return {
        "check": said.check,
        "step": said.step.key,
        "asset": said.asset,
        "subject": said.subject,
        "said": said.said,
    }
