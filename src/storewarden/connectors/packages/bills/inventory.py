"""Tells the components of bills of materials that other programs wrote.

CycloneDX 1.2 to 1.7 as JSON and as XML, SPDX 2.2 and 2.3 as JSON and as lines of ``tag: value``.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from storewarden.connectors.manifests import decoded, markup, text_of
from storewarden.connectors.packages.bills import cyclonedx, spdx
from storewarden.connectors.packages.bills.identity import Listed, component_of
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader

_LARGEST: Final = 64 * 1024**2


class _Head(msgspec.Struct, frozen=True):
    """What tells the kinds apart."""

    cyclonedx: str = msgspec.field(name="bomFormat", default="")
    edition: str = msgspec.field(name="specVersion", default="")
    spdx: str = msgspec.field(name="spdxVersion", default="")
    wrapped: msgspec.Raw = msgspec.field(name="sbom", default=msgspec.Raw())


def read(found: Found) -> Iterator[Component]:
    """Tell every component; raises `Unreadable` for a bill that is broken or of another kind."""
    content = found.tree.read(found.path, _LARGEST)
    name = found.name.casefold()
    if name.endswith(".xml"):
        told = cyclonedx.in_markup(markup(content))
    elif name.endswith(".json"):
        told = _in_json(content, ours=name.endswith("bom.json") and "sbom" not in name)
    else:
        told = spdx.in_lines(text_of(content))
    for listed in told:
        yield component_of(listed, found.path)


def _in_json(content: bytes, *, ours: bool) -> Iterator[Listed]:
    head = decoded(content, _Head)
    if bytes(head.wrapped).startswith(b"{"):  # as GitHub hands it out
        return _in_json(bytes(head.wrapped), ours=ours)
    if head.cyclonedx == "CycloneDX" and head.edition in cyclonedx.KNOWN:
        return cyclonedx.listed(decoded(content, cyclonedx.Bill).components or [])
    if head.spdx in spdx.KNOWN:
        return spdx.listed(decoded(content, spdx.Document))
    if ours and not head.cyclonedx:
        return iter(())  # other programs call their files bom.json, too
    kind = f"{head.cyclonedx} {head.edition}{head.spdx}".strip()[:60]
    raise Unreadable(f"is a bill of materials of a kind that is not read: {kind or 'not named'}")


INVENTORY = InventoryReader(
    finds=(
        "*.cdx.json",
        "*bom.json",
        "*cyclonedx*.json",
        "*spdx.json",
        "*.cdx.xml",
        "*bom.xml",
        "*.spdx",
    ),
    read=read,
)
