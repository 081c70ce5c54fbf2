"""Knows django CMS by its code or by its front page."""

from pathlib import Path

from storewarden.connectors.code_marks import django_app, python_package
from storewarden.connectors.page_marks import generator, loads, page_of
from storewarden.core.connectors import Recogniser
from storewarden.core.ports import Response


def in_code(tree: Path) -> str | None:
    """It is a Python package, installed, locked or asked for; or two apps in the settings."""
    package = python_package(tree, "django-cms")
    if package is None and django_app(tree, "cms", "menus"):
        return ""
    return package


def in_page(response: Response) -> str | None:
    """It shows through static files of its own and of its plugins; no version."""
    page = page_of(response)
    said = generator(page, r"django[ -]?CMS\b ?([\d.]+)?")
    if said is None and not loads(page, r"/static/(?:cms/(?:css|js|img)/|djangocms_\w+/)"):
        return None
    return said or ""


RECOGNISER = Recogniser(
    platform="django-cms",
    is_shop=False,
    in_code=in_code,
    in_page=in_page,
    package="pkg:pypi/django-cms",
)
