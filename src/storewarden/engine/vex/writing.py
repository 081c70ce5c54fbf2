"""Writes statements as OpenVEX 0.2.0 or CycloneDX 1.6. Pure."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component as Part
from cyclonedx.model.component import ComponentType
from cyclonedx.model.contact import OrganizationalContact
from cyclonedx.model.impact_analysis import (
    ImpactAnalysisJustification,
    ImpactAnalysisState,
)
from cyclonedx.model.vulnerability import (
    BomTarget,
    Vulnerability,
    VulnerabilityAnalysis,
    VulnerabilityReference,
    VulnerabilitySource,
)
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from storewarden.core.vex import Product, Statement, Status

_STATES: Final = {
    Status.NOT_AFFECTED: ImpactAnalysisState.NOT_AFFECTED,
    Status.AFFECTED: ImpactAnalysisState.EXPLOITABLE,
    Status.FIXED: ImpactAnalysisState.RESOLVED,
    Status.UNDER_INVESTIGATION: ImpactAnalysisState.IN_TRIAGE,
}
_JUSTIFICATIONS: Final = {
    "component_not_present": ImpactAnalysisJustification.CODE_NOT_PRESENT,
    "vulnerable_code_not_present": ImpactAnalysisJustification.CODE_NOT_PRESENT,
    "vulnerable_code_not_in_execute_path": ImpactAnalysisJustification.CODE_NOT_REACHABLE,
    "vulnerable_code_cannot_be_controlled_by_adversary": (
        ImpactAnalysisJustification.REQUIRES_ENVIRONMENT
    ),
    "inline_mitigations_already_exist": ImpactAnalysisJustification.PROTECTED_BY_MITIGATING_CONTROL,
}
_OURS: Final = {one.value: one for one in ImpactAnalysisJustification}
_THEIRS: Final = {
    "code_not_present": "vulnerable_code_not_present",
    "code_not_reachable": "vulnerable_code_not_in_execute_path",
    "requires_environment": "vulnerable_code_cannot_be_controlled_by_adversary",
    "requires_configuration": "vulnerable_code_cannot_be_controlled_by_adversary",
    "requires_dependency": "vulnerable_code_cannot_be_controlled_by_adversary",
}
_INLINE: Final = "inline_mitigations_already_exist"


@dataclass(frozen=True, slots=True)
class Paper:
    """Who says it, and when."""

    author: str
    at: datetime


def openvex(said: Sequence[Statement], paper: Paper) -> str:
    """Write an OpenVEX document, in ASCII; its id follows from what it says."""
    told = [_statement(one) for one in said]
    name = sha256(json.dumps([told, paper.author], sort_keys=True).encode()).hexdigest()
    document = {
        "@context": "https://openvex.dev/ns/v0.2.0",
        "@id": f"https://openvex.dev/docs/public/vex-{name}",
        "author": paper.author,
        "timestamp": paper.at.isoformat(timespec="seconds"),
        "version": 1,
        "tooling": "storewarden",
        "statements": told,
    }
    return json.dumps(document, indent=2)


def _statement(one: Statement) -> Mapping[str, object]:
    name, *aliases = one.names
    told: dict[str, object] = {
        "vulnerability": {"name": name} | ({"aliases": aliases} if aliases else {}),
        "products": [
            {"@id": text, "identifiers": {"purl": text}} for text in map(_purl, one.products)
        ],
        "status": one.status.value,
    }
    if one.at is not None:
        told["timestamp"] = one.at.isoformat(timespec="seconds")
    if one.status is Status.NOT_AFFECTED:
        word = _justification(one.justification)
        told |= {"justification": word} if word else {}
        told |= {"impact_statement": one.words} if one.words or not word else {}
    if one.status is Status.AFFECTED:
        told["action_statement"] = one.words or "No remedy is published yet."
    return told


def _justification(word: str) -> str:
    if word in _JUSTIFICATIONS:
        return word
    return _THEIRS.get(word, _INLINE if word.startswith("protected") else "")


def cyclonedx(said: Sequence[Statement], paper: Paper) -> str:
    """Write a CycloneDX document with one component a product and one vulnerability a statement."""
    products = sorted({one for each in said for one in each.products}, key=_purl)
    parts = {one: _part(one) for one in products}
    metadata = BomMetaData(timestamp=paper.at, authors=[OrganizationalContact(name=paper.author)])
    bom = Bom(
        components=parts.values(),
        vulnerabilities=[_vulnerability(one, number, parts) for number, one in enumerate(said)],
        metadata=metadata,
    )
    return JsonV1Dot6(bom).output_as_string(indent=2)


def _part(one: Product) -> Part:
    told = PackageURL.from_string(_purl(one))
    return Part(
        type=ComponentType.LIBRARY,
        bom_ref=_purl(one),
        group=told.namespace,
        name=told.name,
        version=one.version or None,
        purl=told,
    )


def _vulnerability(one: Statement, number: int, parts: Mapping[Product, Part]) -> Vulnerability:
    name, *aliases = one.names
    word = one.justification
    return Vulnerability(
        bom_ref=f"statement-{number}",
        id=name,
        references=[
            VulnerabilityReference(id=other, source=VulnerabilitySource(name=_source(other)))
            for other in aliases
        ],
        analysis=VulnerabilityAnalysis(
            state=_STATES[one.status],
            justification=_JUSTIFICATIONS.get(word, _OURS.get(word)),
            detail=one.words or None,
            last_updated=one.at,
        ),
        affects=[BomTarget(ref=str(parts[each].bom_ref)) for each in one.products],
    )


def _source(name: str) -> str:
    known = {"CVE": "NVD", "GHSA": "GitHub", "PYSEC": "PyPA"}
    return known.get(name.partition("-")[0], "other")


def _purl(one: Product) -> str:
    return f"{one.purl}@{_escaped(one.version)}" if one.version else one.purl


def _escaped(version: str) -> str:
    return PackageURL("generic", name="x", version=version).to_string().partition("@")[2]


FORMATS: Final[Mapping[str, Callable[[Sequence[Statement], Paper], str]]] = MappingProxyType(
    {"openvex": openvex, "cyclonedx": cyclonedx}
)
"""What can be written, by name."""
