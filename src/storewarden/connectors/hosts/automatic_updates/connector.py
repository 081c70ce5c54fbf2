"""Tells whether a machine installs security updates by itself.

Debian and its kin: the package ``unattended-upgrades``, ``APT::Periodic::Unattended-Upgrade`` above
0, and the timer ``apt-daily-upgrade`` (apt.conf(5), unattended-upgrades(8)). Fedora and its kin:
the timer of ``dnf-automatic``. Alpine: a job that calls ``apk upgrade``.
"""

import re
from collections.abc import Iterator
from typing import Final

from storewarden.connectors.hosts.automatic_updates import readings
from storewarden.core.connectors import Access, Connector
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Host
from storewarden.core.hosts import Machine, Output
from storewarden.facts.hosts import AutomaticUpdates

_WANTED: Final = re.compile(r'APT::Periodic::Unattended-Upgrade "?([^";]+)"?;')
_OFF: Final = frozenset({"0", ""})


def gather(host: Host, access: Access) -> Iterator[AutomaticUpdates]:
    """Ask by the package tool that is there; raises `Unreachable` when none is known."""
    machine = access.machine(host)
    periodic = machine.read(readings.PERIODIC)
    if periodic.code is not None:
        yield _of_debian(machine, periodic)
        return
    dnf = machine.read(readings.DNF_TIMER)
    if dnf.code is not None:
        on = any(line.strip() == "enabled" for line in dnf.lines)
        yield AutomaticUpdates(on, f"the timer of dnf-automatic is {'on' if on else 'off'}")
        return
    apk = machine.read(readings.APK_CRON)
    if apk.code is None:
        raise Unreachable(f"{host.id} has no package tool that is known, so it cannot be told")
    on = apk.code == 0
    yield AutomaticUpdates(on, f"{'a' if on else 'no'} job in /etc/periodic upgrades by apk")


def _of_debian(machine: Machine, periodic: Output) -> AutomaticUpdates:
    if machine.read(readings.PACKAGE).text.strip() != "installed":
        return AutomaticUpdates(on=False, because="unattended-upgrades is not installed")
    wanted = _WANTED.search(periodic.text)
    if wanted is None or wanted[1].strip() in _OFF:
        return AutomaticUpdates(on=False, because="APT::Periodic::Unattended-Upgrade is not set")
    timer = machine.read(readings.APT_TIMER)
    if timer.code is not None and timer.text.strip() not in {"enabled", "static"}:
        return AutomaticUpdates(on=False, because="the timer apt-daily-upgrade is not enabled")
    return AutomaticUpdates(on=True, because="unattended-upgrades runs every day")


CONNECTOR = Connector(reads=Host, gives=(AutomaticUpdates,), gather=gather)
