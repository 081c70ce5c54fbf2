"""Reads the packages of SPDX 2.2 and 2.3, as JSON and as lines of ``tag: value``.

Source: SPDX 2.3, section 7, "externalRefs" of type purl, and section 11, "Relationships".
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from storewarden.connectors.packages.bills.identity import Listed
from storewarden.core.errors import Unreadable

KNOWN: Final = ("SPDX-2.2", "SPDX-2.3")
_NO_VERSION: Final = frozenset({"NOASSERTION", "NONE"})


class _Reference(msgspec.Struct, frozen=True):
    kind: object = msgspec.field(name="referenceType", default=None)
    place: object = msgspec.field(name="referenceLocator", default=None)


class _Package(msgspec.Struct, frozen=True):
    """One package; whatever stands in it, the others are read."""

    id: object = msgspec.field(name="SPDXID", default=None)
    name: object = None
    version: object = msgspec.field(name="versionInfo", default=None)
    references: object = msgspec.field(name="externalRefs", default=None)


class _Relation(msgspec.Struct, frozen=True):
    kind: str = msgspec.field(name="relationshipType", default="")
    other: str = msgspec.field(name="relatedSpdxElement", default="")


class Document(msgspec.Struct, frozen=True):
    """What of a document counts here."""

    packages: list[object] | None = None
    described: list[str] | None = msgspec.field(name="documentDescribes", default=None)
    relations: list[_Relation] | None = msgspec.field(name="relationships", default=None)


def listed(document: Document) -> Iterator[Listed]:
    """The described thing itself is no component of it, unless it has a package URL."""
    described = {one.other for one in document.relations or () if one.kind == "DESCRIBES"}
    described.update(document.described or ())
    for told in document.packages or ():
        package = msgspec.convert(told, _Package) if isinstance(told, dict) else _Package()
        purl = next(_purls(package.references), "")
        if purl or package.id not in described:
            yield Listed(_text(package.name), _version(package.version), purl)


def in_lines(text: str) -> Iterator[Listed]:
    """Yield the packages of a document of tags; raises `Unreadable` when it is none."""
    lines = [(name.strip(), value.strip()) for name, _, value in map(_cut, text.splitlines())]
    kind = next((value for name, value in lines if name == "SPDXVersion"), "not named")
    if kind not in KNOWN:
        raise Unreadable(f"is a bill of materials of a kind that is not read: {kind[:60]}")
    packages: list[dict[str, str]] = []
    described = set[str]()
    for name, value in lines:
        if name == "PackageName":
            packages.append({name: value})
        elif name == "FileName":
            packages.append({})
        elif name == "Relationship":
            described.update(_described(value))
        elif packages and name in {"SPDXID", "PackageVersion"}:
            packages[-1][name] = value
        elif packages and name == "ExternalRef":
            packages[-1].setdefault("purl", _purl_of(value))
    for one in packages:
        if "PackageName" in one and (one.get("purl") or one.get("SPDXID") not in described):
            version = _version(one.get("PackageVersion"))
            yield Listed(one["PackageName"], version, one.get("purl", ""))


def _cut(line: str) -> tuple[str, str, str]:
    return line.partition(":")


def _described(relation: str) -> Iterator[str]:
    parts = relation.split()
    if parts[1:2] == ["DESCRIBES"]:
        yield from parts[2:3]


def _purl_of(reference: str) -> str:
    parts = reference.split()
    return parts[2] if parts[1:2] == ["purl"] and parts[2:] else ""


def _purls(references: object) -> Iterator[str]:
    for told in references if isinstance(references, list) else ():
        one = msgspec.convert(told, _Reference) if isinstance(told, dict) else _Reference()
        if one.kind == "purl" and isinstance(one.place, str):
            yield one.place


def _version(said: object) -> str:
    return "" if said in _NO_VERSION else _text(said)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
