"""What a signed link of a mail shows, and what one click on it does."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from storewarden.bootstrap.notices import links, note_reading
from storewarden.core.errors import LinkRefused
from storewarden.core.estate import Estate
from storewarden.core.findings import Change, Finding
from storewarden.core.notices import Pass
from storewarden.core.ports import Ledger


@dataclass(frozen=True, slots=True)
class Desk:
    """Opens signed links. Looking changes nothing; both raise `LinkRefused` and `LedgerError`."""

    estate: Estate
    ledger: Ledger
    now: Callable[[], datetime]

    def look(self, token: str) -> tuple[Pass, Finding]:
        """Say who may acknowledge what with the link."""
        way = self._way(token)
        return way, self._finding(way)

    def use(self, token: str) -> Change:
        """Acknowledge, as the person of the link."""
        from storewarden.engine.reading.passes import acknowledged

        way, seen = self.look(token)

        def decide(known: Mapping[str, Finding]) -> Iterator[Change]:
            finding = known[seen.id]
            if (finding.state, finding.named) != (seen.state, seen.named):
                raise LinkRefused("it changed at this very moment; open the link again")
            yield acknowledged(way, finding, self.now())

        change = self.ledger.update(decide)[0]
        note_reading(self.estate, change)
        return change

    def _way(self, token: str) -> Pass:
        signer = links(self.estate)
        if signer is None:
            raise LinkRefused("the estate file names no base_url, so no link can be one of ours")
        return signer.read(token)

    def _finding(self, way: Pass) -> Finding:
        from storewarden.engine.reading.passes import refusal

        found = (one for one in self.ledger.findings() if one.id == way.finding)
        finding = next(found, None)
        why = refusal(way, finding, self.ledger.history(way.finding), self.now())
        if why or finding is None:
            raise LinkRefused(f"this link does nothing any more: {why}")
        return finding
