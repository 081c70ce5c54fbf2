"""Knows PrestaShop by its code or by its front page."""

from pathlib import Path
from typing import Final

from storewarden.connectors.code_marks import found, has, text_of
from storewarden.connectors.page_marks import generator, page_of, sets_cookie
from storewarden.core.connectors import Recogniser
from storewarden.core.ports import Response

_PLACES: Final = (
    ("src/Core/Version.php", r"const VERSION = '([\d.]+[^']*)'"),
    ("app/AppKernel.php", r"const VERSION = '([\d.]+)'"),
    ("config/settings.inc.php", r"define\('_PS_VERSION_', '([^']+)'\)"),
    ("install/install_version.php", r"define\('_PS_INSTALL_VERSION_', '([^']+)'\)"),
)


def in_code(tree: Path) -> str | None:
    """PrestaShop has kept its version in four places over the years."""
    own = has(tree, "classes/PrestaShopAutoload.php") or has(tree, "src/PrestaShopBundle")
    if not own or not has(tree, "config/defines.inc.php"):
        return None
    versions = (found(pattern, text_of(tree, name)) for name, pattern in _PLACES)
    return next((version for version in versions if version), "")


def in_page(response: Response) -> str | None:
    """PrestaShop says so as generator or in a header, or sets its cookie; no version."""
    page = page_of(response)
    said = generator(page, "PrestaShop")
    powered = page.headers.get("powered-by", "").lower() == "prestashop"
    cookie = sets_cookie(page, r"PrestaShop-[0-9a-f]{32}")
    return "" if said is not None or powered or cookie else None


RECOGNISER = Recogniser(
    platform="prestashop",
    is_shop=True,
    in_code=in_code,
    in_page=in_page,
    package="pkg:composer/prestashop/prestashop",
)
