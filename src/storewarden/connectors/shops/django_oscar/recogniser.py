"""Knows django-oscar by its code or by its front page."""

from pathlib import Path

from storewarden.connectors.code_marks import django_app, python_package
from storewarden.connectors.page_marks import loads, page_of, sets_cookie
from storewarden.core.connectors import Recogniser
from storewarden.core.ports import Response


def in_code(tree: Path) -> str | None:
    """Oscar is a Python package, installed, locked or asked for; or an app in the settings."""
    package = python_package(tree, "django-oscar")
    in_settings = django_app(tree, "oscar.config.Shop") or django_app(tree, "oscar.apps.catalogue")
    return "" if package is None and in_settings else package


def in_page(response: Response) -> str | None:
    """Oscar shows through its static files and the cookies of its basket; no version."""
    page = page_of(response)
    own = loads(page, r"/oscar/(?:css/|js/|img/|favicon\.)")
    return "" if own or sets_cookie(page, "oscar_(?:open_basket|history)") else None


RECOGNISER = Recogniser(
    platform="django-oscar",
    is_shop=True,
    in_code=in_code,
    in_page=in_page,
    package="pkg:pypi/django-oscar",
)
