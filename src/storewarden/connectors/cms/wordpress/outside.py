"""Tells WordPress's plugins and themes from outside: by their files, read-me and stylesheets."""

import re
from collections.abc import Iterator
from typing import Final

from storewarden.connectors.cms.wordpress.heads import head_of
from storewarden.connectors.cms.wordpress.recogniser import in_page
from storewarden.connectors.page_marks import page_of
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Component
from storewarden.core.outside import OutsideReader, Visit
from storewarden.kernels.purls.purl import purl

_PART: Final = re.compile(r"^(.*?/(plugins|themes)/([\w.-]+))/[^?]*(?:\?(?:.*&)?ver=([\w.-]+))?")
_STABLE: Final = re.compile(
    r"^\s*\**\s*stable tag\s*:\**\s*v?(\d[\w.-]*)\s*$", re.IGNORECASE | re.MULTILINE
)


def read(visit: Visit) -> Iterator[Component]:
    """Tell each plugin and theme that the front page loads something of."""
    core = in_page(visit.page)
    if core is None:
        return
    parts: dict[tuple[str, str, str], set[str]] = {}
    for path in page_of(visit.page).assets:
        if (found := _PART.match(path)) and "/wp-includes/" not in path:
            home, kind, slug, ver = found.groups()
            parts.setdefault((kind, slug, home), set()).add(ver or "")
    for (kind, slug, home), seen in parts.items():
        yield (
            _theme(visit, slug, home)
            if kind == "themes"
            else _plugin(visit, slug, home, seen - {"", core})
        )


def _plugin(visit: Visit, slug: str, home: str, seen: set[str]) -> Component:
    """By its read-me; else by the version that all its files are asked for with.

    WordPress asks with its own version for files whose plugin names none: that one is no mark.
    """
    place = f"{home}/readme.txt"
    answer = visit.file(place)
    stable = _STABLE.search(answer.text[:8_192]) if answer else None
    version = stable[1] if stable else (next(iter(seen)) if len(seen) == 1 else "")
    because = "" if version else "it shows from outside, but not in which version"
    name = purl("wordpress", "plugin", slug)
    return Component(name, version, place if stable else home, unreadable=because)


def _theme(visit: Visit, slug: str, home: str) -> Component:
    place = f"{home}/style.css"
    answer = visit.file(place)
    try:
        head = head_of(answer.body, "Theme Name", "Version") if answer else {}
    except Unreadable:
        head = {}
    version = head.get("Version", "") if head.get("Theme Name") else ""
    because = "" if version else "it shows from outside, but not in which version"
    return Component(purl("wordpress", "theme", slug), version, place, unreadable=because)


OUTSIDE = OutsideReader(read=read)
