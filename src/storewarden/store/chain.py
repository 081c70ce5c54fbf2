"""The hash chain: each line of the audit trail vouches for the one before it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from storewarden.core.findings import Change
from storewarden.store.legible import legible
from storewarden.store.models import EntryRow, FindingRow, HeadRow
from storewarden.store.rows import finding_row, in_utc


def fingerprint(row: FindingRow) -> str:
    """Digest of what was decided about a finding.

    Left out is what every run may say anew without a line in the trail: ``last_seen``, ``said``
    and ``evidence``.
    """
    return _digest(
        row.id,
        row.check_id,
        row.step,
        row.asset,
        row.subject,
        row.severity,
        row.state,
        row.owner,
        _moment(row.first_seen),
        str(row.read_by),
        str(row.fix_by),
        row.acknowledged_by,
        row.reason,
        None if row.until is None else str(row.until),
    )


def sealed(number: int, change: Change, before: str) -> EntryRow:
    """Write the line for a change; ``before`` is the digest of the line before it."""
    line = EntryRow(
        number=number,
        at=in_utc(change.at),
        actor=legible(change.actor),
        action=change.action.value,
        finding=change.after.id,
        note=legible(change.note),
        fingerprint=fingerprint(finding_row(change.after)),
    )
    line.digest = _seal(line, before)
    return line


@dataclass(slots=True)
class Walk:
    """A walk along the trail: what was read so far, and the first line that is not as written.

    The one value of the house that changes while it is used: a trail is longer than memory.

    Attributes:
        read: lines read.
        broken: number of the first broken line.
        last: finding -> (number, fingerprint) of its last line.
    """

    read: int = 0
    digest: str = ""
    broken: int | None = None
    last: dict[str, tuple[int, str]] = field(default_factory=dict)

    def along(self, lines: Iterable[EntryRow]) -> None:
        """Read the lines in their order and check each against the one before it."""
        for line in lines:
            self.read += 1
            if line.number != self.read or line.digest != _seal(line, self.digest):
                self._break(self.read)
            self.digest = line.digest
            if line.finding is not None:
                self.last[line.finding] = (line.number, line.fingerprint)

    def ends_at(self, head: HeadRow | None) -> None:
        """Check that the trail ends where its head says: a cut tail is a broken line."""
        count, digest = (0, "") if head is None else (head.count, head.digest)
        if count != self.read:
            self._break(min(count, self.read) + 1)
        elif digest != self.digest:
            self._break(max(count, 1))

    def agrees_with(self, findings: Mapping[str, str]) -> None:
        """Check each finding's fingerprint against its last line; one without a line is wrong."""
        for finding, (number, written) in self.last.items():
            if findings.get(finding) != written:
                self._break(number)
        if findings.keys() - self.last.keys():
            self._break(self.read + 1)

    def _break(self, number: int) -> None:
        self.broken = number if self.broken is None else min(self.broken, number)


def _seal(line: EntryRow, before: str) -> str:
    return _digest(
        line.number,
        _moment(line.at),
        line.actor,
        line.action,
        line.finding,
        line.note,
        line.fingerprint,
        before,
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _digest(*parts: object) -> str:
    return sha256(json.dumps(parts, separators=(",", ":")).encode("ascii")).hexdigest()
