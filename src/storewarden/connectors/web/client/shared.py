"""The web clients of one run: one for each place of the estate, so that its budget is shared."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

from storewarden.connectors.web.client.bound import web_for
from storewarden.connectors.web.client.limits import Limits
from storewarden.connectors.web.client.scope import origin_of
from storewarden.core.errors import OutOfScope
from storewarden.core.estate import Asset, Estate, Feed, Integration, Site, Supplier
from storewarden.core.ports import Request, Response, Web

_LISTS: Final = Limits(patience=25.0, size_cap=200_000_000)
"""A list of all advisories of an ecosystem is large."""


@dataclass(frozen=True, slots=True)
class _Place:
    url: str
    ca_file: Path | None = None
    budget: int = 100
    per_second: float = 20.0
    limits: Limits | None = None


@dataclass(frozen=True, slots=True)
class NoWeb:
    """The web of an asset that has no address; it sends nothing."""

    asset: str

    def send(self, request: Request) -> Response:
        """Refuse with `OutOfScope`."""
        raise OutOfScope(f"{self.asset} has no address of its own; {request.method} was not sent")

    def visitor(self) -> Web:
        """Give another that sends nothing."""
        return self


class Webs:
    """Makes the clients of an estate's assets when they are first asked for."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._made: dict[tuple[str, Path | None], Web] = {}
        self._lock = Lock()

    def to_id(self, asset: str) -> Web:
        """The client of the asset with that id."""
        thing = self._estate.asset(asset)
        return NoWeb(asset) if thing is None else self.to(thing)

    def to(self, thing: Asset | Estate) -> Web:
        """The client of an asset; a seam that ends in one of our sites shares the site's."""
        place = self._place(thing)
        if place is None:
            return NoWeb(thing.id)
        key = (str(origin_of(place.url)), place.ca_file)
        with self._lock:
            if key not in self._made:
                self._made[key] = self._new(place)
            return self._made[key]

    def _place(self, thing: Asset | Estate) -> _Place | None:
        match thing:
            case Site():
                return _site(thing)
            case Integration():
                return self._seam(thing)
            case Supplier(endpoint=str(endpoint)):
                return _Place(endpoint, thing.ca_file)
            case Feed(url=str(url)):
                return _Place(url, thing.ca_file, limits=_LISTS)
        return None

    def _seam(self, seam: Integration) -> _Place:
        sites = (self._estate.asset(seam.target), self._estate.asset(seam.source))
        for site in _sites(sites):
            if str(origin_of(site.url)) == str(origin_of(seam.url)):
                return _site(site)
        target = sites[0]
        return _Place(seam.url, target.ca_file if isinstance(target, Site) else None)

    def _new(self, place: _Place) -> Web:
        return web_for(
            place.url,
            allowed_hosts=self._estate.private_hosts,
            ca_file=place.ca_file,
            budget=place.budget,
            per_second=place.per_second,
            limits=place.limits,
        )


def _site(site: Site) -> _Place:
    return _Place(site.url, site.ca_file, site.request_budget, site.requests_per_second)


def _sites(things: Sequence[Asset | None]) -> list[Site]:
    return [thing for thing in things if isinstance(thing, Site)]
