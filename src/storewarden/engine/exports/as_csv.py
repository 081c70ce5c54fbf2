"""A table for spreadsheets, in which no cell can be a formula or move the terminal."""

import csv
import io
from typing import Final

from storewarden.core.findings import Finding
from storewarden.engine.report import Report

_COLUMNS: Final = (
    "id", "severity", "state", "step", "check", "asset", "subject", "owner", "read_by", "fix_by",
    "said", "evidence", "first_seen", "last_seen", "reason", "until",
)  # fmt: skip
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def as_csv(report: Report) -> str:
    """Write one line a finding, with a head line; evidence lines are joined by `` | ``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([_harmless(cell) for cell in _cells(one)] for one in report.findings)
    return out.getvalue().rstrip("\n")


def _cells(finding: Finding) -> tuple[str, ...]:
    return (
        finding.id,
        finding.severity.word,
        finding.state.value,
        finding.step.key,
        finding.check,
        finding.asset,
        finding.subject,
        finding.owner,
        finding.read_by.isoformat(),
        finding.fix_by.isoformat(),
        finding.said,
        " | ".join(finding.evidence),
        finding.first_seen.isoformat(timespec="seconds"),
        finding.last_seen.isoformat(timespec="seconds"),
        finding.reason or "",
        finding.until.isoformat() if finding.until else "",
    )


def _harmless(cell: str) -> str:
    """A quote before what a spreadsheet would calculate; hidden signs written out."""
    seen = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in cell)
    return f"'{seen}" if cell.startswith(_FORMULA) else seen
