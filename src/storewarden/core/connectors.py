"""The declarations of the code that knows one outside thing: connectors, drivers, recognisers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

from storewarden.core.checks import Fact
from storewarden.core.estate import Asset, Database, Estate, Host, Site
from storewarden.core.hosts import Machine
from storewarden.core.inventory import Inventory
from storewarden.core.logs import JournalLog, TableLog
from storewarden.core.notices import Postbox
from storewarden.core.ports import AdvisoryBook, Response, Tables, Web
from storewarden.core.secret_ref import SecretRef


@dataclass(frozen=True, slots=True)
class Unseen:
    """A kind of fact that could not be gathered, and why; it becomes an unknown verdict."""

    fact: type[Fact]
    because: str


@dataclass(frozen=True, slots=True)
class Access:
    """What a connector is handed to look at one asset.

    Attributes:
        estate: the whole estate, for what the asset refers to.
        now: the moment of this run, with time zone.
        web: the HTTP client bound to the asset: its scope, budget and rate limit.
        site: the client bound to another site of the estate.
        tables: opens a database of the estate for reading; raises `Unreachable`.
        secret: reads a secret; raises `SecretMissing`.
        advisories: the book of what the followed lists of vulnerabilities publish.
        inventory: tells what the software in a folder is made of; raises `Unreachable`.
        shown: tells what software a site shows from outside; raises `Unreachable`, `BudgetSpent`.
        machine: opens a host for reading; raises `Unreachable`.
        moments: when the newest records of a log that is no file were written, some thousands at
            the most, in microseconds since 1970; raises `Unreachable`.
        postbox: what was told to whom, and who looked at which list; None where nothing is kept.
    """

    estate: Estate
    now: datetime
    web: Web
    site: Callable[[str], Web]
    tables: Callable[[Database], Tables]
    secret: Callable[[SecretRef], str]
    advisories: AdvisoryBook
    inventory: Callable[[Path], Inventory]
    shown: Callable[[Site], Inventory]
    machine: Callable[[Host], Machine]
    moments: Callable[[TableLog | JournalLog], Sequence[int]]
    postbox: Postbox | None = None


A = TypeVar("A", bound="Asset | Estate")


@dataclass(frozen=True, slots=True)
class Connector(Generic[A]):
    """Looks at one kind of asset and tells what it saw, as facts.

    A connector is one folder ``connectors/<group>/<name>/`` whose ``connector.py`` holds
    ``CONNECTOR``.

    Attributes:
        reads: the kind of asset.
        gives: the kinds of fact it can tell; a kind that it ran to its end without telling
            counts as "there is none", so what could not be seen must be told as `Unseen`.
        gather: looks. It may raise any `StorewardenError` or OSError: then all that it gives
            is unknown for this asset, with the error's words as the reason.
        active: True when it logs in, writes or attacks: it runs only where the asset has
            ``consent = true``, and is unknown elsewhere.
        fits: whether this asset is one for this connector at all (its platform, say).
        time_limit: seconds after which it is given up.
    """

    reads: type[A]
    gives: tuple[type[Fact], ...]
    gather: Callable[[A, Access], Iterable[Fact | Unseen]]
    active: bool = False
    fits: Callable[[A], bool] = lambda _asset: True
    time_limit: float = 30.0


@dataclass(frozen=True, slots=True)
class InstalledConnector:
    """A connector as found in its folder; ``id`` is ``group.name``."""

    id: str
    declared: "Connector[Asset | Estate]"


@dataclass(frozen=True, slots=True)
class Driver:
    """Opens one kind of database for reading.

    A driver is one folder ``connectors/databases/<name>/`` whose ``driver.py`` holds ``DRIVER``.
    ``schemes`` are the DSN schemes it understands; `open` raises `Unreachable`.
    """

    schemes: tuple[str, ...]
    open: Callable[[str], Tables]


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Knows a platform when it sees one, from its code or from its front page.

    A recogniser is a folder below ``connectors/cms`` or ``connectors/shops`` whose
    ``recogniser.py`` holds ``RECOGNISER``. Each function returns the version when it can tell
    (empty when it cannot), or None when this is not its platform. ``in_page`` is pure.
    ``package`` is the platform's package URL, for the inventory; empty when it has none.
    """

    platform: str
    is_shop: bool
    in_code: Callable[[Path], str | None]
    in_page: Callable[[Response], str | None]
    package: str = ""
