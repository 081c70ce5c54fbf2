"""Installed Python and Node packages, and platforms that are only asked for."""

import json
from pathlib import Path

import pytest

from storewarden.connectors.packages.installed_node import inventory as node
from storewarden.connectors.packages.installed_python import inventory as python
from storewarden.connectors.packages.wanted import inventory as wanted
from storewarden.core.inventory import Component, Inventory
from tests.connectors.inventory.trees import read, told, written

SITE = ".venv/lib/python3.12/site-packages"


def test_installed_python_distributions_are_told(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"{SITE}/wagtail-6.3.1.dist-info/METADATA": "Metadata-Version: 2.1\r\nName: wagtail\r\n"
        "Version: 6.3.1\r\n\r\nName: not this\nVersion: 0",
        f"{SITE}/Django_Oscar-3.2.dist-info/METADATA": "Name: Django_Oscar\nVersion: 3.2\n\n# Text",
        "usr/lib/python3/dist-packages/PyYAML-6.0.egg-info/PKG-INFO": "Name: PyYAML\nVersion: 6.0",
        f"{SITE}/old.egg-info/PKG-INFO": "Name: old\n\nVersion: 1",
        f"{SITE}/Alone_It-0.9.egg-info": "Metadata-Version: 1.1\nName: Alone-It\nVersion: 0.9\n",
        f"{SITE}/bare-1.0.dist-info/METADATA": b"\xff\xfe\x00",
    }
    assert told(written(tmp_path, files), python.INVENTORY) == (
        Component("pkg:pypi/alone-it", "0.9", f"{SITE}/Alone_It-0.9.egg-info"),
        Component(
            "pkg:pypi/bare",
            "",
            f"{SITE}/bare-1.0.dist-info/METADATA",
            unreadable="its metadata names no version",
        ),
        Component("pkg:pypi/django-oscar", "3.2", f"{SITE}/Django_Oscar-3.2.dist-info/METADATA"),
        Component(
            "pkg:pypi/old",
            "",
            f"{SITE}/old.egg-info/PKG-INFO",
            unreadable="its metadata names no version",
        ),
        Component("pkg:pypi/wagtail", "6.3.1", f"{SITE}/wagtail-6.3.1.dist-info/METADATA"),
    )


def test_installed_node_packages_are_told(tmp_path: Path) -> None:
    strapi = "node_modules/@strapi/strapi"
    files: dict[str, str | bytes] = {
        f"{strapi}/package.json": json.dumps({"name": "@strapi/strapi", "version": "4.15.0"}),
        f"{strapi}/node_modules/koa/package.json": json.dumps({"name": "koa", "version": "2.13.4"}),
        f"{strapi}/dist/package.json": json.dumps({"type": "module"}),
        "node_modules/odd/package.json": '{"name":' + "[" * 10_000,
        "node_modules/esm/package.json": json.dumps({"type": "module"}),
        "node_modules/number/package.json": json.dumps({"name": "number", "version": 3}),
        "versions/5.75.0/package.json": json.dumps({"name": "ghost", "version": "5.75.0"}),
        "versions/else/package.json": json.dumps({"name": "else", "version": "1"}),
    }
    written(tmp_path, files)
    (tmp_path / "current").symlink_to("versions/5.75.0")
    assert told(tmp_path, node.INVENTORY) == (
        Component("pkg:npm/%40strapi/strapi", "4.15.0", f"{strapi}/package.json"),
        Component("pkg:npm/ghost", "5.75.0", "versions/5.75.0/package.json"),
        Component("pkg:npm/koa", "2.13.4", f"{strapi}/node_modules/koa/package.json"),
        Component(
            "pkg:npm/number",
            "",
            "node_modules/number/package.json",
            unreadable="its package.json names no version",
        ),
        Component(
            "pkg:npm/odd",
            "",
            "node_modules/odd/package.json",
            unreadable="is broken: RecursionError",
        ),
    )


@pytest.mark.parametrize(
    ("place", "content", "purl", "version", "unreadable"),
    [
        (
            "package.json",
            {"dependencies": {"@medusajs/medusa": "2.1.3", "left-pad": "1.0.0"}},
            "pkg:npm/%40medusajs/medusa",
            "2.1.3",
            "",
        ),
        (
            "package.json",
            {"dependencies": {"@vendure/core": "^3.0.0"}},
            "pkg:npm/%40vendure/core",
            "",
            "package.json asks for ^3.0.0; nothing is locked",
        ),
        ("package.json", {"name": "ghost", "version": "5.2.0"}, "pkg:npm/ghost", "5.2.0", ""),
        (
            "composer.json",
            {"require": {"drupal/core-recommended": "~10.1", "php": ">=8"}},
            "pkg:composer/drupal/core",
            "",
            "composer.json asks for ~10.1; nothing is locked",
        ),
    ],
)
def test_a_platform_that_is_only_asked_for_is_told(
    tmp_path: Path, place: str, content: object, purl: str, version: str, unreadable: str
) -> None:
    written(tmp_path, {f"app/{place}": json.dumps(content)})
    expected = Component(purl, version, f"app/{place}", unreadable=unreadable)
    assert told(tmp_path, wanted.INVENTORY) == (expected,)


@pytest.mark.parametrize("left", ["package-lock.json", "node_modules/x/y", "yarn.lock"])
def test_what_package_tools_left_behind_says_more(tmp_path: Path, left: str) -> None:
    content = json.dumps({"dependencies": {"@strapi/strapi": "^4"}})
    written(tmp_path, {"package.json": content, left: ""})
    assert read(tmp_path, wanted.INVENTORY) == Inventory()


def test_packages_of_others_ask_for_nothing_here(tmp_path: Path) -> None:
    content = json.dumps({"name": "ghost", "version": "1.0.0"})
    written(tmp_path, {"a/node_modules/x/package.json": content, "vendor/x/composer.json": "{"})
    assert read(tmp_path, wanted.INVENTORY) == Inventory()
