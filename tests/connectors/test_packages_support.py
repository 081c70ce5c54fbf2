"""What a code tree runs, as far as support goes."""

from datetime import date
from pathlib import Path

import pytest

from storewarden.connectors.packages.support.connector import CONNECTOR as TREE
from storewarden.core.errors import Unreachable
from storewarden.core.estate import CodeTree
from storewarden.facts.lifecycle import Running
from tests.support.access import NOON, access_to, an_estate

TODAY = NOON.date()


def seen(root: Path, **files: str) -> list[object]:
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_dot_", ".").replace("_dash_", "-")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    tree = CodeTree("code", root)
    return list(TREE.gather(tree, access_to(an_estate(root, tree))))


def test_a_requirements_lock_is_read(tmp_path: Path) -> None:
    lock = "# pins\nDjango[argon2] == 3.2.25 \\\n    --hash=sha256:aa\nwagtail>=5\nPillow==9.0.0\n"
    assert seen(tmp_path, requirements_dot_lock=lock) == [
        Running("django", "3.2.25", "requirements.lock", TODAY, "3.2", date(2024, 4, 1))
    ]


def test_other_locks_are_read(tmp_path: Path) -> None:
    facts = seen(
        tmp_path,
        uv_dot_lock='[[package]]\nname = "wagtail"\nversion = "7.4"\n[[package]]\nname = "a"\n',
        composer_dot_lock='{"packages": [{"name": "laravel/framework", "version": "v9.1"}, 7],'
        ' "platform-overrides": {"php": "8.1"}}',
        package_dash_lock_dot_json='{"packages": {"node_modules/vue": {"version": "2.7"}}}',
        wp_dash_includes__version_dot_php="<?php\n$wp_version = '6.4.2';\n",
        _dot_python_dash_version="3.9.1\n",
    )
    assert facts == [
        Running("wagtail", "7.4", "uv.lock", TODAY, "7.4", date(2027, 11, 2)),
        Running("laravel", "9.1", "composer.lock", TODAY, "9", date(2024, 2, 6)),
        Running("php", "8.1", "composer.lock", TODAY, "8.1", date(2025, 12, 31)),
        Running("vue", "2.7", "package-lock.json", TODAY, "2.7", date(2023, 12, 31)),
        Running("wordpress", "6.4.2", "wp-includes/version.php", TODAY, "6.4", date(2024, 4, 2)),
        Running("python", "3.9.1", ".python-version", TODAY, "3.9", date(2025, 10, 31)),
    ]


@pytest.mark.parametrize("broken", ["{", "[" * 100_000, '{"a": '])
def test_a_broken_lock_is_told(tmp_path: Path, broken: str) -> None:
    with pytest.raises(Unreachable):
        seen(tmp_path, composer_dot_lock=broken)


@pytest.mark.parametrize("strange", ["[]", "7", '{"packages": 7}', '{"packages": [[], null]}'])
def test_a_strange_lock_pins_nothing(tmp_path: Path, strange: str) -> None:
    assert seen(tmp_path, composer_dot_lock=strange, package_dash_lock_dot_json=strange) == []


def test_a_tree_that_is_not_there_is_told(tmp_path: Path) -> None:
    tree = CodeTree("code", tmp_path / "gone")
    with pytest.raises(Unreachable, match="the code tree code is not at"):
        list(TREE.gather(tree, access_to(an_estate(tmp_path, tree))))
