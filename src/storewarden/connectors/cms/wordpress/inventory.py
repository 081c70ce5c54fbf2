"""Tells WordPress itself, its plugins of every kind, and its themes with their parents.

Source: WordPress developer handbook, "Must Use Plugins" and "Header Requirements".
"""

from collections.abc import Iterator

from storewarden.connectors.cms.wordpress.plugins import must_use, plugins
from storewarden.connectors.cms.wordpress.themes import themes
from storewarden.connectors.php_code import assigned, code
from storewarden.core.inventory import Component, Found, InventoryReader


def read(found: Found) -> Iterator[Component]:
    """Tell what a mark stands for; a plugin or theme that cannot be read stops no other."""
    match found.name.casefold():
        case "plugins":
            yield from plugins(found)
        case "mu-plugins":
            yield from must_use(found)
        case "themes":
            yield from themes(found)
        case _:
            version = assigned(code(found.tree, found.path), "wp_version")
            yield Component("pkg:wordpress/core/wordpress", version, found.path)


INVENTORY = InventoryReader(
    finds=("wp-includes/version.php", "plugins/", "mu-plugins/", "themes/"), read=read
)
