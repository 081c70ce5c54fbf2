"""Knows Zen Cart by its code or by its front page."""

import re
from pathlib import Path

from storewarden.connectors.code_marks import clean, text_of
from storewarden.connectors.page_marks import generator, page_of, sets_cookie
from storewarden.core.connectors import Recogniser
from storewarden.core.ports import Response


def in_code(tree: Path) -> str | None:
    """Zen Cart keeps its version, in two halves, in ``includes/version.php``."""
    text = text_of(tree, "includes/version.php")
    if not re.search(r"define\('PROJECT_VERSION_NAME', 'Zen Cart'\)", text):
        return None
    major, minor = (
        re.search(rf"define\('PROJECT_VERSION_{half}', '([^']+)'\)", text)
        for half in ("MAJOR", "MINOR")
    )
    return clean(f"{major.group(1)}.{minor.group(1)}") if major and minor else ""


def in_page(response: Response) -> str | None:
    """Zen Cart says so as generator, or sets the cookie of its session; no version."""
    page = page_of(response)
    said = generator(page, "shopping cart program by Zen Cart")
    return "" if said is not None or sets_cookie(page, "zenid") else None


RECOGNISER = Recogniser(
    platform="zen-cart",
    is_shop=True,
    in_code=in_code,
    in_page=in_page,
    package="pkg:generic/zen-cart",
)
