"""Tells which updates the package lists of a machine offer, and how old those lists are."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from storewarden.connectors.hosts.updates import readings, tools
from storewarden.core.connectors import Access, Connector
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Host
from storewarden.core.hosts import Machine, Output, Reading
from storewarden.facts.hosts import PendingUpdates, Update

_SECURITY: Final = re.compile(r"security", re.IGNORECASE)
_STAMP: Final = re.compile(r"(\d{9,11}) /")


@dataclass(frozen=True, slots=True)
class _Tool:
    name: str
    upgrades: Reading
    refreshed: Reading
    read: Callable[[tuple[str, ...]], tuple[tuple[Update, ...], int]]


_TOOLS: Final = (
    _Tool("apt", readings.APT, readings.APT_REFRESHED, tools.of_apt),
    _Tool("dnf", readings.DNF, readings.DNF_REFRESHED, tools.of_dnf),
    _Tool("apk", readings.APK, readings.APK_REFRESHED, tools.of_apk),
)


def gather(host: Host, access: Access) -> Iterator[PendingUpdates]:
    """Ask the first package tool that is there; raises `Unreachable` when none answers."""
    machine = access.machine(host)
    for tool in _TOOLS:
        said = machine.read(tool.upgrades)
        if said.code is not None:
            yield _told(tool, said, machine, access.now)
            return
    raise Unreachable(f"{host.id} has none of the package tools that are known: apt, dnf, apk")


def _told(tool: _Tool, said: Output, machine: Machine, now: datetime) -> PendingUpdates:
    if said.code != 0:
        words = said.lines[-1][:200] if said.lines else "it said nothing"
        raise Unreachable(f"{tool.name} could not say what is pending: {words}")
    if said.cut:
        raise Unreachable(f"{tool.name} said more than can be read")
    security, others = tool.read(said.lines)
    return PendingUpdates(
        tool.name,
        security,
        others,
        now,
        _newest(machine.read(tool.refreshed)),
        _follows_security(machine) if tool.name == "apt" else None,
    )


def _newest(said: Output) -> datetime | None:
    """The newest time stamp; files that are not there are told in other lines."""
    stamps = [int(found[1]) for line in said.lines if (found := _STAMP.match(line))]
    return datetime.fromtimestamp(max(stamps), UTC) if stamps else None


def _follows_security(machine: Machine) -> bool:
    return any(_SECURITY.search(line) for line in machine.read(readings.APT_SOURCES).lines)


CONNECTOR = Connector(reads=Host, gives=(PendingUpdates,), gather=gather, time_limit=120.0)
