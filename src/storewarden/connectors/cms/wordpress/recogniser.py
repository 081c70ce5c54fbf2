"""Knows WordPress by its code or by its front page."""

from pathlib import Path

from storewarden.connectors.code_marks import found, has, text_of
from storewarden.connectors.page_marks import asset_version, generator, loads, page_of
from storewarden.core.connectors import Recogniser
from storewarden.core.ports import Response


def in_code(tree: Path) -> str | None:
    """WordPress keeps its version in ``wp-includes/version.php``."""
    if not has(tree, "wp-includes/version.php", "wp-admin", "wp-settings.php"):
        return None
    return found(r"^\$wp_version\s*=\s*['\"]([^'\"]+)", text_of(tree, "wp-includes/version.php"))


def in_page(response: Response) -> str | None:
    """WordPress says so as generator, or loads its own folders, or links its API."""
    page = page_of(response)
    said = generator(page, r"WordPress\b ?([\d.]+)?")
    linked = "https://api.w.org/" in page.headers.get("link", "")
    if said is None and not linked and not loads(page, r"/wp-(?:content|includes|json)/"):
        return None
    return said or asset_version(
        page, r"/wp-includes/(?:css/dist/block-library/|js/wp-).*[?&]ver=([\d.]+)$"
    )


RECOGNISER = Recogniser(
    platform="wordpress",
    is_shop=False,
    in_code=in_code,
    in_page=in_page,
    package="pkg:wordpress/core/wordpress",
)
