"""One odd entry of a lock file is unknown with its reason, and the others are told."""

import json
from pathlib import Path

import pytest

from storewarden.connectors.packages.lockfiles.inventory import INVENTORY
from storewarden.core.inventory import Component
from storewarden.engine.inventory import take

NO_VERSION = "has no version in the lock file"


@pytest.mark.parametrize("odd", [None, 7, ["1.0"], {"a": 1}, ""])
def test_an_odd_version_stops_nobody(tmp_path: Path, odd: object) -> None:
    php = {"packages": [{"name": "a/b", "version": odd}, {"name": "c/d", "version": "1.0"}]}
    node = {
        "packages": {
            "node_modules/x": {"version": odd},
            "node_modules/y": {"version": "2.0", "link": None},
        }
    }
    (tmp_path / "composer.lock").write_text(json.dumps(php))
    (tmp_path / "package-lock.json").write_text(json.dumps(node))
    found = take(tmp_path, [INVENTORY])
    assert found.gaps == ()
    assert found.components == (
        Component("pkg:composer/a/b", "", "composer.lock", unreadable=NO_VERSION),
        Component("pkg:composer/c/d", "1.0", "composer.lock"),
        Component("pkg:npm/x", "", "package-lock.json", unreadable=NO_VERSION),
        Component("pkg:npm/y", "2.0", "package-lock.json"),
    )


def test_an_entry_without_a_name_is_told_by_its_place(tmp_path: Path) -> None:
    php = {"packages": [{"version": "1.0"}, {"name": 5, "version": "2.0"}]}
    (tmp_path / "composer.lock").write_text(json.dumps(php))
    assert [one.purl for one in take(tmp_path, [INVENTORY]).components] == [
        "pkg:composer/entry%201",
        "pkg:composer/entry%202",
    ]


def test_wordpress_by_composer_is_wordpress(tmp_path: Path) -> None:
    names = ("wpackagist-plugin/akismet", "wpackagist-theme/astra", "roots/wordpress-no-content")
    php = {"packages": [{"name": name, "version": "5.3"} for name in names]}
    (tmp_path / "composer.lock").write_text(json.dumps(php))
    assert take(tmp_path, [INVENTORY]).components == (
        Component("pkg:wordpress/core/wordpress", "5.3", "composer.lock"),
        Component("pkg:wordpress/plugin/akismet", "5.3", "composer.lock"),
        Component("pkg:wordpress/theme/astra", "5.3", "composer.lock"),
    )
