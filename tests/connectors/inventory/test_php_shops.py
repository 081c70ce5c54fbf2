"""Magento, PrestaShop, OpenCart, Shopware and Zen Cart tell themselves and their extensions."""

import json
from pathlib import Path

import pytest

from storewarden.connectors.shops.magento import inventory as magento
from storewarden.connectors.shops.opencart import inventory as opencart
from storewarden.connectors.shops.prestashop import inventory as prestashop
from storewarden.connectors.shops.shopware import inventory as shopware
from storewarden.connectors.shops.zen_cart import inventory as zen_cart
from storewarden.core.inventory import Component, Gap
from tests.connectors.inventory.trees import read, told, written


def package(name: str, version: str = "") -> str:
    return json.dumps({"name": name} | ({"version": version} if version else {}))


def unread(purl: str, place: str, because: str) -> Component:
    return Component(purl, "", place, unreadable=because)


BROKEN = "is broken: DecodeError"


def test_magento_without_a_lock_file_is_read_from_its_folders(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "vendor/magento/magento2-base/composer.json": package("magento/magento2-base", "2.4.6-p5"),
        "vendor/magento/magento2-ee-base/composer.json": package(
            "magento/magento2-ee-base", "2.4.6-p5"
        ),
        "vendor/magento/module-catalog/composer.json": package(
            "magento/module-catalog", "104.0.6-p5"
        ),
        "vendor/magento/module-odd/composer.json": "{",
        "vendor/symfony/console/composer.json": package("symfony/console"),
        "app/code/Acme/GiftWrap/etc/module.xml": '<config><!-- <module setup_version="9"/> -->'
        '<module name="Acme_GiftWrap" setup_version="1.0.2"/></config>',
        "app/code/Acme/Paid/etc/module.xml": '<config><module name="Acme_Paid"/></config>',
        "app/code/Acme/Paid/composer.json": package("acme/paid", "3.1.4"),
        "app/code/Acme/Bare/etc/module.xml": '<config><module name="Acme_Bare"/></config>',
    }
    base, edition = "vendor/magento/magento2-base", "vendor/magento/magento2-ee-base"
    assert told(written(tmp_path, files), magento.INVENTORY) == (
        unread(
            "pkg:composer/acme/module-bare", "app/code/Acme/Bare/etc/module.xml", "names no version"
        ),
        unread(
            "pkg:composer/acme/module-gift-wrap",
            "app/code/Acme/GiftWrap/etc/module.xml",
            "names no version; 1.0.2 is that of its tables",
        ),
        Component("pkg:composer/acme/paid", "3.1.4", "app/code/Acme/Paid/composer.json"),
        Component("pkg:composer/magento/magento2-base", "2.4.6-p5", f"{base}/composer.json"),
        Component("pkg:composer/magento/magento2-ee-base", "2.4.6-p5", f"{edition}/composer.json"),
        Component(
            "pkg:composer/magento/module-catalog",
            "104.0.6-p5",
            "vendor/magento/module-catalog/composer.json",
        ),
        unread(
            "pkg:composer/magento/module-odd", "vendor/magento/module-odd/composer.json", BROKEN
        ),
        Component(
            "pkg:composer/magento/product-community-edition", "2.4.6-p5", f"{base}/composer.json"
        ),
        Component(
            "pkg:composer/magento/product-enterprise-edition",
            "2.4.6-p5",
            f"{edition}/composer.json",
        ),
    )


@pytest.mark.parametrize(
    ("project", "version", "unreadable"),
    [
        ({"require": {"magento/product-community-edition": "2.4.7-p1"}}, "2.4.7-p1", ""),
        ({"name": "magento/magento2ce", "version": "2.4.4"}, "2.4.4", ""),
        (
            {"require": {"magento/product-community-edition": "^2.4"}},
            "",
            "composer.json asks for ^2.4; nothing is locked",
        ),
    ],
)
def test_magento_s_own_composer_json_counts_when_nothing_is_locked(
    tmp_path: Path, project: dict[str, object], version: str, unreadable: str
) -> None:
    written(tmp_path, {"shop/composer.json": json.dumps(project)})
    name = "pkg:composer/magento/product-community-edition"
    expected = Component(name, version, "shop/composer.json", unreadable=unreadable)
    assert told(tmp_path, magento.INVENTORY) == (expected,)
    written(tmp_path, {"shop/composer.lock": "{}"})
    assert told(tmp_path, magento.INVENTORY) == ()


MAGE = """<?php
final class Mage {
    public static function getVersionInfo() {
        return array('major' => '1', 'minor' => '9', 'revision' => '4', 'patch' => '5');
    }
}
"""


def openmage(line: int, stability: str = "") -> str:
    return f"""{MAGE[:-2]}
    public static function getOpenMageVersionInfo(): array {{
        if (self::getOpenMageMajorVersion() === 20) {{
            return ['major' => '20', 'minor' => '14', 'patch' => '0', 'stability' => '{stability}'];
        }}
        return ['major' => '19', 'minor' => '5', 'patch' => '3', 'stability' => '{stability}'];
    }}
    public static function getOpenMageMajorVersion(): int {{
        return {line};
    }}
}}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MAGE, ("pkg:composer/magento/magento1ce", "1.9.4.5")),
        (MAGE.replace("'5'", "''"), ("pkg:composer/magento/magento1ce", "1.9.4")),
        (openmage(20), ("pkg:composer/openmage/magento-lts", "20.14.0")),
        (openmage(19), ("pkg:composer/openmage/magento-lts", "19.5.3")),
        (openmage(20, "rc"), ("pkg:composer/openmage/magento-lts", "20.14.0-rc")),
    ],
)
def test_the_first_magento_and_who_goes_on_with_it(
    tmp_path: Path, text: str, expected: tuple[str, str]
) -> None:
    (found,) = told(written(tmp_path, {"app/Mage.php": text}), magento.INVENTORY)
    assert (found.purl, found.version) == expected


def config(version: str, author: str) -> str:
    return (
        f"<?xml version='1.0'?><module><version><![CDATA[{version}]]></version>"
        f"<author><![CDATA[{author}]]></author></module>"
    )


def test_prestashop_and_its_modules(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "config/defines.inc.php": "<?php",
        "classes/Product.php": "<?php",
        "app/AppKernel.php": "<?php const VERSION = Version::VERSION;",
        "src/Core/Version.php": "<?php final class Version { public const VERSION = '8.1.3'; }",
        "config/settings.inc.php": "<?php define('_PS_VERSION_', '1.7.8.0');",
        "modules/ps_linklist/ps_linklist.php": "<?php $this->version = '6.0.1';",
        "modules/ps_linklist/config.xml": config("5.0.0", "PrestaShop"),
        "modules/blockwishlist/blockwishlist.php": "<?php $this->version = self::V;",
        "modules/blockwishlist/config.xml": config("2.1.0", "PrestaShop"),
        "modules/acme/acme.php": "<?php /* $this->version = '0.1'; */ $this->version = '1.2';",
        "modules/named/named.php": "<?php $this->version = '3.0';",
        "modules/named/composer.json": package("acme/named"),
        "modules/bare/bare.php": "<?php",
        "modules/wide/wide.php": "<?php".encode("utf-16"),
        "modules/nothing/readme.txt": "",
    }
    assert told(written(tmp_path, files), prestashop.INVENTORY) == (
        Component("pkg:composer/acme/named", "3.0", "modules/named/named.php"),
        Component(
            "pkg:composer/prestashop/blockwishlist", "2.1.0", "modules/blockwishlist/config.xml"
        ),
        Component("pkg:composer/prestashop/prestashop", "8.1.3", "src/Core/Version.php"),
        Component("pkg:composer/prestashop/ps_linklist", "6.0.1", "modules/ps_linklist/config.xml"),
        Component("pkg:generic/prestashop/acme", "1.2", "modules/acme/acme.php"),
        unread(
            "pkg:generic/prestashop/bare",
            "modules/bare/bare.php",
            "neither its main file nor its config.xml names a version",
        ),
        unread(
            "pkg:generic/prestashop/wide",
            "modules/wide/wide.php",
            "is written in UTF-16 or is no text, so nothing was read from it",
        ),
    )


@pytest.mark.parametrize(
    ("place", "text", "version"),
    [
        ("app/AppKernel.php", "<?php class AppKernel { const VERSION = '1.7.8.6'; }", "1.7.8.6"),
        ("config/settings.inc.php", "<?php\ndefine('_PS_VERSION_', '1.6.1.24');", "1.6.1.24"),
        (
            "install/install_version.php",
            "<?php define('_PS_INSTALL_VERSION_', '1.6.0.1');",
            "1.6.0.1",
        ),
    ],
)
def test_prestashop_kept_its_version_in_other_places_before(
    tmp_path: Path, place: str, text: str, version: str
) -> None:
    written(tmp_path, {"config/defines.inc.php": "", "classes/Product.php": "", place: text})
    expected = Component("pkg:composer/prestashop/prestashop", version, place)
    assert told(tmp_path, prestashop.INVENTORY) == (expected,)


def test_opencart_and_its_extensions(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "index.php": "<?php\n// define('VERSION', '1.5.0');\ndefine('VERSION', '4.0.2.3');",
        "system/startup.php": "<?php",
        "catalog/controller/common/home.php": "<?php",
        "extension/opencart/install.json": package("OpenCart", "1.0"),
        "extension/acme/install.json": package("Acme Pay", "2.5"),
        "extension/broken/install.json": '{"x":' + "[" * 10_000,
        "system/acme.ocmod.xml": "<modification><name>Acme</name><code>acme_mod</code>"
        "<version>1.1</version></modification>",
        "upload/install.xml": "<install><version>9</version></install>",
        "vqmod/xml/old.xml": "<modification><id>Old Change</id><version>0.9</version>",
    }
    assert told(written(tmp_path, files), opencart.INVENTORY) == (
        Component("pkg:composer/opencart/opencart", "4.0.2.3", "index.php"),
        Component("pkg:generic/opencart/acme", "2.5", "extension/acme/install.json"),
        Component("pkg:generic/opencart/acme_mod", "1.1", "system/acme.ocmod.xml"),
        unread(
            "pkg:generic/opencart/broken",
            "extension/broken/install.json",
            "is broken: RecursionError",
        ),
        Component("pkg:generic/opencart/old-change", "0.9", "vqmod/xml/old.xml"),
    )


def test_shopware_and_its_plugins(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "five/engine/Shopware/Application.php": "<?php const VERSION = '___VERSION___';",
        "five/engine/Shopware/Kernel.php": "<?php $release = ['version' => '5.7.14'];",
        "old/engine/Shopware/Application.php": "<?php class S { const VERSION = '5.2.1'; }",
        "raw/engine/Shopware/Application.php": "<?php class S { const VERSION = '___VERSION___'; }",
        "six/custom/plugins/AcmePay/composer.json": package("acme/pay", "1.4.0"),
        "six/custom/plugins/Odd/composer.json": "{",
        "six/custom/apps/AcmeApp/manifest.xml": "<manifest><meta><name>AcmeApp</name>"
        "<version>1.0.1</version></meta></manifest>",
        "five/custom/plugins/Five/plugin.xml": "<plugin><version>2.0.0</version></plugin>",
        "five/engine/Shopware/Plugins/Community/Frontend/Older/plugin.json": json.dumps(
            {"currentVersion": "1.1.1"}
        ),
    }
    fifth = "pkg:composer/shopware/shopware"
    older = "five/engine/Shopware/Plugins/Community/Frontend/Older/plugin.json"
    assert told(written(tmp_path, files), shopware.INVENTORY) == (
        Component("pkg:composer/acme/pay", "1.4.0", "six/custom/plugins/AcmePay/composer.json"),
        unread(fifth, "raw/engine/Shopware/Application.php", "was never stamped with its version"),
        Component(fifth, "5.2.1", "old/engine/Shopware/Application.php"),
        Component(fifth, "5.7.14", "five/engine/Shopware/Application.php"),
        Component("pkg:generic/shopware/acmeapp", "1.0.1", "six/custom/apps/AcmeApp/manifest.xml"),
        Component("pkg:generic/shopware/five", "2.0.0", "five/custom/plugins/Five/plugin.xml"),
        unread("pkg:generic/shopware/odd", "six/custom/plugins/Odd/composer.json", BROKEN),
        Component("pkg:generic/shopware/older", "1.1.1", older),
    )


def test_zen_cart_and_its_plugins(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "includes/version.php": "<?php\ndefine('PROJECT_VERSION_NAME', 'Zen Cart');\n"
        "define('PROJECT_VERSION_MAJOR', '1');\ndefine('PROJECT_VERSION_MINOR', '5.8a');",
        "other/includes/version.php": "<?php define('PROJECT_VERSION_NAME', 'Else');",
        "zc_plugins/Gift/v1.2/manifest.php": "<?php return ['pluginVersion' => 'v1.2.1'];",
        "zc_plugins/Gift/v1.1/manifest.php": "<?php return [];",
    }
    assert told(written(tmp_path, files), zen_cart.INVENTORY) == (
        Component("pkg:generic/zen-cart", "1.5.8a", "includes/version.php"),
        Component("pkg:generic/zen-cart/gift", "1.1", "zc_plugins/Gift/v1.1/manifest.php"),
        Component("pkg:generic/zen-cart/gift", "1.2.1", "zc_plugins/Gift/v1.2/manifest.php"),
    )


def test_a_large_file_of_changes_is_a_gap(tmp_path: Path) -> None:
    with (tmp_path / "big.ocmod.xml").open("wb") as big:
        big.truncate(200 * 1024**2)
    assert read(tmp_path, opencart.INVENTORY).gaps == (
        Gap("big.ocmod.xml", "is larger than 1,048,576 bytes"),
    )


def test_a_theme_of_magento_is_told_by_its_composer_json(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "app/design/frontend/Acme/dark/theme.xml": "<theme><title>Dark</title></theme>",
        "app/design/frontend/Acme/dark/composer.json": package("acme/dark", "3.0.1"),
        "app/design/adminhtml/Acme/bare/theme.xml": "<theme/>",
    }
    bare = "app/design/adminhtml/Acme/bare/theme.xml"
    assert told(written(tmp_path, files), magento.INVENTORY) == (
        Component("pkg:composer/acme/dark", "3.0.1", "app/design/frontend/Acme/dark/composer.json"),
        unread(
            "pkg:composer/acme/theme-adminhtml-bare", bare, "its composer.json names no version"
        ),
    )


def test_modules_of_prestashop_say_their_version_in_several_ways(tmp_path: Path) -> None:
    by_constant = "const VERSION = '3.1'; function a() { $this->version = self::VERSION; }"
    files: dict[str, str | bytes] = {
        "config/defines.inc.php": "<?php",
        "classes/Product.php": "<?php",
        "modules/constant/constant.php": f"<?php class A extends Module {{ {by_constant} }}",
        "modules/start/start.php": "<?php class B extends Module { public $version = '2.0'; }",
        "modules/copy/copy.php": "<?php class C extends Module {}",
        "modules/copy/config_fr.xml": "<module><version><![CDATA[1.8]]></version></module>",
    }
    assert told(written(tmp_path, files), prestashop.INVENTORY)[1:] == (
        Component("pkg:generic/prestashop/constant", "3.1", "modules/constant/constant.php"),
        Component("pkg:generic/prestashop/copy", "1.8", "modules/copy/config_fr.xml"),
        Component("pkg:generic/prestashop/start", "2.0", "modules/start/start.php"),
    )
