"""Tells the packages of a Debian or Ubuntu system, by their source packages.

Source: Debian Policy 5.3, ``/var/lib/dpkg/status`` (deb822 stanzas; ``Source: name (version)``
where it differs from the binary package). Distroless images keep a stanza a file in ``status.d``.
"""

import re
from collections.abc import Iterator
from typing import Final

from storewarden.connectors.distributions import Distribution, distribution
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_SOURCE: Final = re.compile(r"(\S+)(?: \((\S+)\))?")
_MOST: Final = 64 * 1024**2
_GONE: Final = ("not-installed", "config-files")
"""States of a package of which no program is there; unpacked and half set up ones are."""


def read(found: Found) -> Iterator[Component]:
    """Tell each source package with the binary packages that were built from it."""
    home = distribution(found, found.path.rpartition("var/lib/dpkg/")[0], "debian")
    kept: dict[tuple[str, str], list[str]] = {}
    text = found.tree.read(found.path, _MOST).decode("utf-8", "replace")
    for stanza in text.replace("\r\n", "\n").split("\n\n"):
        fields = _fields(stanza)
        if not fields.get("status", "").endswith(_GONE) and fields.get("package"):
            kept.setdefault(_source(fields), []).append(fields["package"])
    for (name, version), binary in kept.items():
        yield _component(found, home, name, version, tuple(sorted(binary)))


def _fields(stanza: str) -> dict[str, str]:
    lines = (line.partition(":") for line in stanza.splitlines() if line[:1] not in {" ", "\t"})
    return {name.lower(): value.strip() for name, colon, value in lines if colon}


def _source(fields: dict[str, str]) -> tuple[str, str]:
    version = fields.get("version", "")
    match = _SOURCE.fullmatch(fields.get("source", ""))
    if match is None:
        return fields["package"], version
    return match[1], match[2] or version


def _component(
    found: Found, home: Distribution, name: str, version: str, binary: tuple[str, ...]
) -> Component:
    return Component(
        purl("deb", home.id, name),
        version,
        found.path,
        home.release,
        unreadable="" if version else "the package has no version",
        binary=binary,
    )


INVENTORY = InventoryReader(finds=("var/lib/dpkg/status", "var/lib/dpkg/status.d/*"), read=read)
