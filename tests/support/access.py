"""Hands a connector what the engine would hand it; what a test does not plug in is out of reach."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from storewarden.core.connectors import Access
from storewarden.core.errors import SecretMissing, Unreachable
from storewarden.core.estate import Asset, Database, Estate, Host, Site
from storewarden.core.feeds import FeedChange, FeedState
from storewarden.core.hosts import Machine
from storewarden.core.inventory import Component, Inventory
from storewarden.core.logs import JournalLog, TableLog
from storewarden.core.matched import Answer, Named, Standing
from storewarden.core.ports import AdvisoryBook, Request, Response, Tables, Web
from storewarden.core.published import Record, Told
from storewarden.core.secret_ref import SecretRef

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


class NoWeb:
    """A web in which nothing answers."""

    def send(self, request: Request) -> Response:
        raise Unreachable(f"no web in this test: {request.url}")

    def visitor(self) -> Web:
        return self


@dataclass
class NoLists:
    """A book of advisories that a test fills by hand: what names a (purl, version), and states."""

    known: Mapping[tuple[str, str], tuple[Named, ...]] = field(default_factory=dict)
    read: Sequence[FeedState] = ()

    def match(self, components: Sequence[Component], now: datetime) -> Sequence[Answer]:
        assert now.tzinfo
        return [self._about(component) for component in components]

    def _about(self, here: Component) -> Answer:
        if here.unreadable:
            return Answer(here, Standing.UNKNOWN, here.unreadable)
        named = self.known.get((here.purl, here.version), ())
        standing = Standing.AFFECTED if named else Standing.NOT_AFFECTED
        return Answer(here, standing, "as the test says", named)

    def states(self) -> Sequence[FeedState]:
        return self.read

    def replace(self, state: FeedState, told: Iterable[Told]) -> Sequence[FeedChange]:
        raise NotImplementedError(state.feed, told)

    def merge(
        self, state: FeedState, told: Iterable[Told], gone: Iterable[str] = ()
    ) -> Sequence[FeedChange]:
        raise NotImplementedError(state.feed, told, gone)

    def note(self, state: FeedState) -> None:
        raise NotImplementedError(state.feed)

    def naming(self, purls: Sequence[str]) -> Mapping[str, Sequence[Record]]:
        raise NotImplementedError(purls)


def no_inventory(place: Path) -> Inventory:
    raise Unreachable(f"no inventory in this test: {place.name}")


def no_software(site: Site) -> Inventory:
    raise Unreachable(f"no software in this test: {site.id}")


def no_tables(database: Database) -> Tables:
    raise Unreachable(f"no database in this test: {database.id}")


def no_machine(host: Host) -> Machine:
    raise Unreachable(f"no machine in this test: {host.id}")


def no_moments(log: TableLog | JournalLog) -> Sequence[int]:
    raise Unreachable(f"no table and no journal in this test: {log.id}")


def no_secret(ref: SecretRef) -> str:
    raise SecretMissing(f"no secret in this test: {ref}")


def an_estate(root: Path, *assets: Asset) -> Estate:
    """An estate of these assets, owned by ada."""
    return Estate(name="Test", owner="ada", root=root, assets=assets)


def access_to(  # noqa: PLR0913 - one plug a socket
    estate: Estate,
    *,
    now: datetime = NOON,
    web: Web | None = None,
    site: Callable[[str], Web] | None = None,
    tables: Callable[[Database], Tables] = no_tables,
    secret: Callable[[SecretRef], str] = no_secret,
    advisories: AdvisoryBook | None = None,
    machine: Callable[[Host], Machine] = no_machine,
    moments: Callable[[TableLog | JournalLog], Sequence[int]] = no_moments,
    inventory: Callable[[Path], Inventory] = no_inventory,
    shown: Callable[[Site], Inventory] = no_software,
) -> Access:
    """Access to an estate; plug in what the connector under test needs."""
    web = web or NoWeb()
    return Access(
        estate=estate,
        now=now,
        web=web,
        site=site or (lambda _id: web),
        tables=tables,
        secret=secret,
        advisories=advisories or NoLists(),
        machine=machine,
        moments=moments,
        inventory=inventory,
        shown=shown,
    )
