"""Comes to a site by plain http and tells what happened at the door."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from storewarden.core.connectors import Access, Connector
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Site
from storewarden.core.ports import Request, Response
from storewarden.facts.web import Cleartext, FrontDoor

_REDIRECTS: Final = range(300, 400)
_USUAL_PORTS: Final = frozenset({None, 443})


def gather(site: Site, access: Access) -> Iterator[FrontDoor]:
    """Tell one fact; raises `Unreachable` when the site does not answer at its own address."""
    parts = urlsplit(site.url)
    if parts.scheme == "https":
        access.web.send(Request("/", follow=False))
        yield _beside_https(site, access)
    else:
        yield _met(site.url, access.web.send(Request("/")))


def _beside_https(site: Site, access: Access) -> FrontDoor:
    """What port 80 of the same host says; an https site on an unusual port has no such twin."""
    parts = urlsplit(site.url)
    address = f"http://{parts.hostname}/"
    if parts.port not in _USUAL_PORTS:
        return FrontDoor(site.url, Cleartext.NOT_OFFERED)
    try:
        return _met(address, access.web.send(Request(address)))
    except Unreachable:
        return FrontDoor(address, Cleartext.CLOSED)


def _met(address: str, answer: Response) -> FrontDoor:
    moved = answer.url.startswith("https:") or (
        answer.status in _REDIRECTS and answer.headers.get("location", "").startswith("https:")
    )
    met = Cleartext.MOVED_TO_HTTPS if moved else Cleartext.SERVED
    return FrontDoor(address, met, answer.status)


CONNECTOR = Connector(reads=Site, gives=(FrontDoor,), gather=gather)
