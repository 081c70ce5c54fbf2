"""Knows Shopware by its code or by its front page."""

from pathlib import Path

from storewarden.connectors.code_marks import composer_package, found, has, text_of
from storewarden.connectors.page_marks import loads, page_of
from storewarden.core.connectors import Recogniser
from storewarden.core.ports import Response


def in_code(tree: Path) -> str | None:
    """Shopware 6 is a Composer package; 5 keeps its version in ``engine/Shopware``."""
    if has(tree, "engine/Shopware/Application.php"):
        return found(
            r"'version' => '([^']+)'", text_of(tree, "engine/Shopware/Kernel.php")
        ) or found(r"const VERSION\s*= '([^']+)'", text_of(tree, "engine/Shopware/Application.php"))
    return composer_package(tree, "shopware/core", "shopware/platform", "shopware/shopware")


def in_page(response: Response) -> str | None:
    """Shopware 6 shows through its storefront's files and headers, 5 through its themes."""
    page = page_of(response)
    sixth = {"sw-context-token", "sw-language-id", "sw-version-id"} & set(page.headers)
    files = loads(page, r"/bundles/storefront/|/theme/[0-9a-f]{32}/(?:css|js)/")
    fifth = loads(page, r"/themes/Frontend/(?:Responsive|Bare)/|/engine/Shopware/")
    return "" if sixth or files or fifth else None


RECOGNISER = Recogniser(
    platform="shopware",
    is_shop=True,
    in_code=in_code,
    in_page=in_page,
    package="pkg:composer/shopware/core",
)
