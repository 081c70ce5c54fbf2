"""Tells for every package of a machine what the followed lists say about it.

Packages of a distribution are held against its own word on that release, never against the
versions of their makers: distributions mend old versions.
"""

from collections.abc import Iterator

from storewarden.connectors.exposures import exposures
from storewarden.connectors.hosts.packages.installed import installed
from storewarden.core.connectors import Access, Connector, Unseen
from storewarden.core.estate import Host
from storewarden.facts.advisories import ComponentExposure


def gather(host: Host, access: Access) -> Iterator[ComponentExposure | Unseen]:
    """Tell one fact a source package; raises `Unreachable` when the machine does not answer."""
    return exposures(installed(host.id, access.machine(host)), access)


CONNECTOR = Connector(reads=Host, gives=(ComponentExposure,), gather=gather, time_limit=120.0)
