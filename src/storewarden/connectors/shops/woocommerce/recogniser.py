"""Knows WooCommerce by its code or by its front page."""

from pathlib import Path
from typing import Final

from storewarden.connectors.code_marks import found, has, text_of
from storewarden.connectors.page_marks import asset_version, generator, loads, page_of, sets_cookie
from storewarden.core.connectors import Recogniser
from storewarden.core.ports import Response

_PLUGIN: Final = "wp-content/plugins/woocommerce/woocommerce.php"


def in_code(tree: Path) -> str | None:
    """WooCommerce is a plugin of WordPress; its main file's head says the version."""
    if not has(tree, _PLUGIN):
        return None
    return found(r"^\s*\*\s*Version:\s*(\S+)", text_of(tree, _PLUGIN)[:8_192])


def in_page(response: Response) -> str | None:
    """WooCommerce says so as generator, loads its plugin's files, or sets its cookies."""
    page = page_of(response)
    said = generator(page, r"WooCommerce\b ?([\d.]+)?")
    plugin = loads(page, r"/wp-content/plugins/woocommerce/")
    if said is None and not plugin and not sets_cookie(page, r"(?:wp_)?woocommerce_\w+"):
        return None
    return said or asset_version(page, r"/wp-content/plugins/woocommerce/.*[?&]ver=([\d.]+)$")


RECOGNISER = Recogniser(
    platform="woocommerce",
    is_shop=True,
    in_code=in_code,
    in_page=in_page,
    package="pkg:wordpress/plugin/woocommerce",
)
