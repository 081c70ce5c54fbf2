"""Hands a connector what the engine would hand it; what a test does not plug in is out of reach."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from storewarden.core.advisories import Advisory, Component, ListAge
from storewarden.core.connectors import Access
from storewarden.core.errors import SecretMissing, Unreachable
from storewarden.core.estate import Asset, Database, Estate, Host
from storewarden.core.hosts import Machine
from storewarden.core.ports import AdvisoryLists, Request, Response, Tables, Web
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
    """Lists of vulnerabilities that a test fills by hand."""

    known: dict[tuple[str, str], Sequence[Advisory]] = field(default_factory=dict)
    read: Sequence[ListAge] = ()

    def about(self, component: Component) -> Sequence[Advisory]:
        return self.known.get((component.name, component.version), ())

    def ages(self) -> Sequence[ListAge]:
        return self.read


def no_tables(database: Database) -> Tables:
    raise Unreachable(f"no database in this test: {database.id}")


def no_machine(host: Host) -> Machine:
    raise Unreachable(f"no machine in this test: {host.id}")


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
    advisories: AdvisoryLists | None = None,
    machine: Callable[[Host], Machine] = no_machine,
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
    )
