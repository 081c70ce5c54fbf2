"""Knows Saleor by its code or by its front page."""

import re
from pathlib import Path
from typing import Final

from storewarden.connectors.code_marks import found, has, text_of
from storewarden.connectors.page_marks import loads, page_of
from storewarden.core.connectors import Recogniser
from storewarden.core.ports import Response

_PRODUCT_MEDIA: Final = r"thumbnail(?:/|%2F)UHJvZHVjdE1lZGlh"  # its ids are "ProductMedia:..."


def in_code(tree: Path) -> str | None:
    """Saleor's own tree names itself in ``pyproject.toml``."""
    text = text_of(tree, "pyproject.toml")
    if not has(tree, "saleor") or not re.search(r'^name = "saleor"$', text, re.MULTILINE):
        return None
    return found(r'^version = "([^"]+)"$', text)


def in_page(response: Response) -> str | None:
    """Saleor's API has a welcome page; a storefront shows through the addresses of its pictures."""
    page = page_of(response)
    welcome = page.title == "Saleor e-commerce" and "Your Saleor instance" in response.text
    return "" if welcome or loads(page, _PRODUCT_MEDIA) else None


RECOGNISER = Recogniser(
    platform="saleor", is_shop=True, in_code=in_code, in_page=in_page, package="pkg:pypi/saleor"
)
