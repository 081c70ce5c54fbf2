"""The four tables of the ledger. Rows hold values and do nothing else: no signals, no save()."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Final, TypeAlias

from django.db import models

HEAD: Final = 1
"""The key of the one row of `HeadRow`."""

Text: TypeAlias = "models.TextField[str, str]"
Plain: TypeAlias = object
"""What JSON can hold; `store.rows` turns it into values."""

MaybeText: TypeAlias = "models.TextField[str | None, str | None]"


class FindingRow(models.Model):
    """One finding as it stands now; see `storewarden.core.findings.Finding`."""

    id: Text = models.TextField(primary_key=True)
    check_id: Text = models.TextField()
    step: Text = models.TextField()
    asset: Text = models.TextField()
    subject: Text = models.TextField()
    severity: models.SmallIntegerField[int, int] = models.SmallIntegerField()
    state: Text = models.TextField()
    owner: Text = models.TextField()
    said: Text = models.TextField()
    evidence: models.JSONField[list[str], list[str]] = models.JSONField()
    first_seen: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    last_seen: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    read_by: models.DateField[date, date] = models.DateField()
    fix_by: models.DateField[date, date] = models.DateField()
    acknowledged_by: MaybeText = models.TextField(null=True)  # noqa: DJ001 - None and "" differ
    reason: MaybeText = models.TextField(null=True)  # noqa: DJ001 - None and "" differ
    until: models.DateField[date | None, date | None] = models.DateField(null=True)
    named: models.JSONField[Plain, Plain] = models.JSONField(null=True)
    dated: models.JSONField[Plain, Plain] = models.JSONField(null=True)

    objects: ClassVar[models.Manager[FindingRow]] = models.Manager()

    class Meta:
        """The table's name."""

        db_table = "ledger_finding"

    def __str__(self) -> str:
        return self.id


class EntryRow(models.Model):
    """One line of the audit trail; the database refuses to change or delete it.

    ``fingerprint`` covers the finding as it was after this line, so that a finding changed
    behind the ledger's back is noticed.
    """

    number: models.BigIntegerField[int, int] = models.BigIntegerField(primary_key=True)
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    actor: Text = models.TextField()
    action: Text = models.TextField()
    finding: MaybeText = models.TextField(null=True)  # noqa: DJ001 - None and "" differ
    note: Text = models.TextField()
    fingerprint: Text = models.TextField()
    digest: Text = models.TextField()

    objects: ClassVar[models.Manager[EntryRow]] = models.Manager()

    class Meta:
        """The table's name, and the way to one finding's history."""

        db_table = "ledger_entry"
        indexes: ClassVar = [models.Index(fields=["finding", "number"], name="ledger_entry_story")]

    def __str__(self) -> str:
        return str(self.number)


class HeadRow(models.Model):
    """The end of the audit trail, one row: how many entries there are, and the last digest.

    Whoever writes holds it locked, so that there is one writer at a time.
    """

    id: models.SmallIntegerField[int, int] = models.SmallIntegerField(primary_key=True)
    count: models.BigIntegerField[int, int] = models.BigIntegerField()
    digest: Text = models.TextField()

    objects: ClassVar[models.Manager[HeadRow]] = models.Manager()

    class Meta:
        """The table's name."""

        db_table = "ledger_head"

    def __str__(self) -> str:
        return f"{self.count} entries"


class StandingRow(models.Model):
    """What a check said last about one subject; see `storewarden.core.findings.Standing`."""

    id: models.BigAutoField[int, int] = models.BigAutoField(primary_key=True)
    check_id: Text = models.TextField()
    step: Text = models.TextField()
    asset: Text = models.TextField()
    subject: Text = models.TextField()
    outcome: Text = models.TextField()
    said: Text = models.TextField()
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    objects: ClassVar[models.Manager[StandingRow]] = models.Manager()

    class Meta:
        """The table's name, and the way to one check's standings on one asset."""

        db_table = "ledger_standing"
        indexes: ClassVar = [
            models.Index(fields=["check_id", "asset"], name="ledger_standing_pair")
        ]

    def __str__(self) -> str:
        return f"{self.check_id} on {self.asset}"
