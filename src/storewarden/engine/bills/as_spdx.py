"""Writes an inventory as SPDX 2.3 JSON (ISO/IEC 5962 is its predecessor 2.2.1)."""

import json
from datetime import UTC
from typing import Final
from urllib.parse import quote, unquote
from uuid import uuid4

from storewarden.core.inventory import Component, Inventory
from storewarden.engine.bills.packages import full_purl, one_version, said_of
from storewarden.engine.bills.paper import Paper

_SPACE: Final = "https://storewarden.invalid/spdx"
"""Name space of documents; it is a name and leads nowhere (RFC 6761)."""

_TOP: Final = "SPDXRef-looked-at"


def spdx(inventory: Inventory, paper: Paper) -> str:
    """One document; gaps stand in its comment."""
    gaps = [f"not read: {gap.found_in or '.'}: {gap.because}" for gap in inventory.gaps]
    parts = [_package(number, one) for number, one in enumerate(inventory.components, start=1)]
    document: dict[str, object] = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": paper.of,
        "documentNamespace": f"{_SPACE}/{quote(paper.of, safe='')}-{uuid4()}",
        "creationInfo": {
            "created": f"{paper.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "creators": [f"Tool: storewarden-{paper.by}"],
        },
        "packages": [_top(paper), *parts],
        "relationships": [
            _related("SPDXRef-DOCUMENT", "DESCRIBES", _TOP),
            *(_related(_TOP, "CONTAINS", str(part["SPDXID"])) for part in parts),
        ],
    }
    return json.dumps(document | ({"comment": "\n".join(gaps)} if gaps else {}), indent=2)


def _top(paper: Paper) -> dict[str, object]:
    return {
        "SPDXID": _TOP,
        "name": paper.of,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
    }


def _package(number: int, component: Component) -> dict[str, object]:
    version = one_version(component)
    return {
        "SPDXID": f"SPDXRef-{number}",
        "name": "/".join(unquote(part) for part in component.purl.split("/")[1:]),
        **({"versionInfo": version} if version else {}),
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "comment": "\n".join(f"{word}: {value}" for word, value in said_of(component)),
        "externalRefs": [
            {
                "referenceCategory": "PACKAGE-MANAGER",
                "referenceType": "purl",
                "referenceLocator": full_purl(component),
            }
        ],
    }


def _related(one: str, how: str, other: str) -> dict[str, str]:
    return {"spdxElementId": one, "relationshipType": how, "relatedSpdxElement": other}
