"""Reads the TLS certificate of a supplier's endpoint, also of one that nobody should trust."""

import ipaddress
import socket
import ssl
from collections.abc import Collection, Iterator
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509

from storewarden.core.connectors import Access, Connector
from storewarden.core.errors import OutOfScope, Unreachable
from storewarden.core.estate import Supplier
from storewarden.facts.suppliers import EndpointCertificate

SECONDS: Final = 8.0
HTTPS: Final = 443
# Where cloud providers hand out machine credentials, beside the link-local addresses.
METADATA: Final = frozenset({"fd00:ec2::254", "100.100.100.200", "192.0.0.192"})


def gather(supplier: Supplier, access: Access) -> Iterator[EndpointCertificate]:
    """Shake hands twice: once to read the certificate, once to hear whether it is trusted."""
    host, port = where(supplier)
    address = address_of(host, port, named=(host, *access.estate.private_hosts))
    try:
        certificate = x509.load_der_x509_certificate(shown((address, port), host))
    except ValueError:
        raise Unreachable(f"{host} showed a certificate that cannot be read") from None
    yield EndpointCertificate(
        host=host,
        not_after=certificate.not_valid_after_utc.date(),
        as_of=access.now.date(),
        complaint=complaint((address, port), host, supplier),
    )


def where(supplier: Supplier) -> tuple[str, int]:
    """Read host and port of the endpoint; raises `Unreachable` when it is no https address."""
    try:
        address = urlsplit(supplier.endpoint or "")
        host, port = address.hostname, address.port or HTTPS
    except ValueError:
        host = None
    if host is None or address.scheme != "https":
        raise Unreachable(f"the endpoint of {supplier.id} is no https address")
    return host, port


def address_of(host: str, port: int, named: Collection[str]) -> str:
    """Look the host up; the estate names it, so its address may be private, but no trap."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(f"the name {host} could not be looked up") from None
    for *_, (address, *_rest) in found:
        if str(address) in named or not is_trap(str(address)):
            return str(address)
    raise OutOfScope(f"{host} leads to an address that the estate does not name; nothing was sent")


def is_trap(address: str) -> bool:
    """Say whether an address belongs to the machine's own network and not to a supplier."""
    place = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(place, ipaddress.IPv6Address) and place.ipv4_mapped:
        place = place.ipv4_mapped
    own = place.is_link_local or place.is_multicast or place.is_unspecified
    return own or str(place) in METADATA


def shown(place: tuple[str, int], host: str) -> bytes:
    """Take the certificate that the endpoint shows, whoever signed it and whenever it ended."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # only looked at: nothing is sent over it
    return shaken(place, host, context)


def complaint(place: tuple[str, int], host: str, supplier: Supplier) -> str:
    """Say why a careful client turns away; empty when it does not."""
    context = ssl.create_default_context()
    if supplier.ca_file is not None:
        context.load_verify_locations(supplier.ca_file)
    try:
        shaken(place, host, context)
    except ssl.SSLCertVerificationError as refused:
        return refused.verify_message.rstrip(".")
    return ""


def shaken(place: tuple[str, int], host: str, context: ssl.SSLContext) -> bytes:
    """Shake hands and give the certificate; raises OSError."""
    with (
        socket.create_connection(place, timeout=SECONDS) as line,
        context.wrap_socket(line, server_hostname=host) as secured,
    ):
        return secured.getpeercert(binary_form=True) or b""


CONNECTOR = Connector(
    reads=Supplier,
    gives=(EndpointCertificate,),
    gather=gather,
    fits=lambda supplier: supplier.endpoint is not None,
    time_limit=5 * SECONDS,
)
