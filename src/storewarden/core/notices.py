"""Notices: what is told to whom, and what is known of its way there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from storewarden.core.secret_ref import SecretRef
from storewarden.core.verdicts import Severity


class Tls(StrEnum):
    """How the way to the mail server is encrypted."""

    STARTTLS = "starttls"
    IMPLICIT = "implicit"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Notices:
    """How people are told of what cannot wait; nobody is told without a mail server.

    Attributes:
        smtp_host: the mail server; None means that nobody is told.
        tls: STARTTLS is demanded, never only tried.
        user: name to log in with; ``password`` where its password lies.
        sender: address that notices come from.
        ca_file: certificate authority to trust beside the system's.
        base_url: where people reach the console; without it, mails carry no links.
        key: secret that signs links; None means one that is made in a file of its own.
        link_days: how long a link works.
        severity: findings from this grade on are told at once; what thieves use always is.
        escalate_to: who is told, one after another, of what its owner left unread; None means who
            answers for the step, then the estate's owner.
        escalate_every_days: days between two rungs.
        read_every_days: days in which somebody must have looked at each followed list.
    """

    smtp_host: str | None = None
    smtp_port: int | None = None
    tls: Tls = Tls.STARTTLS
    user: str | None = None
    password: SecretRef | None = None
    sender: str | None = None
    ca_file: Path | None = None
    base_url: str | None = None
    key: SecretRef | None = None
    link_days: int = 14
    severity: Severity = Severity.CRITICAL
    escalate_to: tuple[str, ...] | None = None
    escalate_every_days: int = 1
    read_every_days: int = 30


class Stage(StrEnum):
    """Where a notice is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be told to one person. The same letter has the same id, so it is told once.

    Attributes:
        id: 24 hexadecimal digits; the mail's Message-ID begins with it.
        finding: id of the finding.
        person: id of who is told.
        address: where; empty when the estate file names none.
        rung: 0 for the owner, higher up the chain.
        subject: one line.
        body: text, already harmless.
    """

    id: str
    finding: str
    person: str
    address: str
    rung: int
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A letter in the outbox.

    Attributes:
        tries: how often it was handed to the mail server.
        next_try: when it is tried next.
        trouble: why the last try failed; never an address.
        sent: when the mail server took it.
    """

    letter: Letter
    stage: Stage
    made: datetime
    tries: int = 0
    next_try: datetime | None = None
    trouble: str = ""
    sent: datetime | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """Who looked at a followed list last; ``person`` is empty when nobody has yet.

    ``at`` is then the moment from which on the list was followed.
    """

    feed: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Pass:
    """What a signed link allows: one person to do one thing, once, until a moment.

    Attributes:
        finding: id of the finding that it acknowledges.
        opening: number of the line of the audit trail that opened the finding; when it is opened
            again later, this link does not work for it.
        letter: id of the letter that carried it.
    """

    finding: str
    opening: int
    person: str
    letter: str
    until: datetime


class Postbox(Protocol):
    """What was told to whom, and who looked at which list. Every method raises `LedgerError`."""

    def notices(self) -> Sequence[Notice]:
        """Every notice, the newest first."""
        ...

    def looks(self) -> Sequence[Looked]:
        """Who looked at each list last."""
        ...
