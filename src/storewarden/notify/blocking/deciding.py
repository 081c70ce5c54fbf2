"""Which addresses of an alert may be blocked, and until when. Pure."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from storewarden.core.alerts import ActorKind, Alert
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Estate, Host, Site
from storewarden.core.verdicts import Severity
from storewarden.core.watching import Blocking

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Decision:
    """One address that may be blocked, why, and until when."""

    address: str
    rule: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Limits:
    """What is blocked at all.

    Attributes:
        severity: alerts from this grade on.
        lasting: how long after the last alert.
        never: networks that are never blocked.
    """

    severity: Severity
    lasting: timedelta
    never: Sequence[Network]


def limits_of(asked: Blocking, estate: Estate, own: Iterable[str]) -> Limits:
    """The limits of an estate.

    Args:
        asked: what its file says of blocking.
        estate: its hosts, proxies and private hosts are never blocked.
        own: further addresses of ours, found out by asking for the names of our sites.
    """
    named = [
        *asked.never,
        *estate.private_hosts,
        *estate.ingest.trusted_proxies,
        *(asset.address for asset in estate.assets if isinstance(asset, Host)),
        *(urlsplit(site.url).hostname or "" for site in estate.assets if isinstance(site, Site)),
        *own,
    ]
    never = tuple(network for network in map(_network, named) if network is not None)
    return Limits(asked.severity, timedelta(hours=asked.hours), never)


def names_of(estate: Estate) -> Collection[str]:
    """The host names of our sites and hosts; their addresses are ours."""
    names = {urlsplit(site.url).hostname for site in estate.assets if isinstance(site, Site)}
    names |= {asset.address for asset in estate.assets if isinstance(asset, Host)} - {"local"}
    return {name for name in names if name and _network(name) is None}


def own_addresses(estate: Estate, ask: Callable[[str], Iterable[str]]) -> Iterator[str]:
    """The addresses of our sites and hosts, as far as anybody knows them.

    Args:
        estate: names them.
        ask: the addresses of a name; may raise `Unreachable`: then that name has none.
    """
    for name in sorted(names_of(estate)):
        with suppress(Unreachable):
            yield from ask(name)


def decisions(alert: Alert, limits: Limits, now: datetime) -> Iterator[Decision]:
    """Yield what may be blocked for an alert: public addresses that are not ours."""
    if alert.severity < limits.severity:
        return
    for address in _blamed(alert):
        seen = address_of(address)
        if seen is not None and _is_public(seen) and not any(seen in net for net in limits.never):
            yield Decision(str(seen), alert.rule, now, now + limits.lasting)


def address_of(text: str) -> Address | None:
    """Read an address; an IPv4 one that is written as IPv6 is that. None for anything else."""
    try:
        read = ip_address(text)
    except ValueError:
        return None
    mapped = read.ipv4_mapped if isinstance(read, IPv6Address) else None
    return mapped or read


def _is_public(address: Address) -> bool:
    return address.is_global and not address.is_multicast


def _blamed(alert: Alert) -> Sequence[str]:
    """The addresses that behaved so; an account that is attacked blames nobody."""
    if alert.actor.kind is ActorKind.ADDRESS:
        return (alert.actor.value,)
    return alert.addresses if alert.actor.kind in {ActorKind.CROWD, ActorKind.EVENT} else ()


def _network(text: str) -> Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None
