"""Knows Joomla by its code or by its front page."""

from pathlib import Path

from storewarden.connectors.code_marks import found, has, text_of
from storewarden.connectors.page_marks import generator, loads, page_of
from storewarden.core.connectors import Recogniser
from storewarden.core.ports import Response


def in_code(tree: Path) -> str | None:
    """Joomla keeps its version in its manifest and in ``libraries/src/Version.php``."""
    manifest = "administrator/manifests/files/joomla.xml"
    if not has(tree, manifest) and not has(tree, "libraries/src/Version.php", "administrator"):
        return None
    return found(r"<version>([^<]+)</version>", text_of(tree, manifest)) or _in_constants(tree)


def _in_constants(tree: Path) -> str:
    text = text_of(tree, "libraries/src/Version.php")
    parts = [found(rf"const {part}_VERSION = (\d+);", text) for part in ("MAJOR", "MINOR", "PATCH")]
    return ".".join(parts) if all(parts) else ""


def in_page(response: Response) -> str | None:
    """Joomla says so as generator, or hands options to its own scripts; never a version."""
    page = page_of(response)
    said = generator(page, r"Joomla!")
    options = "joomla-script-options" in page.classes
    if said is None and not options and not loads(page, r"/media/(?:vendor/joomla|system/js/core)"):
        return None
    return ""


RECOGNISER = Recogniser(
    platform="joomla",
    is_shop=False,
    in_code=in_code,
    in_page=in_page,
    package="pkg:composer/joomla/joomla-cms",
)
