"""Tells whether a machine, or a program on it, still runs what an update has replaced.

Debian and its kin leave ``/run/reboot-required`` (update-notifier). Elsewhere the running kernel is
compared with the kernels in ``/boot``. A process whose library was replaced shows the old file as
deleted in ``/proc/PID/maps`` (proc(5)).
"""

import re
from collections.abc import Iterator
from typing import Final

from storewarden.connectors.hosts.restarts import readings
from storewarden.core.connectors import Access, Connector
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Host
from storewarden.core.hosts import Machine
from storewarden.facts.hosts import OldLibraries, OldLibrary, Restart

_KERNEL: Final = "vmlinuz-"
_NUMBERS: Final = re.compile(r"\d+")
_OLD_PARTS: Final = 3


def gather(host: Host, access: Access) -> Iterator[Restart | OldLibraries]:
    """Ask for both; raises `Unreachable` when the machine cannot tell about its processes."""
    machine = access.machine(host)
    yield _restart(machine)
    yield _libraries(machine)


def _restart(machine: Machine) -> Restart:
    asked = machine.read(readings.REBOOT)
    reasons = [line for line in asked.lines if not line.startswith("cat:")]
    if reasons:
        return Restart(needed=True, because=tuple(line.strip("* ")[:200] for line in reasons))
    running = machine.read(readings.RUNNING_KERNEL).text.strip()
    names = machine.read(readings.KERNELS).lines
    installed = [name.removeprefix(_KERNEL) for name in names if name.startswith(_KERNEL)]
    if running not in installed:
        return Restart(needed=False)
    newest = max(installed, key=_age)
    if newest == running:
        return Restart(needed=False)
    return Restart(needed=True, because=(f"kernel {newest} is installed, {running} is running",))


def _age(kernel: str) -> tuple[int, ...]:
    return tuple(int(part) for part in _NUMBERS.findall(kernel))


def _libraries(machine: Machine) -> OldLibraries:
    said = machine.read(readings.OLD_LIBRARIES)
    lines = said.lines
    seen, unread = lines.count("seen"), lines.count("unread")
    if not seen or said.cut:
        raise Unreachable("the machine did not tell about its processes")
    parts = [line.split("\t") for line in lines if line.startswith("old\t")]
    found = {OldLibrary(one[1][:80], one[2][:200]) for one in parts if len(one) == _OLD_PARTS}
    ordered = sorted(found, key=lambda one: (one.program, one.library))
    return OldLibraries(tuple(ordered), seen, unread)


CONNECTOR = Connector(reads=Host, gives=(Restart, OldLibraries), gather=gather, time_limit=120.0)
