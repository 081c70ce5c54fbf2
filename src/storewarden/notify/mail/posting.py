"""Hands over what is due, with back-off, and says what became of each letter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from storewarden.core.errors import Undeliverable, Unreachable
from storewarden.core.notices import Letter, Notice
from storewarden.notify.mail.outbox import Outbox

WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440))
"""How long is waited after each failed try; after the last of them a letter is given up."""

NO_ADDRESS: Final = "the estate file names no email of this person"


class Carrier(Protocol):
    """A way to people."""

    def carry(self, letter: Letter, now: datetime) -> None:
        """Hand a letter over; raises `Unreachable` (try later) and `Undeliverable` (never)."""
        ...


@dataclass(frozen=True, slots=True)
class Post:
    """What carries letters.

    Attributes:
        told: is told of each letter that was handed over, before it is marked as sent; it must
            bear to be told of the same letter twice.
        remark: is told of trouble.
    """

    outbox: Outbox
    carrier: Carrier
    told: Callable[[Letter], None]
    remark: Callable[[str], None]
    now: Callable[[], datetime]

    def deliver(self) -> int:
        """Try every letter that is due once; returns how many went. Raises `LedgerError`."""
        went = 0
        while (notice := self.outbox.hold(self.now())) is not None:
            went += self._try(notice)
        return went

    def _try(self, notice: Notice) -> bool:
        letter = notice.letter
        try:
            self._carry(letter)
        except Undeliverable as never:
            self._fail(notice, str(never), None)
            return False
        except Unreachable as later:
            self._fail(notice, str(later), _again(notice, self.now()))
            return False
        self.told(letter)
        self.outbox.done(letter.id, self.now())
        return True

    def _carry(self, letter: Letter) -> None:
        if not letter.address:
            raise Undeliverable(NO_ADDRESS)
        self.carrier.carry(letter, self.now())

    def _fail(self, notice: Notice, why: str, again: datetime | None) -> None:
        letter = notice.letter
        self.outbox.put_off(letter.id, why, again)
        then = f"it is tried again at {again:%H:%M} UTC" if again else "it is given up"
        self.remark(f"the notice of {letter.finding} did not reach {letter.person}: {why}; {then}")


def _again(notice: Notice, now: datetime) -> datetime | None:
    return now + WAITS[notice.tries] if notice.tries < len(WAITS) else None
