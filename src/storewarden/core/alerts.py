"""Alerts: what a rule, a window or a learned baseline raises over events."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from storewarden.core.verdicts import Severity

MOST_LINES: Final = 20
"""Lines of evidence that one alert carries at the most."""

ALERTED: Final = "alert."
"""Beginning of the check's id in a finding that comes from an alert; the rule's id follows."""


class ActorKind(StrEnum):
    """What it is that behaved so."""

    ADDRESS = "address"
    ACCOUNT = "account"
    SESSION = "session"
    VOUCHER = "voucher"
    CARD = "card"
    KEY = "key"
    CROWD = "crowd"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who or what an alert is about.

    Attributes:
        value: the address, account, voucher ... as logged: hostile text. For a crowd it is what
            they came for (``log-ins``), for a single event the rule's own word or empty.
    """

    kind: ActorKind
    value: str


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One line of a log that shows it.

    Attributes:
        number: its number in the source, from 1.
        text: what it says, secrets masked; still hostile text.
    """

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that somebody should look at; the stream turns it into a finding.

    Attributes:
        rule: id of the rule, behaviour or model.
        title: what is going on, in a few words.
        severity: how much it matters.
        classes: the kinds of attack (``sqli``), or empty for a behaviour.
        actor: who or what behaved so.
        first: microseconds since 1970 UTC of the first event that counts; None when unreadable.
        last: the same of the last one.
        count: how many events (or distinct things) counted when it was raised.
        source: id of the log.
        lines: at most `MOST_LINES` lines that show it.
        why: one sentence with the figures that crossed the bar.
        do: what the owner should do now.
        addresses: every client address that took part; their lines are the actor's lines.
    """

    rule: str
    title: str
    severity: Severity
    classes: tuple[str, ...]
    actor: Actor
    first: int | None
    last: int | None
    count: int
    source: str
    lines: tuple[EvidenceLine, ...]
    why: str
    do: str
    addresses: tuple[str, ...] = ()

    def showing(self, lines: Iterable[EvidenceLine]) -> "Alert":
        """Give the same alert with these lines as evidence, the first `MOST_LINES` of them."""
        return replace(self, lines=tuple(lines)[:MOST_LINES])
