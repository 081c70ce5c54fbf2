"""A platform is known by its code: what it ships, and what locks name; nothing else."""

import os
from pathlib import Path

import pytest

from storewarden.bootstrap import installed

RECOGNISERS = installed.installed_recognisers()
Tree = dict[str, str]

LOCK = '{{"packages": [{{"name": "other/thing", "version": "1.0"}}, {}]}}'


def package(name: str, version: str) -> str:
    return LOCK.format(f'{{"name": "{name}", "version": "{version}"}}')


WORDPRESS = {
    "wp-includes/version.php": "<?php\n/** @var string */\n$wp_version = '6.1.9';\n",
    "wp-admin/index.php": "",
    "wp-settings.php": "",
}
JOOMLA_VERSION = (
    "const MAJOR_VERSION = 4;\n\tconst MINOR_VERSION = 0;\n\tconst PATCH_VERSION = 6;\n"
)
ZEN = "define('PROJECT_VERSION_NAME', '{}');\ndefine('PROJECT_VERSION_MAJOR', '1');\n"
MAGE = "return array('major' => '1', 'minor' => '9', 'revision' => '4', 'patch' => '5');"
TREES: list[tuple[Tree, dict[str, str]]] = [
    (WORDPRESS, {"wordpress": "6.1.9"}),
    ({**WORDPRESS, "wp-includes/version.php": "<?php eval($x);"}, {"wordpress": ""}),
    (
        {
            **WORDPRESS,
            "wp-content/plugins/woocommerce/woocommerce.php": (
                "<?php\n/**\n * Plugin Name: WooCommerce\n * Version: 8.2.1\n */\n"
            ),
        },
        {"wordpress": "6.1.9", "woocommerce": "8.2.1"},
    ),
    ({"core/lib/Drupal.php": "class Drupal {\n  const VERSION = '10.1.6';"}, {"drupal": "10.1.6"}),
    (
        {
            "includes/bootstrap.inc": "define('VERSION', '7.98');",
            "modules/system/system.module": "",
        },
        {"drupal": "7.98"},
    ),
    ({"composer.lock": package("drupal/core", "10.2.0")}, {"drupal": "10.2.0"}),
    ({"composer.json": '{"require": {"drupal/core-recommended": "^10"}}'}, {"drupal": ""}),
    (
        {"administrator/manifests/files/joomla.xml": "<extension><version>4.2.5</version>"},
        {"joomla": "4.2.5"},
    ),
    (
        {"libraries/src/Version.php": JOOMLA_VERSION, "administrator/index.php": ""},
        {"joomla": "4.0.6"},
    ),
    (
        {"index.php": "<?php\n// Version\ndefine('VERSION', '4.0.1.1');\n"}
        | dict.fromkeys(("system/startup.php", "catalog/controller/common/home.php"), ""),
        {"opencart": "4.0.1.1"},
    ),
    (
        {"composer.lock": package("magento/product-community-edition", "2.4.6-p3")},
        {"magento": "2.4.6-p3"},
    ),
    (
        {"vendor/composer/installed.json": package("magento/product-enterprise-edition", "v2.4.5")},
        {"magento": "2.4.5"},
    ),
    ({"composer.json": '{"name": "magento/magento2ce", "version": "2.4.7"}'}, {"magento": "2.4.7"}),
    ({"bin/magento": "", "app/etc/env.php": ""}, {"magento": ""}),
    ({"app/Mage.php": MAGE, "app/code/core/Mage.txt": ""}, {"magento": "1.9.4.5"}),
    (
        {
            "config/defines.inc.php": "",
            "classes/PrestaShopAutoload.php": "",
            "src/Core/Version.php": "public const VERSION = '8.1.1';",
        },
        {"prestashop": "8.1.1"},
    ),
    (
        {
            "config/defines.inc.php": "",
            "classes/PrestaShopAutoload.php": "",
            "config/settings.inc.php": "define('_PS_VERSION_', '1.6.1.24');",
        },
        {"prestashop": "1.6.1.24"},
    ),
    ({"composer.lock": package("shopware/core", "v6.5.8.2")}, {"shopware": "6.5.8.2"}),
    (
        {
            "engine/Shopware/Application.php": "",
            "engine/Shopware/Kernel.php": "'version' => '5.7.18',",
        },
        {"shopware": "5.7.18"},
    ),
    (
        {
            "includes/version.php": ZEN.format("Zen Cart")
            + "define('PROJECT_VERSION_MINOR', '5.8a');"
        },
        {"zen-cart": "1.5.8a"},
    ),
    (
        {"pyproject.toml": '[project]\nname = "saleor"\nversion = "3.20.1"\n', "saleor/x.py": ""},
        {"saleor": "3.20.1"},
    ),
    ({"requirements.txt": "django==5.2.1\nwagtail==8.0.1  # CMS\n"}, {"wagtail": "8.0.1"}),
    ({"requirements/base.txt": "Wagtail[testing]>=8,<9\n"}, {"wagtail": ""}),
    ({"uv.lock": '[[package]]\nname = "wagtail"\nversion = "8.0.1"\n'}, {"wagtail": "8.0.1"}),
    ({"Pipfile.lock": '{"default": {"wagtail": {"version": "==7.0"}}}'}, {"wagtail": "7.0"}),
    (
        {
            "manage.py": "",
            "cms/settings/base.py": 'INSTALLED_APPS = [\n    "wagtail.admin",\n]\n',
        },
        {"wagtail": ""},
    ),
    (
        {"lib/python3.11/site-packages/django_oscar-4.2.1.dist-info/METADATA": ""},
        {"django-oscar": "4.2.1"},
    ),
    (
        {
            "requirements.txt": "django_oscar~=4.0\n",
            ".venv/lib/python3.12/site-packages/django_oscar-4.2.1.dist-info/METADATA": "",
        },
        {"django-oscar": "4.2.1"},
    ),
    (
        {"manage.py": "", "shop/settings.py": "APPS = [\n    'oscar.config.Shop',\n]\n"},
        {"django-oscar": ""},
    ),
    (
        {"pyproject.toml": '[project]\ndependencies = ["django-cms==4.1.0", "django-oscar"]\n'},
        {"django-cms": "4.1.0", "django-oscar": ""},
    ),
    ({"pyproject.toml": '[tool.poetry.dependencies]\nwagtail = "^6"\n'}, {"wagtail": ""}),
    (
        {"pyproject.toml": '[dependency-groups]\na = ["wagtail==6.1", {include-group = "b"}]\n'},
        {"wagtail": "6.1"},
    ),
    ({"manage.py": "", "site/settings.py": 'X = [\n "cms",\n "menus",\n]\n'}, {"django-cms": ""}),
]
LOOK_ALIKES: list[Tree] = [
    {},
    {"README.md": "Moved from WordPress, Drupal and Magento to wagtail==8.0"},
    {"wp-content/themes/ours/style.css": "", "wp-content/plugins/ours/ours.php": ""},
    {"wp-includes/notes.txt": "$wp_version = '6.1'"},
    {"requirements.txt": "# wagtail==8.0.1\nwagtail-localize==1.9\ndjango-cms-plugin==1\n"},
    {"requirements.txt": "my-wagtail==1\nwagtail.extra==2\nwagtailmenus==3\n"},
    {"pyproject.toml": '[project]\nname = "wagtail-blog"\nkeywords = ["wagtail", "saleor"]\n'},
    {"composer.json": '{"name": "ours/drupal-like", "require": {"php": "^8"}}'},
    {"composer.lock": package("drupal/corecursor", "1.0")},
    {"composer.lock": "not json"},
    {"composer.lock": "[" * 20_000},
    {"composer.lock": '{"packages": {"name": "drupal/core"}}'},
    {"pyproject.toml": "not = toml = at all"},
    {"index.php": "<?php define('VERSION', '1.0');"},
    {"includes/version.php": ZEN.format("osCommerce")},
    {"saleor/notes.py": "", "pyproject.toml": '[project]\nname = "saleor-app"\n'},
    {"config/defines.inc.php": ""},
    {"administrator/index.php": "", "libraries/src/Other.php": JOOMLA_VERSION},
    {"manage.py": "", "shop/settings.py": "# 'oscar.config.Shop',\nX = 'we left oscar'\n"},
    {"app/Mage.php": "a game"},
    {"shop/shop/settings.py": "X = [\n 'oscar.config.Shop',\n]\n"},
]


def planted(root: Path, tree: Tree) -> Path:
    for name, text in tree.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def known(root: Path) -> dict[str, str]:
    seen = {recogniser.platform: recogniser.in_code(root) for recogniser in RECOGNISERS}
    return {platform: version for platform, version in seen.items() if version is not None}


@pytest.mark.parametrize(("tree", "platforms"), TREES)
def test_a_platform_is_known_by_its_code(
    tmp_path: Path, tree: Tree, platforms: dict[str, str]
) -> None:
    assert known(planted(tmp_path, tree)) == platforms


@pytest.mark.parametrize("tree", LOOK_ALIKES)
def test_what_only_looks_like_one_is_not_recognised(tmp_path: Path, tree: Tree) -> None:
    assert known(planted(tmp_path, tree)) == {}


def test_every_platform_that_we_promise_is_there() -> None:
    assert {recogniser.platform: recogniser.is_shop for recogniser in RECOGNISERS} == {
        "django-cms": False,
        "drupal": False,
        "joomla": False,
        "wagtail": False,
        "wordpress": False,
        "django-oscar": True,
        "magento": True,
        "opencart": True,
        "prestashop": True,
        "saleor": True,
        "shopware": True,
        "woocommerce": True,
        "zen-cart": True,
    }


def test_every_platform_has_a_tree_that_shows_it() -> None:
    shown = {platform for _, platforms in TREES for platform in platforms}
    assert shown == {recogniser.platform for recogniser in RECOGNISERS}


def test_a_link_out_of_the_tree_is_not_followed(tmp_path: Path) -> None:
    outside = planted(tmp_path / "outside", WORDPRESS)
    tree = tmp_path / "tree"
    tree.mkdir()
    for name in ("wp-includes", "wp-admin", "wp-settings.php"):
        (tree / name).symlink_to(outside / name)
    assert known(tree) == {}


def test_a_ring_of_links_a_pipe_and_a_huge_file_are_no_marks(tmp_path: Path) -> None:
    (tmp_path / "composer.lock").symlink_to(tmp_path / "composer.lock")
    os.mkfifo(tmp_path / "requirements.txt")
    with (tmp_path / "uv.lock").open("wb") as huge:
        huge.truncate(9_000_000_000)
    assert known(tmp_path) == {}


def test_a_version_that_is_no_version_is_not_repeated(tmp_path: Path) -> None:
    hostile = {"wp-includes/version.php": "$wp_version = '6.1\x1b[31m; rm -rf';\n"}
    assert known(planted(tmp_path, WORDPRESS | hostile)) == {"wordpress": ""}


def test_a_folder_that_is_not_there_is_nothing(tmp_path: Path) -> None:
    assert known(tmp_path / "gone") == {}
