"""Knows Wagtail by its code or by its front page."""

from pathlib import Path
from typing import Final

from storewarden.connectors.code_marks import django_app, python_package
from storewarden.connectors.page_marks import loads, page_of
from storewarden.core.connectors import Recogniser
from storewarden.core.ports import Response

_RENDITION: Final = (
    r"/images/[^/?]+\.(?:(?:fill|max|min)-\d+x\d+(?:-c\d+)?|(?:width|height|scale)-\d+)"
    r"(?:\.[a-z]+-[a-z0-9]+)*\.(?:jpe?g|png|gif|webp|avif)"
)


def in_code(tree: Path) -> str | None:
    """Wagtail is a Python package, installed, locked or asked for; or an app in the settings."""
    package = python_package(tree, "wagtail")
    if package is None and django_app(tree, "wagtail.admin"):
        return ""
    return package


def in_page(response: Response) -> str | None:
    """Wagtail shows through its renditions of images and its own static files; no version."""
    page = page_of(response)
    return "" if loads(page, _RENDITION) or loads(page, r"/wagtail(?:admin|core|images)/") else None


RECOGNISER = Recogniser(
    platform="wagtail", is_shop=False, in_code=in_code, in_page=in_page, package="pkg:pypi/wagtail"
)
