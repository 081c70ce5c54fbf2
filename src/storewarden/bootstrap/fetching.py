"""Says where each followed list lies, and plugs in the client that fetches it."""

import ipaddress
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from storewarden.bootstrap.advisories import format_of
from storewarden.bootstrap.opening import OWN_FOLDER, secret
from storewarden.core.errors import EstateError, SecretMissing
from storewarden.core.estate import Estate, Feed
from storewarden.core.feeds import Way
from storewarden.core.ports import Carrier

if TYPE_CHECKING:
    from storewarden.connectors.feeds.fetching import Place, Shelf

_PATIENCE: Final = 900.0
_LARGEST: Final = 1024**3
_BUDGET: Final = 2_000
_PER_SECOND: Final = 20.0
_NVD_WITHOUT_KEY: Final = 5 / 31
"""NVD takes 5 requests in 30 seconds, with a key 50 (nvd.nist.gov/developers/start-here)."""
_NVD_WITH_KEY: Final = 50 / 31
_LOCAL: Final = frozenset({"localhost"})


def shelf_of(estate: Estate, feed: Feed) -> "Shelf":
    """Where the content of a list is kept as it came."""
    from storewarden.connectors.feeds.fetching import Shelf

    return Shelf(estate.root / OWN_FOLDER / "feeds" / feed.id)


def place_of(estate: Estate, feed: Feed) -> "Place":
    """Where a list lies; raises `EstateError` and `SecretMissing`."""
    from storewarden.connectors.feeds.fetching import Place

    form = format_of(feed)
    first = feed.url or form.url
    if feed.path is None and not first:
        raise EstateError(f"[feeds.{feed.id}] needs a `url` or a `path`: its format names none")
    return Place(
        feed.id,
        shelf_of(estate, feed),
        urls=() if feed.path else (first, *feed.mirrors),
        path=feed.path,
        headers=_headers(feed),
        checksum_url=feed.checksum_url or "",
        way=form.way,
    )


def carrier_to(estate: Estate, feed: Feed) -> Callable[[str], Carrier]:
    """Make the clients of one list, one an origin, so that each server's budget is shared."""
    from storewarden.connectors.web.client import Limits, World, web_for

    made: dict[str, Carrier] = {}

    def to(url: str) -> Carrier:
        origin = "/".join(url.split("/", 3)[:3])
        if origin not in made:
            made[origin] = web_for(
                url,
                allowed_hosts=estate.private_hosts,
                ca_file=feed.ca_file,
                budget=_BUDGET,
                per_second=_rate(estate, feed),
                limits=Limits(_PATIENCE, _LARGEST),
                world=World(proxy=_proxy_to(url)),
            )
        return made[origin]

    return to


def is_ours(estate: Estate, feed: Feed) -> bool:
    """Whether it is a file, or a mirror in our own network, which may be asked often."""
    if feed.path is not None:
        return True
    host = urlsplit(feed.url or "").hostname or ""
    if host in _LOCAL or host in estate.private_hosts:
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def _headers(feed: Feed) -> Mapping[str, str]:
    form = format_of(feed)
    if feed.key is None:
        if form.key_needed and feed.path is None:
            raise SecretMissing(
                f"{feed.id} needs its publisher's key: name a variable in `key_env`"
            )
        return {}
    name, _, before = (form.key or "Authorization: Bearer").partition(":")
    return {name.strip(): f"{before.strip()} {secret(feed.key)}".strip()}


def _rate(estate: Estate, feed: Feed) -> float:
    if format_of(feed).way is not Way.PAGES or is_ours(estate, feed):
        return _PER_SECOND
    return _NVD_WITH_KEY if feed.key else _NVD_WITHOUT_KEY


def _proxy_to(url: str) -> str | None:
    """The proxy that the environment names for an address; loopback is never asked through one."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in _LOCAL or _is_loopback(host) or proxy_bypass(host):
        return None
    named = getproxies()
    return named.get(parts.scheme) or named.get("all") or None


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
