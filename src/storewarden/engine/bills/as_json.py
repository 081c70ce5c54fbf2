"""Writes an inventory as our own JSON; `docs/json.md` describes it."""

import json
from typing import Final

from storewarden.core.inventory import Component, Inventory
from storewarden.engine.bills.paper import Paper

SCHEMA_VERSION: Final = 1


def as_json(inventory: Inventory, paper: Paper) -> str:
    """One object; ASCII, so that hostile text stays text."""
    return json.dumps(
        {
            "schema_version": SCHEMA_VERSION,
            "of": paper.of,
            "at": paper.at.isoformat(timespec="seconds"),
            "components": [_component(component) for component in inventory.components],
            "gaps": [{"found_in": gap.found_in, "because": gap.because} for gap in inventory.gaps],
        },
        indent=2,
    )


def _component(component: Component) -> dict[str, object]:
    return {
        "purl": component.purl,
        "version": component.version,
        "newest": component.newest,
        "found_in": component.found_in,
        "release": component.release,
        "unreadable": component.unreadable,
        "mitigated": component.mitigated,
        "binary": list(component.binary),
    }
