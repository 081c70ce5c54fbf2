"""Which of our columns a rule means by a field name, and which log sources are ours."""

from collections.abc import Mapping
from typing import Final

from storewarden.kernels import events

TEXTS: Final = frozenset(events.TEXTS)
"""Text columns of an event."""

NUMBERS: Final = frozenset(events.LIVE.names) - TEXTS
"""Number columns of an event."""

URL: Final = "url"
"""A computed text: ``path?query``, the path alone when there is no query."""

EXTENSION: Final = "extension"
"""A computed text: what follows the last dot of the last part of the path."""

COMPUTED: Final[Mapping[str, tuple[str, ...]]] = {URL: ("path", "query"), EXTENSION: ("path",)}
"""Computed texts and the columns that they are computed from."""

KEYWORD_COLUMNS: Final = (
    *("path", "query", "referrer", "agent", "message", "account", "object", "session"),
    *("address", "vhost", "method"),
)
"""Where a keyword, which names no field, is looked for."""

_OTHER_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    # the W3C names of the `webserver` and `proxy` log sources
    "c-ip": ("address",),
    "cs-ip": ("address",),
    "src_ip": ("address",),
    "cs-method": ("method",),
    "cs-uri": (URL,),
    "c-uri": (URL,),
    # the field's own rules write whole addresses into it as often as queries
    "cs-uri-query": (URL, "query"),
    "c-uri-query": (URL, "query"),
    "cs-uri-stem": ("path",),
    "c-uri-stem": ("path",),
    "c-uri-path": ("path",),
    "c-uri-extension": (EXTENSION,),
    "sc-status": ("status",),
    "sc-bytes": ("size",),
    "cs-referer": ("referrer",),
    "cs-referrer": ("referrer",),
    "cs-user-agent": ("agent",),
    "c-useragent": ("agent",),
    "cs-username": ("account",),
    "cs-host": ("vhost",),
    "r-dns": ("vhost",),
    "cs-version": ("protocol",),
    # OCSF 1.x, class HTTP Activity and Authentication
    "src_endpoint.ip": ("address",),
    "http_request.http_method": ("method",),
    "http_request.url.path": ("path",),
    "http_request.url.query_string": ("query",),
    "http_request.url.url_string": (URL,),
    "http_request.url.hostname": ("vhost",),
    "http_request.user_agent": ("agent",),
    "http_request.referrer": ("referrer",),
    "http_request.version": ("protocol",),
    "http_response.code": ("status",),
    "http_response.length": ("size",),
    "actor.user.name": ("account",),
    "user.name": ("account",),
    "session.uid": ("session",),
    "activity_name": ("action",),
    "raw_data": ("message",),
    "message": ("message",),
}
_CATEGORIES: Final = frozenset({"webserver", "proxy", "application", "authentication", "web"})
_SERVICES: Final = frozenset(
    {"apache", "nginx", "httpd", "iis", "litespeed", "gunicorn", "uvicorn", "php-fpm"}
    | {"auth", "sshd", "sudo", "syslog", "http", "app", "django"}
)
_FOREIGN: Final = frozenset(
    {"windows", "macos", "azure", "aws", "gcp", "m365", "okta", "cisco", "github", "kubernetes"}
    | {"google_workspace", "onelogin", "fortigate", "juniper", "huawei", "opencanary", "zeek"}
)


def columns_of(field: str) -> tuple[str, ...]:
    """Return the columns that a field name means, any of which may fit; empty when unknown."""
    if field in TEXTS or field in NUMBERS or field in COMPUTED:
        return (field,)
    return _OTHER_NAMES.get(field.lower(), ())


def is_text(column: str) -> bool:
    """Whether a column holds text (a computed one does)."""
    return column not in NUMBERS


def bases_of(column: str) -> tuple[str, ...]:
    """Return the columns of an event that a column is made of: itself, unless it is computed."""
    return COMPUTED.get(column, (column,))


def foreign(category: str | None, product: str | None, service: str | None) -> str:
    """Say why a log source cannot be ours; empty when it can."""
    if product is not None and product.lower() in _FOREIGN:
        return f"events of {product} never come here"
    if category is not None:
        known = category.lower() in _CATEGORIES
        return "" if known else f"no log source here is of the category {category}"
    if service is not None and service.lower() not in _SERVICES:
        return f"no log source here is of the service {service}"
    return ""
