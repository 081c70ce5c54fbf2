"""Can an asset be reached from the internet? What the estate cannot tell counts as yes. Pure."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from storewarden.core.estate import CodeTree, Estate, Host, Site

_INSIDE: Final = (".localhost", ".local", ".internal", ".lan", ".intranet", ".home.arpa")


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the four answers that choose a row, and where it is known from."""

    yes: bool
    source: str


def exposure(estate: Estate, asset: str) -> Answer:
    """Say whether the asset is exposed: its own key, else a site's address, else the stricter."""
    thing = estate.asset(asset)
    if isinstance(thing, Site | CodeTree | Host) and thing.exposed is not None:
        return Answer(thing.exposed, "so says the estate file")
    if isinstance(thing, Site):
        return _by_address(thing, estate)
    return Answer(yes=True, source="the estate file does not say, so the stricter counts")


def _by_address(site: Site, estate: Estate) -> Answer:
    host = (urlsplit(site.url).hostname or "").rstrip(".").lower()
    inside = host == "localhost" or host.endswith(_INSIDE) or host in estate.private_hosts
    if inside or _is_private(host):
        return Answer(yes=False, source="its address is a private one")
    return Answer(yes=True, source="its address is a public one")


def _is_private(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return not address.is_global
