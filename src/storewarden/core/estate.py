"""The estate: everything that is protected, who owns it, and who answers for each step.

These are the values; ``engine.estate_file`` reads them from ``storewarden.toml``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from storewarden.core.deadlines import DeadlineRule
from storewarden.core.logs import JournalLog, TableLog
from storewarden.core.notices import Notices
from storewarden.core.secret_ref import SecretRef
from storewarden.core.steps import Step
from storewarden.core.verdicts import Severity
from storewarden.core.watching import Blocking, EventKeeping, Receiving


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be responsible."""

    id: str
    name: str
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """Several people who answer together."""

    id: str
    name: str
    members: tuple[str, ...] = ()


class Role(StrEnum):
    """What a site is for."""

    CMS = "cms"
    SHOP = "shop"
    SUITE = "suite"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Site:
    """A web site of ours.

    Attributes:
        url: where it is reached, with scheme; no path beyond the root of the site.
        platform: ``wagtail``, ``django-oscar``, ``woocommerce`` ... or None when not known.
        consent: True allows active tests that log in, fill a basket or send a webhook.
        login: path of the login form that active tests may use; None means the platform's own.
        ca_file: certificate authority to trust beside the system's.
        request_budget: requests that one run may send to it at the most.
        requests_per_second: the rate limit.
        exposed: whether it can be reached from the internet; None means as its address says.
    """

    kind: ClassVar[str] = "site"
    id: str
    url: str
    role: Role = Role.OTHER
    platform: str | None = None
    owner: str | None = None
    consent: bool = False
    login: str | None = None
    ca_file: Path | None = None
    request_budget: int = 300
    requests_per_second: float = 50.0
    exposed: bool | None = None


@dataclass(frozen=True, slots=True)
class CodeTree:
    """A folder with program code or with what was installed from it.

    ``exposed``: whether what runs from it can be reached from the internet; None: not said.
    """

    kind: ClassVar[str] = "code"
    id: str
    path: Path
    platform: str | None = None
    owner: str | None = None
    exposed: bool | None = None


@dataclass(frozen=True, slots=True)
class Database:
    """A database: a SQLite file by ``path``, or a server by a DSN that lies elsewhere."""

    kind: ClassVar[str] = "database"
    id: str
    path: Path | None = None
    dsn: SecretRef | None = None
    platform: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class LogSource:
    """A log file of ours, and the site whose requests it records.

    Attributes:
        link: True when the path is a symbolic link on purpose; the watch follows no other.
        fields: for JSON lines, our name for a field -> theirs, dots for what lies deeper.
    """

    kind: ClassVar[str] = "log"
    id: str
    path: Path
    format: str = "combined"
    site: str | None = None
    owner: str | None = None
    link: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Host:
    """A machine of ours; ``local`` means the one that Storewarden runs on.

    Attributes:
        exposed: whether it can be reached from the internet; None means that it is not said.
        ssh_key_file: file with the private key by which it is read over SSH.
        known_hosts: file with its public key; None means the user's own.
        collected: file of ``storewarden collect`` that was made on it; it counts before SSH.
        max_age_days: how old such a file may become.
    """

    kind: ClassVar[str] = "host"
    id: str
    address: str = "local"
    owner: str | None = None
    exposed: bool | None = None
    ssh_user: str | None = None
    ssh_port: int = 22
    ssh_key_file: Path | None = None
    known_hosts: Path | None = None
    collected: Path | None = None
    max_age_days: int = 2


@dataclass(frozen=True, slots=True)
class Integration:
    """A seam between two systems: who calls whom, where, and how the caller shows who it is.

    Attributes:
        style: ``webhook`` (source tells target) or ``api`` (source asks target).
        source: id of the calling site or supplier.
        target: id of the called one.
        url: the address that is called; a key in it is shown masked only.
        signature_header: header that carries the webhook's signature, when there is one.
        consent: True allows a forged test call.
    """

    kind: ClassVar[str] = "integration"
    id: str
    style: str
    source: str
    target: str
    url: str
    signature_header: str | None = None
    consent: bool = False
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that a supplier showed: ISO 27001, PCI DSS AoC, SOC 2."""

    kind: str
    valid_until: date


@dataclass(frozen=True, slots=True)
class Supplier:
    """Somebody outside whom we trust with access, data or code.

    Attributes:
        does: what they do for us, in a few words.
        endpoint: https address of a service of theirs that we use, to look at its certificate.
        reviewed_on: the last time somebody of ours looked at them.
        review_every_days: how long such a look is good for.
    """

    kind: ClassVar[str] = "supplier"
    id: str
    name: str
    does: str = ""
    endpoint: str | None = None
    ca_file: Path | None = None
    certificates: tuple[Certificate, ...] = ()
    reviewed_on: date | None = None
    review_every_days: int = 365
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class TableMap:
    """Where a shop keeps something: a table and our names for its columns.

    ``columns`` maps our name to theirs: ``{"order": "order_number", "code_result": "cvv"}``.
    """

    database: str
    table: str
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PaymentSetup:
    """How one shop takes money.

    Attributes:
        charges: table of card charges; columns order, amount, code_result, address_result, status,
            and optionally processor, network, three_d_secure.
        captured_when: values of the status column that mean that money was taken.
        settings: table of settings; columns name, value.
        safeguards: our name for a safeguard (``code``, ``address``, ``three_d_secure``) -> the
            name of the setting that turns it on.
    """

    kind: ClassVar[str] = "payment"
    id: str
    shop: str
    processor: str | None = None
    charges: TableMap | None = None
    captured_when: tuple[str, ...] = ("captured", "settled", "paid")
    settings: TableMap | None = None
    safeguards: Mapping[str, str] = field(default_factory=dict)
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class KeyRing:
    """A table of API keys that a shop or CMS gave out.

    Columns: name, holder (supplier id or name), permissions, created, last_used.
    """

    kind: ClassVar[str] = "keys"
    id: str
    keys: TableMap
    writes_when: tuple[str, ...] = ("write", "read_write", "admin")
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A list that others publish, or one of our own in one of their formats.

    Attributes:
        format: one of those that are installed: ``kev``, ``osv``.
        url: where it is published; None, without a path too, means where its format says.
        path: instead: a file or folder of ours.
        mirrors: further addresses of the same list, asked in turn when the first does not answer.
        key: what is shown to its publisher.
        checksum_url: a file with its SHA-256 or SHA-512.
        max_age_days: past it, its answers are unknown; None means as its format says.
        every: seconds between two questions of the watch; None means as its format says.
        whole: it knows all weaknesses of the packages that it names, so that it may call them
            clean; False for a list that only adds.
    """

    kind: ClassVar[str] = "feed"
    id: str
    format: str
    url: str | None = None
    path: Path | None = None
    mirrors: tuple[str, ...] = ()
    key: SecretRef | None = None
    checksum_url: str | None = None
    max_age_days: int | None = None
    every: int | None = None
    whole: bool = True
    ca_file: Path | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class PenTest:
    """One attack on purpose: on what, when, by whom, and the file of what it found."""

    asset: str
    on: date
    by: str
    report: Path | None = None


AnyLog = LogSource | TableLog | JournalLog
"""Everything that the watch follows."""

_Thing = Site | CodeTree | Database | Host | Integration
Asset = _Thing | AnyLog | Supplier | PaymentSetup | KeyRing | Feed


@dataclass(frozen=True, slots=True)
class OwnerRule:
    """Who gets which findings and how long they have; the first rule that fits counts.

    None means "any"; ``asset`` may end in ``*``.
    """

    owner: str | None = None
    asset: str | None = None
    step: Step | None = None
    severity: Severity | None = None
    read_days: int | None = None
    fix_days: int | None = None


@dataclass(frozen=True, slots=True)
class Estate:
    """All that is protected, and by whom.

    ``owner`` is the last resort: whoever gets a finding that no rule, asset or step gives away.
    ``root`` is the folder of the estate file; relative paths in it were resolved against it.
    The estate itself counts as the asset ``estate`` for what concerns no single thing.
    ``deadlines`` are its own rows for dates of published weaknesses, asked before the directive's;
    ``next_upgrade_days`` is how far off the next upgrade is taken to be.
    ``vex`` are files and folders with statements of others about weaknesses of what we run.
    ``rule_folder`` holds detection rules of our own and, below ``overlay``, changes to shipped
    ones; None means the folder ``rules`` beside the estate file, if there is one.
    """

    kind: ClassVar[str] = "estate"
    id: ClassVar[str] = "estate"
    name: str
    owner: str
    root: Path
    people: tuple[Person, ...] = ()
    teams: tuple[Team, ...] = ()
    responsible: Mapping[Step, str] = field(default_factory=dict)
    assets: tuple[Asset, ...] = ()
    pentests: tuple[PenTest, ...] = ()
    pentest_every_days: int = 365
    rules: tuple[OwnerRule, ...] = ()
    deadlines: tuple[DeadlineRule, ...] = ()
    next_upgrade_days: int = 90
    ledger: SecretRef | Path | None = None
    private_hosts: tuple[str, ...] = ()
    events: EventKeeping = field(default_factory=EventKeeping)
    ingest: Receiving = field(default_factory=Receiving)
    blocking: Blocking = field(default_factory=Blocking)
    notices: Notices = field(default_factory=Notices)
    rule_folder: Path | None = None
    vex: tuple[Path, ...] = ()

    def __iter__(self) -> Iterator["Asset | Estate"]:
        """Every asset, the estate itself first."""
        yield self
        yield from self.assets

    def asset(self, id: str) -> "Asset | None":  # noqa: A002 - an asset's id is called id
        """Find the asset with that id; None when there is none."""
        return next((asset for asset in self.assets if asset.id == id), None)
