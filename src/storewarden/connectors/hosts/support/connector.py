"""Tells which system a machine runs, and which programs that no distribution looks after."""

import re
from collections.abc import Iterator
from typing import Final

from storewarden.connectors.distributions import SYSTEM
from storewarden.connectors.hosts.support import readings
from storewarden.connectors.hosts.support.programs import own_support
from storewarden.connectors.support_ends import support_ends
from storewarden.core.connectors import Access, Connector
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Host
from storewarden.core.hosts import Output
from storewarden.facts.lifecycle import Running

_OURS: Final = "this machine"
_NAMES: Final = {"rocky": "rocky-linux", "alpine": "alpine-linux"}
_FIELD: Final = re.compile(r"""(ID|VERSION_ID)=["']?([^"'\s]*)["']?""")


def gather(host: Host, access: Access) -> Iterator[Running]:
    """Tell the system and its programs; raises `Unreachable` when the machine does not answer."""
    machine, today = access.machine(host), access.now.date()
    ends = support_ends(access.estate.root)
    yield ends.running(*_system(host, machine.read(SYSTEM)), _OURS, today)
    for line in machine.read(readings.PROGRAMS).lines:
        if (program := own_support(line)) is not None:
            yield ends.running(*program, _OURS, today)


def _system(host: Host, said: Output) -> tuple[str, str]:
    fields: dict[str, str] = {}
    for line in said.lines:
        if found := _FIELD.fullmatch(line.strip()):
            fields.setdefault(found[1], found[2])
    name = fields.get("ID", "").lower()
    if not name:
        raise Unreachable(f"{host.id} does not say which system it runs (/etc/os-release)")
    return _NAMES.get(name, name), fields.get("VERSION_ID", "")


CONNECTOR = Connector(reads=Host, gives=(Running,), gather=gather, time_limit=90.0)
