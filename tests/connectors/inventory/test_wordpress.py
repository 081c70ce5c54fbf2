"""WordPress, its plugins of every kind, its themes: as WordPress itself would read them."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storewarden.connectors.cms.wordpress.heads import head_of
from storewarden.connectors.cms.wordpress.inventory import INVENTORY
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component
from tests.connectors.inventory.trees import read, told, written

CORE = """<?php
/**
 * $wp_version = '1.0';
 */
// $wp_version = '2.0';
$wp_version = '6.4.2';
$wp_db_version = 56657;
"""


def plugin(name: str, version: str) -> str:
    return f"<?php\n/**\n * Plugin Name: {name}\n * Version:     {version}\n */\n"


def theme(name: str, version: str, parent: str = "") -> str:
    template = f"Template: {parent}\n" if parent else ""
    return f"/*\nTheme Name: {name}\nVersion: {version}\n{template}*/\nbody {{}}\n"


def test_every_kind_of_part_is_told(tmp_path: Path) -> None:
    content = "site/wp-content"
    files = {
        "site/wp-includes/version.php": CORE,
        f"{content}/index.php": "<?php // Silence is golden.",
        f"{content}/plugins/index.php": "<?php // Silence is golden.",
        f"{content}/plugins/woocommerce/woocommerce.php": plugin("WooCommerce", "9.1.2"),
        f"{content}/plugins/woocommerce/includes/old.php": plugin("Old", "0.1"),
        f"{content}/plugins/Contact-Form-7/main.php": plugin("Contact", "5.9 */ ?>"),
        f"{content}/plugins/hello.php": plugin("Hello Dolly", "1.7.2"),
        f"{content}/mu-plugins/host.php": plugin("Host", "3"),
        f"{content}/mu-plugins/bare.php": "<?php echo 1;",
        f"{content}/object-cache.php": plugin("Cache", "2.5.0").replace(
            " */", " * Plugin URI: https://wordpress.org/plugins/redis-cache/\n */"
        ),
        f"{content}/db.php": plugin("Own", "1.0"),
        f"{content}/themes/shop/style.css": theme("Shop", "4.5", "storefront"),
        f"{content}/themes/storefront/style.css": theme("Storefront", "4.6.0"),
        f"{content}/themes/orphan/style.css": theme("Orphan", "1.0", "gone"),
        f"{content}/themes/group/deep/style.css": theme("Deep", "2.0"),
    }
    plugins, mu = f"{content}/plugins", f"{content}/mu-plugins"
    themes = f"{content}/themes"
    assert told(written(tmp_path, files), INVENTORY) == (
        Component("pkg:generic/wordpress-drop-in-db", "1.0", f"{content}/db.php"),
        Component("pkg:wordpress/core/wordpress", "6.4.2", "site/wp-includes/version.php"),
        Component(
            "pkg:wordpress/plugin/bare",
            "",
            f"{mu}/bare.php",
            unreadable="its file names no version",
        ),
        Component(
            "pkg:wordpress/plugin/contact-form-7", "5.9", f"{plugins}/Contact-Form-7/main.php"
        ),
        Component("pkg:wordpress/plugin/hello-dolly", "1.7.2", f"{plugins}/hello.php"),
        Component("pkg:wordpress/plugin/host", "3", f"{mu}/host.php"),
        Component("pkg:wordpress/plugin/redis-cache", "2.5.0", f"{content}/object-cache.php"),
        Component(
            "pkg:wordpress/plugin/woocommerce", "9.1.2", f"{plugins}/woocommerce/woocommerce.php"
        ),
        Component("pkg:wordpress/theme/deep", "2.0", f"{themes}/group/deep/style.css"),
        Component(
            "pkg:wordpress/theme/gone",
            "",
            f"{themes}/orphan/style.css",
            unreadable="the theme orphan needs it as its parent, but it is not there",
        ),
        Component("pkg:wordpress/theme/orphan", "1.0", f"{themes}/orphan/style.css"),
        Component("pkg:wordpress/theme/shop", "4.5", f"{themes}/shop/style.css"),
        Component("pkg:wordpress/theme/storefront", "4.6.0", f"{themes}/storefront/style.css"),
    )


def test_folders_of_another_name_count_by_their_heads_alone(tmp_path: Path) -> None:
    files = {
        "web/app/plugins/seo/seo.php": plugin("SEO", "22.1"),
        "web/app/plugins/bare/bare.php": "<?php",
        "web/app/mu-plugins/loader.php": plugin("Loader", "1.0"),
        "web/app/themes/own/style.css": theme("Own", "1.1"),
        "grav/user/plugins/admin/admin.php": "<?php namespace Grav;",
        "grav/user/themes/x/blueprints.yaml": "name: X",
        "editor/plugins/link/link.php": plugin("Not of WordPress", "9"),
    }
    assert [(one.purl, one.version) for one in told(written(tmp_path, files), INVENTORY)] == [
        ("pkg:wordpress/plugin/loader", "1.0"),
        ("pkg:wordpress/plugin/seo", "22.1"),
        ("pkg:wordpress/theme/own", "1.1"),
    ]


def test_what_lies_within_a_plugin_or_theme_is_none(tmp_path: Path) -> None:
    inner = "wp-content/plugins/suite/plugins"
    files = {
        "wp-content/plugins/suite/suite.php": plugin("Suite", "1.0"),
        f"{inner}/part/part.php": plugin("Part", "0.1"),
        "wp-content/plugins/suite/themes/x/style.css": theme("X", "0.2"),
    }
    assert [one.purl for one in told(written(tmp_path, files), INVENTORY)] == [
        "pkg:wordpress/plugin/suite"
    ]


UTF_16 = "is written in UTF-16 or is no text, so nothing was read from it"
NO_VERSION = "the head of its plugin file names no version"


@pytest.mark.parametrize(
    ("content", "version", "unreadable"),
    [
        (plugin("P", "1.0").replace("\n", "\r"), "1.0", ""),
        ("\ufeff" + plugin("P", "1.0"), "1.0", ""),
        ("<?php // Plugin Name: P\n# version: 1.0-beta2", "1.0-beta2", ""),
        (plugin("P", "1.0") + plugin("Q", "2.0"), "1.0", ""),
        (plugin("Ünï — 店", "1.0").encode("latin-1", "replace"), "1.0", ""),
        (" " * 8_150 + plugin("P", "1.0"), "", NO_VERSION),
        (plugin("P", ""), "", NO_VERSION),
        ("<?php", "", "no PHP file in it has the head of a plugin"),
        (plugin("P", "1.0").encode("utf-16"), "", f"p.php {UTF_16}"),
        (plugin("P", "1.0").encode("utf-16-be"), "", f"p.php {UTF_16}"),
        (plugin("P", "7" * 10_000), "", "its version is 8,148 letters long"),
        (plugin("P", "1.0\x1b[31m"), "", "its version has signs that cannot be shown"),
    ],
)
def test_a_head_is_read_as_wordpress_reads_it(
    tmp_path: Path, content: str | bytes, version: str, unreadable: str
) -> None:
    written(tmp_path, {"wp-content/plugins/p/p.php": content})
    path = "wp-content/plugins/p" + (
        "" if UTF_16 in unreadable or "no PHP" in unreadable else "/p.php"
    )
    expected = Component("pkg:wordpress/plugin/p", version, path, unreadable=unreadable)
    assert told(tmp_path, INVENTORY) == (expected,)


def test_two_plugin_files_in_one_folder_are_both_told(tmp_path: Path) -> None:
    folder = "wp-content/plugins/pair"
    files = {f"{folder}/a.php": plugin("A", "1.0"), f"{folder}/b.php": plugin("B", "2.0")}
    assert told(written(tmp_path, files), INVENTORY) == (
        Component("pkg:wordpress/plugin/pair", "1.0", f"{folder}/a.php"),
        Component("pkg:wordpress/plugin/pair", "2.0", f"{folder}/b.php"),
    )


def test_links_and_missing_permission_are_told(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "tree"
    written(outside, {"away.php": plugin("Away", "1.0"), "style.css": theme("Away", "1.0")})
    written(root, {"shared/near/near.php": plugin("Near", "1.5"), "wp-content/plugins/x.txt": ""})
    written(root, {"wp-content/themes/x.txt": ""})
    (root / "wp-content/plugins/away").symlink_to(outside)
    (root / "wp-content/plugins/near").symlink_to("../../shared/near")
    (root / "wp-content/plugins/ring").symlink_to("ring")
    (root / "wp-content/themes/away").symlink_to(outside)
    because = "the folder is a link out of the tree, so it was not read"
    found = list(told_with_gaps(root))
    assert found == [
        Component("pkg:wordpress/plugin/away", "", "wp-content/plugins/away", unreadable=because),
        Component("pkg:wordpress/plugin/near", "1.5", "wp-content/plugins/near/near.php"),
        Component("pkg:wordpress/theme/away", "", "wp-content/themes/away", unreadable=because),
    ]


def told_with_gaps(root: Path) -> tuple[Component, ...]:
    found = read(root, INVENTORY)
    assert {gap.found_in for gap in found.gaps} == {
        "wp-content/plugins/away",
        "wp-content/themes/away",
    }
    return found.components


def test_core_without_a_version_is_told(tmp_path: Path) -> None:
    written(tmp_path, {"wp-includes/version.php": "<?php /* $wp_version = '6.0'; "})
    assert told(tmp_path, INVENTORY) == (
        Component(
            "pkg:wordpress/core/wordpress",
            "",
            "wp-includes/version.php",
            unreadable="no version is written there",
        ),
    )


@given(st.binary(max_size=400))
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_make_a_head_or_are_refused(content: bytes) -> None:
    try:
        fields = head_of(content, "Plugin Name", "Version")
    except Unreadable:
        return
    assert all("\n" not in value and value == value.strip() for value in fields.values())
