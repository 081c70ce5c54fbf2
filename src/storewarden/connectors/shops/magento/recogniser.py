"""Knows Magento and Adobe Commerce by its code or by its front page."""

from pathlib import Path
from typing import Final

from storewarden.connectors.code_marks import composer_package, found, has, text_of
from storewarden.connectors.page_marks import loads, page_of, sets_cookie
from storewarden.core.connectors import Recogniser
from storewarden.core.ports import Response

_PRODUCTS: Final = (
    "magento/product-enterprise-edition",
    "magento/product-community-edition",
    "mage-os/product-community-edition",
    "magento/magento2-base",
    "magento/magento2ce",
)
_FIRST: Final = ("major", "minor", "revision", "patch")


def in_code(tree: Path) -> str | None:
    """Magento 2 is a Composer package; Magento 1 keeps its version in ``app/Mage.php``."""
    if has(tree, "app/Mage.php", "app/code/core"):
        return _first_generation(text_of(tree, "app/Mage.php"))
    locked = composer_package(tree, *_PRODUCTS)
    return "" if locked is None and has(tree, "bin/magento", "app/etc") else locked


def _first_generation(text: str) -> str:
    parts = [found(rf"'{part}'\s*=>\s*'(\d+)'", text) for part in _FIRST]
    return ".".join(parts) if all(parts) else ""


def in_page(response: Response) -> str | None:
    """Magento shows through its scripts, its static folders, its cookies and its headers."""
    page = page_of(response)
    marked = "text/x-magento-init" in page.scripts or any(
        name.startswith("x-magento-") for name in page.headers
    )
    second = loads(page, r"/static/(?:version\d+/)?frontend/\w+/")
    first = loads(page, r"/skin/frontend/\w+/|/js/mage/")
    cookies = sets_cookie(page, r"X-Magento-Vary|mage-cache-\w+|mage-messages")
    return "" if marked or second or first or cookies else None


RECOGNISER = Recogniser(
    platform="magento",
    is_shop=True,
    in_code=in_code,
    in_page=in_page,
    package="pkg:composer/magento/product-community-edition",
)
