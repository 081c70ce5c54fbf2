"""Tells which system and which Python the machine runs that Storewarden itself is on."""

import platform
from collections.abc import Iterator

from storewarden.core.connectors import Access, Connector
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Host
from storewarden.facts.lifecycle import Running

_OURS = "this machine"
_NAMES = {"rocky": "rocky-linux"}


def gather(host: Host, access: Access) -> Iterator[Running]:
    """Tell the system and the Python; raises `Unreachable` for a machine elsewhere."""
    if host.address != "local":
        raise Unreachable(f"{host.id} at {host.address} can only be looked at from itself")
    today = access.now.date()
    yield Running("python", platform.python_version(), _OURS, today)
    system = platform.freedesktop_os_release()
    name = system.get("ID", "").lower()
    yield Running(_NAMES.get(name, name), system.get("VERSION_ID", ""), _OURS, today)


CONNECTOR = Connector(reads=Host, gives=(Running,), gather=gather)
