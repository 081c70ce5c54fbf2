"""Knows Drupal by its code or by its front page."""

from pathlib import Path

from storewarden.connectors.code_marks import composer_package, found, has, text_of
from storewarden.connectors.page_marks import generator, loads, page_of
from storewarden.core.connectors import Recogniser
from storewarden.core.ports import Response


def in_code(tree: Path) -> str | None:
    """Drupal keeps its version in ``core/lib/Drupal.php``, before 8 in ``bootstrap.inc``."""
    locked = composer_package(
        tree, "drupal/core", "drupal/core-recommended", "drupal/recommended-project"
    )
    if has(tree, "core/lib/Drupal.php"):
        text = text_of(tree, "core/lib/Drupal.php")
        return found(r"const VERSION = '([^']+)'", text) or locked or ""
    if has(tree, "includes/bootstrap.inc", "modules/system/system.module"):
        return found(r"define\('VERSION', '([^']+)'\)", text_of(tree, "includes/bootstrap.inc"))
    return locked


def in_page(response: Response) -> str | None:
    """Drupal says so as generator, in headers, or loads its own scripts; the version is major."""
    page = page_of(response)
    said = generator(page, r"Drupal (\d+)")
    cached = {"x-drupal-cache", "x-drupal-dynamic-cache"} & set(page.headers)
    if said is None and not cached and not loads(page, r"/(?:core/)?misc/drupal\.js"):
        return None
    return said or ""


RECOGNISER = Recogniser(
    platform="drupal",
    is_shop=False,
    in_code=in_code,
    in_page=in_page,
    package="pkg:composer/drupal/core",
)
