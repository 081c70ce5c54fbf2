"""Which network addresses may be connected to: public ones, and those that the estate names."""

import ipaddress
import socket
from collections.abc import Collection, Sequence
from threading import Thread
from typing import Final

from storewarden.core.errors import OutOfScope, Unreachable

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Where cloud providers hand out machine credentials, beside 169.254.0.0/16 (link-local).
_METADATA: Final = frozenset({"fd00:ec2::254", "100.100.100.200", "192.0.0.192"})
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


def addresses_of(host: str, port: int, patience: float) -> Sequence[str]:
    """Look a name up, in at most ``patience`` seconds; raises `Unreachable`."""
    found: list[str] = []
    failed: list[str] = []

    def look() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as gone:
            failed.append(str(gone))
        else:
            found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))

    looker = Thread(target=look, daemon=True)
    looker.start()
    looker.join(max(patience, 0.0))
    if found:
        return found
    because = failed[0] if failed else f"no answer within {patience:.0f} s"
    raise Unreachable(f"the name {host} could not be looked up: {because}")


def permitted(host: str, addresses: Sequence[str], named: Collection[str]) -> Sequence[str]:
    """Keep the addresses that may be connected to; raises `OutOfScope` when none is left.

    ``named`` holds the hosts and addresses that the estate names. A named host may have a private
    address; a link-local, metadata or multicast address must be named itself.
    """
    kept = [a for a in addresses if a in named or _allowed(_parsed(a), host in named)]
    if kept:
        return kept
    raise OutOfScope(
        f"{host} leads to {', '.join(addresses)}, an address inside a network that the estate "
        "does not name; nothing was sent"
    )


def _parsed(text: str) -> _Address:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        return _embedded(address) or address
    return address


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def _allowed(address: _Address, host_is_named: bool) -> bool:  # noqa: FBT001 - one private caller
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    if str(address) in _METADATA:
        return False
    return address.is_global or host_is_named
