"""Tells the packages of an Alpine system, by their origins.

Source: Alpine wiki, "Apk spec", ``/lib/apk/db/installed``: stanzas of ``P:`` package, ``V:``
version, ``o:`` origin (the source package).
"""

from collections.abc import Iterator
from typing import Final

from storewarden.connectors.distributions import distribution
from storewarden.core.inventory import Component, Found, InventoryReader
from storewarden.kernels.purls.purl import purl

_MOST: Final = 64 * 1024**2


def read(found: Found) -> Iterator[Component]:
    """Tell each origin with the packages that were built from it."""
    place = "lib/apk/db/"
    home = distribution(found, found.path.rpartition(place)[0].removesuffix("usr/"), "alpine")
    kept: dict[tuple[str, str], list[str]] = {}
    text = found.tree.read(found.path, _MOST).decode("utf-8", "replace")
    for stanza in text.split("\n\n"):
        fields = {line[0]: line[2:].strip() for line in stanza.splitlines() if line[1:2] == ":"}
        if fields.get("P"):
            origin = (fields.get("o") or fields["P"], fields.get("V", ""))
            kept.setdefault(origin, []).append(fields["P"])
    for (name, version), binary in kept.items():
        because = "" if version else "the package has no version"
        where = purl("apk", home.id, name)
        yield Component(
            where,
            version,
            found.path,
            home.release,
            unreadable=because,
            binary=tuple(sorted(binary)),
        )


INVENTORY = InventoryReader(finds=("lib/apk/db/installed",), read=read)
