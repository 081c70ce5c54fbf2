"""Every reader below the connectors is found by its folder, and its marks can be found."""

import json
from pathlib import Path

from storewarden.bootstrap.inventory import installed_readers, inventory_of
from storewarden.core.inventory import Component


def test_readers_are_found_and_their_marks_make_sense() -> None:
    readers = installed_readers()
    assert readers
    for reader in readers:
        assert reader.finds
        for mark in reader.finds:
            assert mark == mark.casefold(), "marks are compared without regard to case"
            assert not mark.startswith("/")
            assert mark.strip("/*"), "a mark that fits everything"


def test_a_lock_file_tells_its_components(tmp_path: Path) -> None:
    lock = {"packages": [{"name": "magento/product-community-edition", "version": "2.4.6-p4"}]}
    (tmp_path / "composer.lock").write_text(json.dumps(lock))
    (tmp_path / "requirements.txt").write_text("Django==5.2.1\nzope.interface>=5\n")
    npm = {"packages": {"node_modules/@s/a": {"version": "1.0.0"}}}
    (tmp_path / "package-lock.json").write_text(json.dumps(npm))
    assert inventory_of(tmp_path).components == (
        Component("pkg:composer/magento/product-community-edition", "2.4.6-p4", "composer.lock"),
        Component("pkg:npm/%40s/a", "1.0.0", "package-lock.json"),
        Component("pkg:pypi/django", "5.2.1", "requirements.txt"),
        Component(
            "pkg:pypi/zope-interface",
            "",
            "requirements.txt",
            unreadable="is not pinned to one version",
        ),
    )
