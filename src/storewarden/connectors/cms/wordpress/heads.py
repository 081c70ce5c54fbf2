"""Reads the heads of plugins and themes as WordPress does: the first 8 KB, the first that fits.

Source: WordPress developer handbook, "Header Requirements" of plugins and of themes.
"""

import re
from functools import cache
from typing import Final

from storewarden.connectors.php_code import plain

MOST: Final = 8_192
"""Bytes in which a head must stand."""

_REST: Final = re.compile(r"\s*(?:\*/|\?>).*")


def head_of(content: bytes, *names: str) -> dict[str, str]:
    """The named fields of a head, empty where it lacks one; raises `Unreadable` for UTF-16."""
    text = plain(content[:MOST]).replace("\r", "\n")
    return {name: _field(text, name) for name in names}


def _field(text: str, name: str) -> str:
    found = _line(name).search(text)
    return _REST.sub("", found[1]).strip() if found else ""


@cache
def _line(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"^(?:[ \t]*<\?php)?[ \t/*#@]*{re.escape(name)}:(.*)$", re.IGNORECASE | re.MULTILINE
    )
