"""The ledger on Django's ORM: SQLite or PostgreSQL, one writer at a time, all or nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Final

from django.db import connections, transaction

from storewarden.core.errors import LedgerError
from storewarden.core.findings import Action, AuditEntry, Change, Finding, Standing
from storewarden.store.address import Address
from storewarden.store.chain import Walk, fingerprint, sealed
from storewarden.store.legible import legible
from storewarden.store.models import HEAD, EntryRow, FindingRow, HeadRow, StandingRow
from storewarden.store.rows import (
    entry_in,
    finding_in,
    finding_row,
    keepable,
    standing_in,
    standing_row,
)
from storewarden.store.troubles import not_ours, told

Decide = Callable[[Mapping[str, Finding]], Iterable[Change]]

_BATCH: Final = 2_000
_PAIRS: Final = 400
_MOVING: Final = ["check_id", *(f.name for f in fields(Finding) if f.name not in {"id", "check"})]


@dataclass(frozen=True, slots=True)
class DjangoLedger:
    """`core.ports.Ledger` on one database; holds no connection between two calls.

    Attributes:
        writing: Django's name of the connection that writes.
        reading: of the one that cannot, and sees one moment for as long as it looks.
        address: where it lies, for messages.
    """

    writing: str
    reading: str
    address: Address

    def update(self, decide: Decide) -> Sequence[Change]:
        """See `core.ports.Ledger.update`; returns the changes as they were kept."""
        with self._one_writer():
            return self._apply(decide)

    def stand(self, judged: Iterable[tuple[str, str]], standings: Iterable[Standing]) -> None:
        """See `core.ports.Ledger.stand`; of two standings of one subject the last counts."""
        with self._one_writer():
            self._replace(judged, standings)

    def record(
        self,
        decide: Decide,
        judged: Iterable[tuple[str, str]],
        standings: Iterable[Standing],
    ) -> Sequence[Change]:
        """See `core.ports.Ledger.record`."""
        with self._one_writer():
            self._replace(judged, standings)
            return self._apply(decide)

    def findings(self) -> Sequence[Finding]:
        """See `core.ports.Ledger.findings`; by id."""
        with self._one_moment():
            rows = FindingRow.objects.using(self.reading).order_by("id")
            return tuple(map(finding_in, rows))

    def standings(self) -> Sequence[Standing]:
        """See `core.ports.Ledger.standings`; in the order they were told."""
        with self._one_moment():
            rows = StandingRow.objects.using(self.reading).order_by("id")
            return tuple(map(standing_in, rows))

    def history(self, finding: str) -> Sequence[AuditEntry]:
        """See `core.ports.Ledger.history`."""
        with self._one_moment():
            lines = EntryRow.objects.using(self.reading).filter(finding=legible(finding))
            return tuple(map(entry_in, lines.order_by("number")))

    def verify(self) -> tuple[int, int | None]:
        """See `core.ports.Ledger.verify`.

        A cut tail counts as a break at the first line that is missing; a finding that is not as
        its last line left it, as a break at that line.
        """
        walk = Walk()
        with self._one_moment():
            lines = EntryRow.objects.using(self.reading).order_by("number")
            walk.along(lines.iterator(chunk_size=_BATCH))
            walk.ends_at(HeadRow.objects.using(self.reading).filter(pk=HEAD).first())
            rows = FindingRow.objects.using(self.reading).iterator(chunk_size=_BATCH)
            walk.agrees_with({row.id: fingerprint(row) for row in rows})
        return walk.read, walk.broken

    def _apply(self, decide: Decide) -> Sequence[Change]:
        head = self._lock()
        rows = FindingRow.objects.using(self.writing).order_by("id")
        before = self._understood(rows)
        changes = tuple(_in_turn(before, decide(MappingProxyType(before))))
        self._keep(changes)
        self._append(head, changes)
        return changes

    def _understood(self, rows: Iterable[FindingRow]) -> dict[str, Finding]:
        try:
            return {row.id: finding_in(row) for row in rows}
        except (ValueError, TypeError):
            raise not_ours(self.address) from None

    def _lock(self) -> HeadRow:
        """Wait until no other writer is at work, and keep others waiting."""
        head = HeadRow.objects.using(self.writing).select_for_update().filter(pk=HEAD).first()
        if head is None:
            raise LedgerError(
                f"the ledger ({self.address.place}) was tampered with: its trail has lost its end"
            )
        return head

    def _keep(self, changes: Sequence[Change]) -> None:
        changed = {change.after.id: change.after for change in changes}
        FindingRow.objects.using(self.writing).bulk_create(
            [finding_row(finding) for finding in changed.values()],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=_MOVING,
        )

    def _append(self, head: HeadRow, changes: Sequence[Change]) -> None:
        lines = []
        for change in changes:
            if change.action is Action.SEEN_AGAIN:
                continue
            lines.append(sealed(head.count + 1, change, head.digest))
            head.count, head.digest = lines[-1].number, lines[-1].digest
        EntryRow.objects.using(self.writing).bulk_create(lines)
        ends = HeadRow.objects.using(self.writing).filter(pk=HEAD)
        ends.update(count=head.count, digest=head.digest)

    def _replace(self, judged: Iterable[tuple[str, str]], standings: Iterable[Standing]) -> None:
        self._lock()
        assets: dict[str, list[str]] = {}
        for check, asset in judged:
            assets.setdefault(legible(check), []).append(legible(asset))
        for check, named in assets.items():
            for start in range(0, len(named), _PAIRS):
                pairs = StandingRow.objects.using(self.writing).filter(
                    check_id=check, asset__in=named[start : start + _PAIRS]
                )
                pairs.delete()
        told_last = {(said.check, said.asset, said.subject): said for said in standings}
        StandingRow.objects.using(self.writing).bulk_create(map(standing_row, told_last.values()))

    @contextmanager
    def _one_writer(self) -> Iterator[None]:
        with told(self.address):
            try:
                with transaction.atomic(using=self.writing, durable=True):
                    yield
            finally:
                connections[self.writing].close()

    @contextmanager
    def _one_moment(self) -> Iterator[None]:
        with told(self.address):
            try:
                with transaction.atomic(using=self.reading, durable=True):
                    yield
            except (ValueError, TypeError):
                raise not_ours(self.address) from None
            finally:
                connections[self.reading].close()


def _in_turn(before: Mapping[str, Finding], changes: Iterable[Change]) -> Iterator[Change]:
    """Bring changes into the form that is kept; one after another, as they may build on another."""
    now = dict(before)
    for change in changes:
        after = keepable(change.after)
        if change.action is Action.SEEN_AGAIN:
            if after.id not in now:
                raise LedgerError(f"finding {after.id} cannot be seen again: the ledger has none")
            after = _seen_again(now[after.id], after)
        now[after.id] = after
        yield replace(change, after=after)


def _seen_again(known: Finding, seen: Finding) -> Finding:
    """Take over when it was seen and in which words; nothing that somebody decided."""
    return replace(known, last_seen=seen.last_seen, said=seen.said, evidence=seen.evidence)
