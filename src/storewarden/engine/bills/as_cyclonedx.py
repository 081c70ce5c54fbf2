"""Writes an inventory as CycloneDX 1.6 JSON (ECMA-424)."""

from typing import Final
from urllib.parse import unquote

from cyclonedx.model import Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component as Part
from cyclonedx.model.component import ComponentType
from cyclonedx.model.tool import ToolRepository
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from storewarden.core.inventory import Component, Inventory
from storewarden.engine.bills.packages import full_purl, one_version, said_of
from storewarden.engine.bills.paper import Paper

_OWN: Final = "storewarden:"


def cyclonedx(inventory: Inventory, paper: Paper) -> str:
    """One document; gaps stand as properties of its metadata."""
    own = Part(type=ComponentType.APPLICATION, name="storewarden", version=paper.by)
    gaps = [
        Property(name=f"{_OWN}gap", value=f"{gap.found_in or '.'}: {gap.because}")
        for gap in inventory.gaps
    ]
    top = Part(type=ComponentType.APPLICATION, name=paper.of, bom_ref="looked-at")
    metadata = BomMetaData(
        timestamp=paper.at,
        tools=ToolRepository(components=[own]),
        component=top,
        properties=gaps,
    )
    parts = [_part(number, one) for number, one in enumerate(inventory.components, start=1)]
    bom = Bom(components=parts, metadata=metadata)
    bom.register_dependency(top, parts)
    return JsonV1Dot6(bom).output_as_string(indent=2)


def _part(number: int, component: Component) -> Part:
    *group, name = (unquote(part) for part in component.purl.split("/")[1:])
    properties: list[Property] = [
        Property(name=f"{_OWN}{word}", value=value) for word, value in said_of(component)
    ]
    return Part(
        type=ComponentType.LIBRARY,
        bom_ref=f"{number}",
        group="/".join(group) or None,
        name=name,
        version=one_version(component) or None,
        purl=PackageURL.from_string(full_purl(component)),
        properties=properties,
    )
