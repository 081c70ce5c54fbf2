"""A ledger that lives in memory, for tests of everything that needs one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from storewarden.core.findings import Action, AuditEntry, Change, Finding, Standing

Decide = Callable[[Mapping[str, Finding]], Iterable[Change]]


@dataclass
class MemoryLedger:
    """Keeps what it is told as long as it lives."""

    known: dict[str, Finding] = field(default_factory=dict)
    said: list[Standing] = field(default_factory=list)
    trail: list[AuditEntry] = field(default_factory=list)

    def update(self, decide: Decide) -> Sequence[Change]:
        changes = list(decide(dict(self.known)))
        for change in changes:
            self.known[change.after.id] = change.after
            if change.action is not Action.SEEN_AGAIN:
                self.trail.append(_entry(len(self.trail) + 1, change))
        return changes

    def stand(self, judged: Iterable[tuple[str, str]], standings: Iterable[Standing]) -> None:
        gone = set(judged)
        self.said = [s for s in self.said if (s.check, s.asset) not in gone] + list(standings)

    def record(
        self,
        decide: Decide,
        judged: Iterable[tuple[str, str]],
        standings: Iterable[Standing],
    ) -> Sequence[Change]:
        changes = self.update(decide)
        self.stand(judged, standings)
        return changes

    def findings(self) -> Sequence[Finding]:
        return list(self.known.values())

    def standings(self) -> Sequence[Standing]:
        return list(self.said)

    def history(self, finding: str) -> Sequence[AuditEntry]:
        return [entry for entry in self.trail if entry.finding == finding]

    def verify(self) -> tuple[int, int | None]:
        return len(self.trail), None


def _entry(number: int, change: Change) -> AuditEntry:
    return AuditEntry(
        number=number,
        at=change.at,
        actor=change.actor,
        action=change.action.value,
        finding=change.after.id,
        note=change.note,
        digest=f"{number:064x}",
    )
