"""Knows OpenCart by its code or by its front page."""

from pathlib import Path

from storewarden.connectors.code_marks import found, has, text_of
from storewarden.connectors.page_marks import loads, page_of, sets_cookie
from storewarden.core.connectors import Recogniser
from storewarden.core.ports import Response


def in_code(tree: Path) -> str | None:
    """OpenCart defines its version in ``index.php``."""
    text = text_of(tree, "index.php")
    version = found(r"^\s*define\('VERSION', '([^']+)'\)", text)
    return version if version and has(tree, "system/startup.php", "catalog/controller") else None


def in_page(response: Response) -> str | None:
    """OpenCart shows through its folders of views and the cookie of its session; no version."""
    page = page_of(response)
    own = loads(page, r"(?:^|/)catalog/view/(?:javascript|theme|stylesheet)/")
    return "" if own or sets_cookie(page, "OCSESSID") else None


RECOGNISER = Recogniser(
    platform="opencart",
    is_shop=True,
    in_code=in_code,
    in_page=in_page,
    package="pkg:composer/opencart/opencart",
)
