"""Plugs in the machines that are read, and what `storewarden collect` asks of this one."""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from storewarden.bootstrap.clock import now
from storewarden.bootstrap.walking import modules_in
from storewarden.core.estate import Host
from storewarden.core.hosts import Machine, Reading


def machines(moment: datetime) -> Callable[[Host], Machine]:
    """Hand out machines for one run: each reading of a host is made once, whoever asks."""
    from storewarden.connectors.hosts.machines import open_machine

    return cache(lambda host: open_machine(host, moment))


def installed_readings() -> tuple[Reading, ...]:
    """Every reading that some connector of hosts declares, once."""
    found = modules_in("storewarden.connectors.hosts", "readings")
    return tuple(dict.fromkeys(reading for _, module in found for reading in module.READINGS))


def collection() -> bytes:
    """Read this machine and write what it said as JSON; what failed is in it with its reason."""
    from storewarden.connectors.hosts.machines import Local, written

    return written(Local(), installed_readings(), now())
