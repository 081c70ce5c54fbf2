"""Drupal, Joomla and TYPO3 tell themselves and their extensions; so does Saleor's own tree."""

import json
from pathlib import Path

import pytest

from storewarden.connectors.cms.drupal import inventory as drupal
from storewarden.connectors.cms.joomla import inventory as joomla
from storewarden.connectors.cms.typo3 import inventory as typo3
from storewarden.connectors.shops.saleor import inventory as saleor
from storewarden.core.inventory import Component
from tests.connectors.inventory.trees import told, written

CORE = "pkg:composer/drupal/core"


def info(version: str, project: str, more: str = "") -> str:
    return (
        f"name: X\ntype: module\n# version: VERSION\n{more}\n"
        f"# Information added by Drupal.org packaging script on 2024-01-01\n"
        f"version: '{version}'\nproject: '{project}'\ndatestamp: 1704067200\n"
    )


def test_drupal_and_its_modules(tmp_path: Path) -> None:
    modules = "web/modules/contrib"
    files: dict[str, str | bytes] = {
        "web/core/lib/Drupal.php": "<?php class Drupal { const VERSION = '10.1.5'; }",
        "web/core/modules/system/system.info.yml": info("10.1.5", "drupal"),
        "web/core/modules/node/node.info.yml": "name: Node\nversion: VERSION\n",
        f"{modules}/webform/webform.info.yml": info("6.2.0-beta6", "webform"),
        f"{modules}/webform/modules/webform_ui/webform_ui.info.yml": info("6.2.0-beta6", "webform"),
        f"{modules}/token/token.info.yml": info("8.x-1.12", "token"),
        f"{modules}/pathauto/pathauto.info.yml": info("8.x-1.0-rc3", "pathauto"),
        f"{modules}/bare/bare.info.yml": "name: Bare\n",
        f"{modules}/bare/modules/part/other.info.yml": "name: Part\n",
        f"{modules}/wide/wide.info.yml": "name: Wide".encode("utf-16"),
        "web/modules/custom/own/own.info.yml": "name: Own\n",
        "web/themes/contrib/gin/gin.info.yml": info("3.0.0", "gin"),
    }
    assert told(written(tmp_path, files), drupal.INVENTORY) == (
        Component(
            "pkg:composer/drupal/bare",
            "",
            f"{modules}/bare/bare.info.yml",
            unreadable="its info file names no version",
        ),
        Component(CORE, "10.1.5", "web/core/lib/Drupal.php"),
        Component("pkg:composer/drupal/gin", "3.0.0", "web/themes/contrib/gin/gin.info.yml"),
        Component(
            "pkg:composer/drupal/pathauto", "1.0.0-rc3", f"{modules}/pathauto/pathauto.info.yml"
        ),
        Component("pkg:composer/drupal/token", "1.12.0", f"{modules}/token/token.info.yml"),
        Component(
            "pkg:composer/drupal/webform", "6.2.0-beta6", f"{modules}/webform/webform.info.yml"
        ),
        Component(
            "pkg:composer/drupal/wide",
            "",
            f"{modules}/wide/wide.info.yml",
            unreadable="is written in UTF-16 or is no text, so nothing was read from it",
        ),
    )


def test_a_module_that_composer_wrote_down_is_not_told_without_its_version(tmp_path: Path) -> None:
    written(
        tmp_path, {"web/modules/contrib/bare/bare.info.yml": "name: Bare\n", "composer.lock": ""}
    )
    assert told(tmp_path, drupal.INVENTORY) == ()


def test_drupal_seven(tmp_path: Path) -> None:
    views = "sites/all/modules/views/views.info"
    files: dict[str, str | bytes] = {
        "includes/bootstrap.inc": "<?php\n/* define('VERSION', '1') */\ndefine('VERSION', '7.98');",
        "modules/system/system.module": "<?php",
        "modules/system/system.info": 'core = 7.x\nversion = "7.98"\nproject = "drupal"\n',
        views: 'name = Views\ncore = 7.x\nversion = "7.x-3.29"\nproject = "views"\n',
        "else/includes/bootstrap.inc": "<?php define('VERSION', '3');",
        "else/some.info": "version = 1.0\nproject = other\n",
    }
    because = "7.x-3.29 counts as Drupal 7 did, and no list does any more"
    assert told(written(tmp_path, files), drupal.INVENTORY) == (
        Component(CORE, "7.98", "includes/bootstrap.inc"),
        Component("pkg:composer/drupal/views", "", views, unreadable=because),
    )


def manifest(kind: str, version: str, author: str = "Acme") -> str:
    return (
        f'<?xml version="1.0"?><!-- <version>0.0</version> --><extension type="{kind}">'
        f"<name>X</name><author>{author}</author><version>{version}</version></extension>"
    )


def test_joomla_and_its_extensions(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "administrator/manifests/files/joomla.xml": manifest("file", "4.2.7", "Joomla! Project"),
        "libraries/src/Version.php": "<?php const MAJOR_VERSION = 4; const MINOR_VERSION = 1;",
        "administrator/components/com_content/content.xml": manifest(
            "component", "4.0.0", "Joomla! Project"
        ),
        "administrator/components/com_shop/shop.xml": manifest("component", "3.1"),
        "administrator/components/com_shop/config.xml": "<config/>",
        "modules/mod_cart/mod_cart.xml": manifest("module", "1.0"),
        "plugins/system/guard/guard.xml": manifest("plugin", "2.2"),
        "templates/acme/templateDetails.xml": manifest("template", ""),
        "administrator/manifests/packages/pkg_shop.xml": manifest("package", "3.1").encode(
            "utf-16"
        ),
        "administrator/manifests/libraries/acme.xml": manifest("library", "0.4"),
    }
    assert told(written(tmp_path, files), joomla.INVENTORY) == (
        Component(
            "pkg:composer/joomla/joomla-cms", "4.2.7", "administrator/manifests/files/joomla.xml"
        ),
        Component(
            "pkg:generic/joomla/com_shop", "3.1", "administrator/components/com_shop/shop.xml"
        ),
        Component(
            "pkg:generic/joomla/lib_acme", "0.4", "administrator/manifests/libraries/acme.xml"
        ),
        Component("pkg:generic/joomla/mod_cart", "1.0", "modules/mod_cart/mod_cart.xml"),
        Component(
            "pkg:generic/joomla/pkg_shop", "3.1", "administrator/manifests/packages/pkg_shop.xml"
        ),
        Component("pkg:generic/joomla/plg_system_guard", "2.2", "plugins/system/guard/guard.xml"),
        Component(
            "pkg:generic/joomla/tpl_acme",
            "",
            "templates/acme/templateDetails.xml",
            unreadable="its manifest names no version",
        ),
    )


@pytest.mark.parametrize(
    ("place", "text", "version"),
    [
        (
            "libraries/src/Version.php",
            "<?php const MAJOR_VERSION = 5; const MINOR_VERSION = 0; const PATCH_VERSION = 3;",
            "5.0.3",
        ),
        (
            "libraries/src/Version.php",
            """<?php const MAJOR_VERSION = 4; const MINOR_VERSION = 0; const PATCH_VERSION = 6;
            const EXTRA_VERSION = 'rc3';""",
            "4.0.6-rc3",
        ),
        (
            "libraries/cms/version/version.php",
            "<?php class JVersion { const RELEASE = '3.6'; const DEV_LEVEL = '5'; }",
            "3.6.5",
        ),
    ],
)
def test_joomla_without_its_manifest(tmp_path: Path, place: str, text: str, version: str) -> None:
    expected = Component("pkg:composer/joomla/joomla-cms", version, place)
    assert told(written(tmp_path, {place: text}), joomla.INVENTORY) == (expected,)


def conf(version: str) -> str:
    return f"<?php\n$EM_CONF[$_EXTKEY] = [ 'title' => 'X', 'version' => '{version}' ];"


def test_typo3_and_its_extensions(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "typo3/sysext/core/Classes/Information/Typo3Version.php": "<?php class Typo3Version"
        " { protected const VERSION = '11.5.30'; }",
        "typo3/sysext/core/ext_emconf.php": conf("11.5.30"),
        "typo3/sysext/form_x/ext_emconf.php": conf("11.5.30"),
        "typo3/sysext/core/Tests/Functional/Fixtures/x/ext_emconf.php": conf("0.0.1"),
        "typo3conf/ext/news/ext_emconf.php": conf("10.0.2"),
        "typo3conf/ext/news/composer.json": json.dumps({"name": "georgringer/news"}),
        "typo3conf/ext/my_ext/ext_emconf.php": conf("1.0.0"),
        "typo3conf/ext/bare/ext_emconf.php": "<?php",
    }
    assert told(written(tmp_path, files), typo3.INVENTORY) == (
        Component("pkg:composer/georgringer/news", "10.0.2", "typo3conf/ext/news/ext_emconf.php"),
        Component(
            "pkg:composer/typo3-ter/bare",
            "",
            "typo3conf/ext/bare/ext_emconf.php",
            unreadable="its ext_emconf.php names no version",
        ),
        Component("pkg:composer/typo3-ter/my-ext", "1.0.0", "typo3conf/ext/my_ext/ext_emconf.php"),
        Component("pkg:composer/typo3/cms-core", "11.5.30", "typo3/sysext/core/ext_emconf.php"),
        Component("pkg:composer/typo3/cms-form-x", "11.5.30", "typo3/sysext/form_x/ext_emconf.php"),
    )


def test_saleor_s_own_tree(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "pyproject.toml": '[project]\nname = "saleor"\nversion = "3.20.1"\n',
        "saleor/__init__.py": "",
        "storefront/pyproject.toml": '[project]\nname = "saleor"\nversion = "1.0"\n',
    }
    assert told(written(tmp_path, files), saleor.INVENTORY) == (
        Component("pkg:pypi/saleor", "3.20.1", "pyproject.toml"),
    )
