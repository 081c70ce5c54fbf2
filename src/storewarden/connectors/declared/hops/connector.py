"""Tells how an integration reaches its target: in clear text, or encrypted."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from storewarden.core.connectors import Access, Connector
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Integration
from storewarden.facts.bridges import Hop


def gather(bridge: Integration, _access: Access) -> Iterator[Hop]:
    """Tell one fact; raises `Unreachable` when the address cannot be understood."""
    try:
        parts = urlsplit(bridge.url)
        host = parts.hostname or ""
    except ValueError as odd:
        raise Unreachable(f"the address of {bridge.id} cannot be understood") from odd
    yield Hop(bridge.source, bridge.target, parts.scheme.lower(), host)


CONNECTOR = Connector(reads=Integration, gives=(Hop,), gather=gather)
