"""Reads the packages of a machine by source package and release, as its distribution names them.

Source: dpkg-query(1), "--showformat"; Alpine wiki, "apk-tools", ``apk list``:
``libcrypto3-3.1.4-r5 x86_64 {openssl} (Apache-2.0) [installed]``.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from storewarden.connectors.distributions import SYSTEM, Distribution, told
from storewarden.connectors.hosts.packages import readings
from storewarden.core.errors import Unreachable
from storewarden.core.hosts import Machine, Output, Reading
from storewarden.core.inventory import Component, Inventory
from storewarden.kernels.purls.purl import purl

Package = tuple[str, str, str]
"""Source package, its version, and the binary package that was built from it."""

_GONE: Final = frozenset({"not-installed", "config-files"})
_PARTS: Final = 4
_APK: Final = re.compile(
    r"(?P<name>\S+)-(?P<version>\d[^\s-]*-r\d+) \S+ (?:\{(?P<origin>\S+)\})?.*"
)


@dataclass(frozen=True, slots=True)
class _Tool:
    kind: str
    distribution: str
    place: str
    reading: Reading
    read: Callable[[Iterable[str]], Iterator[Package]]


def installed(name: str, machine: Machine) -> Inventory:
    """Tell each source package of a machine with the binary packages that were built from it.

    ``name`` is the host's, for messages. Raises `Unreachable` when the machine does not answer,
    or has no package tool that is known.
    """
    for tool in _TOOLS:
        said = machine.read(tool.reading)
        if said.code is not None:
            home = told(machine.read(SYSTEM).text, tool.distribution)
            return Inventory(tuple(_components(tool, home, _whole(name, tool, said))))
    raise Unreachable(f"{name} has none of the package tools whose packages are known: dpkg, apk")


def _whole(name: str, tool: _Tool, said: Output) -> list[Package]:
    """A list that is cut off, or empty, is none: what is not in it would count as not there."""
    if said.code != 0 or said.cut:
        raise Unreachable(f"{name} did not tell its packages to the end ({tool.reading.words[0]})")
    if packages := list(tool.read(said.lines)):
        return packages
    raise Unreachable(f"{name} told of no package that is installed ({tool.reading.words[0]})")


def _components(
    tool: _Tool, home: Distribution, packages: Iterable[Package]
) -> Iterator[Component]:
    built: dict[tuple[str, str], set[str]] = {}
    for source, version, binary in packages:
        built.setdefault((source, version), set()).add(binary)
    for (source, version), names in sorted(built.items()):
        yield Component(
            purl(tool.kind, home.id, source),
            version,
            tool.place,
            home.release,
            binary=tuple(sorted(names)),
        )


def _dpkg(lines: Iterable[str]) -> Iterator[Package]:
    for line in lines:
        state, *fields = line.split("\t")
        if len(fields) == _PARTS - 1 and state not in _GONE and all(fields):
            binary, source, version = fields
            yield source, version, binary.partition(":")[0]


def _apk(lines: Iterable[str]) -> Iterator[Package]:
    for line in lines:
        if found := _APK.fullmatch(line.strip()):
            yield found["origin"] or found["name"], found["version"], found["name"]


_TOOLS: Final = (
    _Tool("deb", "debian", "var/lib/dpkg/status", readings.DPKG, _dpkg),
    _Tool("apk", "alpine", "lib/apk/db/installed", readings.APK, _apk),
)
