"""What the console shows: one estate, its ledger, its checks; handed along with every request."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from django.core.handlers.asgi import ASGIRequest

from storewarden.bootstrap.acknowledging import Desk
from storewarden.console.pass_once import PassOnce
from storewarden.console.plain import shown, shown_board
from storewarden.core.checks import InstalledCheck
from storewarden.core.estate import Estate, Person, Team
from storewarden.core.findings import AuditEntry, Finding
from storewarden.core.plain import plain
from storewarden.core.ports import Ledger
from storewarden.core.scoreboard import Scoreboard

KEY: Final = "storewarden.watched"


@dataclass(frozen=True, slots=True)
class Watched:
    """One estate as the console sees it. Whatever it gives out may be shown: its text is plain.

    Attributes:
        draw: draws the scoreboard from what the ledger holds now.
        now: reads the clock.
        door: knows the one-time link.
        desk: opens the signed links of mails.
    """

    estate: Estate
    ledger: Ledger
    checks: Sequence[InstalledCheck]
    draw: Callable[[Estate, Ledger], Scoreboard]
    now: Callable[[], datetime]
    door: PassOnce
    desk: Desk

    def board(self) -> Scoreboard:
        """Draw the scoreboard as it is now."""
        return shown_board(self.draw(self.estate, self.ledger))

    def findings(self) -> Sequence[Finding]:
        """Every finding, what to do first at the top."""
        return sorted(map(shown, self.ledger.findings()), key=Finding.urgency)

    def finding(self, name: str) -> Finding | None:
        """The finding with that id; None when there is none."""
        found = (one for one in self.ledger.findings() if one.id == name)
        return next(map(shown, found), None)

    def history(self, finding: str) -> Sequence[AuditEntry]:
        """The story of one finding."""
        return tuple(map(shown, self.ledger.history(finding)))

    def check(self, name: str) -> InstalledCheck | None:
        """Find a check by its id; None when it is not installed any more."""
        return next((check for check in self.checks if check.id == name), None)

    def name(self, who: str | None) -> str:
        """The name of a person or team; their id when the estate does not name them."""
        people: tuple[Person | Team, ...] = (*self.estate.people, *self.estate.teams)
        return plain(next((one.name for one in people if one.id == who), who or "nobody"))


def watched(request: ASGIRequest) -> Watched:
    """Take what the console shows out of a request."""
    return cast("Watched", request.scope[KEY])
