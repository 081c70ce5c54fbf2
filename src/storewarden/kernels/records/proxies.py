"""Finds the client behind proxies, believing only the proxies that the estate declares."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Network = IPv4Network | IPv6Network
_MOST: Final = 32


def networks(declared: Sequence[str]) -> tuple[Network, ...]:
    """Read ``10.0.0.7`` and ``10.0.0.0/8``; raises `ValueError`."""
    return tuple(ip_network(each, strict=False) for each in declared)


def client(address: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """The address of who really asked.

    From the right, each hop counts as far as the one after it is a declared proxy: everything
    further left was written by somebody whom nobody vouches for.

    Args:
        address: who spoke to the server.
        forwarded: the ``X-Forwarded-For`` header; hostile text.
        trusted: the declared proxies.
    """
    told = address
    if not trusted or not forwarded or not is_within(address, trusted):
        return told
    for hop in reversed(forwarded.split(",")[-_MOST:]):
        seen = host_of(hop)
        if seen is None:
            return told
        told = str(seen)
        if not is_within(told, trusted):
            return told
    return told


def is_within(address: str, ranges: Sequence[Network]) -> bool:
    """Whether an address lies in one of the ranges; text that is no address lies in none."""
    seen = host_of(address)
    return seen is not None and any(seen in each for each in ranges)


def host_of(hop: str) -> IPv4Address | IPv6Address | None:
    """Read ``1.2.3.4``, ``1.2.3.4:80``, ``[2001:db8::1]:80``, ``fe80::1%eth0``; None for others.

    An IPv4 address written as IPv6 (``::ffff:1.2.3.4``) is that IPv4 address.
    """
    text = hop.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        read = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = read.ipv4_mapped if isinstance(read, IPv6Address) else None
    return mapped or read
