"""What a code tree and a machine run, as far as support goes."""

import platform
from pathlib import Path

import pytest

from storewarden.connectors.hosts.support.connector import CONNECTOR as MACHINE
from storewarden.connectors.packages.support.connector import CONNECTOR as TREE
from storewarden.core.errors import Unreachable
from storewarden.core.estate import CodeTree, Host
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
        Running("django", "3.2.25", "requirements.lock", TODAY)
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
        Running("wagtail", "7.4", "uv.lock", TODAY),
        Running("laravel", "9.1", "composer.lock", TODAY),
        Running("php", "8.1", "composer.lock", TODAY),
        Running("vue", "2.7", "package-lock.json", TODAY),
        Running("wordpress", "6.4.2", "wp-includes/version.php", TODAY),
        Running("python", "3.9.1", ".python-version", TODAY),
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


def test_the_own_machine_is_told(tmp_path: Path) -> None:
    host = Host("web1")
    told = list(MACHINE.gather(host, access_to(an_estate(tmp_path, host))))
    system = platform.freedesktop_os_release()
    assert told == [
        Running("python", platform.python_version(), "this machine", TODAY),
        Running(system["ID"], system["VERSION_ID"], "this machine", TODAY),
    ]


def test_another_machine_is_unknown(tmp_path: Path) -> None:
    host = Host("web2", "192.0.2.7")
    with pytest.raises(
        Unreachable, match=r"web2 at 192\.0\.2\.7 can only be looked at from itself"
    ):
        list(MACHINE.gather(host, access_to(an_estate(tmp_path, host))))
