"""Tells the components of bills of materials: CycloneDX 1.2 to 1.7 and SPDX 2.2 and 2.3, as JSON.

Source: CycloneDX (ECMA-424), "components"; SPDX 2.3, section 7, "externalRefs" of type purl.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from storewarden.connectors.manifests import decoded
from storewarden.connectors.packages.bills.identity import Listed, component_of
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component, Found, InventoryReader

_LARGEST: Final = 64 * 1024**2
_KNOWN: Final = frozenset(f"1.{minor}" for minor in range(2, 8))
_SPDX: Final = ("SPDX-2.2", "SPDX-2.3")


class _Part(msgspec.Struct, frozen=True):
    name: str = ""
    group: str | None = None
    version: str | None = None
    purl: str | None = None
    kind: str = msgspec.field(name="type", default="")
    components: "list[_Part] | None" = None


class _Reference(msgspec.Struct, frozen=True):
    kind: str = msgspec.field(name="referenceType", default="")
    place: str = msgspec.field(name="referenceLocator", default="")


class _Package(msgspec.Struct, frozen=True):
    id: str = msgspec.field(name="SPDXID", default="")
    name: str = ""
    version: str | None = msgspec.field(name="versionInfo", default=None)
    references: list[_Reference] = msgspec.field(name="externalRefs", default=[])


class _Relation(msgspec.Struct, frozen=True):
    kind: str = msgspec.field(name="relationshipType", default="")
    other: str = msgspec.field(name="relatedSpdxElement", default="")


class _Bill(msgspec.Struct, frozen=True):
    """Either of the two: fields that the other has are empty."""

    cyclonedx: str = msgspec.field(name="bomFormat", default="")
    edition: str = msgspec.field(name="specVersion", default="")
    components: list[_Part] | None = None
    spdx: str = msgspec.field(name="spdxVersion", default="")
    packages: list[_Package] | None = None
    described: list[str] = msgspec.field(name="documentDescribes", default=[])
    relations: list[_Relation] = msgspec.field(name="relationships", default=[])


def read(found: Found) -> Iterator[Component]:
    """Tell every component; raises `Unreadable` for a bill that is broken or of another kind."""
    bill = decoded(found.tree.read(found.path, _LARGEST), _Bill)
    for listed in _listed(bill, ours=found.name.casefold() == "bom.json"):
        yield component_of(listed, found.path)


def _listed(bill: _Bill, *, ours: bool) -> Iterator[Listed]:
    if bill.cyclonedx == "CycloneDX" and bill.edition in _KNOWN:
        return _parts(bill.components or [])
    if bill.spdx in _SPDX:
        return _packages(bill)
    if ours and not bill.cyclonedx:
        return iter(())  # other programs call their files bom.json, too
    kind = f"{bill.cyclonedx} {bill.edition}{bill.spdx}".strip()[:60]
    raise Unreadable(f"is a bill of materials of a kind that is not read: {kind or 'not named'}")


def _parts(parts: list[_Part]) -> Iterator[Listed]:
    waiting = list(reversed(parts))
    while waiting:
        part = waiting.pop()
        waiting.extend(reversed(part.components or []))
        if part.kind != "file":
            name = f"{part.group}/{part.name}" if part.group else part.name
            yield Listed(name, part.version or "", part.purl or "")


def _packages(bill: _Bill) -> Iterator[Listed]:
    """The described thing itself is no component of it, unless it has a package URL."""
    described = {relation.other for relation in bill.relations if relation.kind == "DESCRIBES"}
    for package in bill.packages or ():
        purls = [one.place for one in package.references if one.kind == "purl"]
        if purls or package.id not in described.union(bill.described):
            version = "" if package.version in {None, "NOASSERTION"} else package.version
            yield Listed(package.name, version or "", purls[0] if purls else "")


INVENTORY = InventoryReader(finds=("*.cdx.json", "bom.json", "sbom.json", "*.spdx.json"), read=read)
