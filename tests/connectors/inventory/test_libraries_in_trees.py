"""Front-end libraries that lie in a tree are told by what they say of themselves."""

from pathlib import Path

from storewarden.connectors.scanners.libraries.inventory import INVENTORY
from storewarden.core.inventory import Component
from tests.connectors.inventory.trees import told, written


def test_a_library_in_a_tree_says_its_version_or_is_not_told(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "static/js/jquery.min.js": "/*! jQuery v3.4.1 | (c) JS Foundation */",
        "static/js/jquery-1.0.0.js": "/*! jQuery v3.5.1 | renamed */",
        "static/js/bootstrap-3.3.7.min.js": "stripped",
        "static/js/moment.js": "// our own moments, version 1.2.3",
        "static/js/jquery.cookie.js": "/*! jQuery Cookie Plugin v1.4.1 */",
        "static/js/app.js": "/*! jQuery v1.0.0 */",
        "node_modules/jquery/dist/jquery.js": "/*! jQuery v2.2.4 */",
        "static/pdf.js": b"\xff\xfe\x00" * 1_000_000,
    }
    assert told(written(tmp_path, files), INVENTORY) == (
        Component("pkg:npm/bootstrap", "3.3.7", "static/js/bootstrap-3.3.7.min.js"),
        Component("pkg:npm/jquery", "3.4.1", "static/js/jquery.min.js"),
        Component("pkg:npm/jquery", "3.5.1", "static/js/jquery-1.0.0.js"),
    )
