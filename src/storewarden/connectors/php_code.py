"""Reads what PHP files say of their own version, as text: no PHP is ever run.

Shared by the inventory readers. Comments do not count: what a developer left in them is not so.
"""

import re
from typing import Final

from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Tree

LARGEST: Final = 512 * 1024
"""Bytes of a file that are looked at; every platform says its version well before."""

_SHELL: Final = re.compile(
    r"""('(?:[^'\\]|\\.)*+(?:'|\Z)|"(?:[^"\\]|\\.)*+(?:"|\Z))"""
    r"""|//[^\n]*|\#(?!\[)[^\n]*|/\*.*?(?:\*/|\Z)""",
    re.DOTALL,
)
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")


def plain(content: bytes) -> str:
    """Decode as PHP would take it; raises `Unreadable` for UTF-16, which no PHP can run."""
    if content.startswith(_WIDE) or b"\0" in content[:512]:
        raise Unreadable("is written in UTF-16 or is no text, so nothing was read from it")
    return content.decode("utf-8-sig", "replace")


def code(tree: Tree, path: str) -> str:
    """The text of a PHP file without its comments; empty when there is no such file."""
    if not tree.has(path):
        return ""
    return _SHELL.sub(lambda part: part[1] or " ", plain(tree.head(path, LARGEST)))


def defined(text: str, name: str) -> str:
    """The text that ``define('NAME', '...')`` or ``const NAME = '...'`` gives; empty if none."""
    word = re.escape(name)
    return _first(
        rf"""\bdefine\s*\(\s*['"]{word}['"]\s*,\s*['"]([^'"]*)['"]""",
        rf"""\bconst\s+(?:string\s+)?{word}\s*=\s*['"]([^'"]*)['"]""",
        text=text,
    )


def number(text: str, name: str) -> str:
    """The number that ``const NAME = 5`` or ``define('NAME', 5)`` gives; empty if none."""
    word = re.escape(name)
    return _first(
        rf"""\bdefine\s*\(\s*['"]{word}['"]\s*,\s*(\d+)""",
        rf"""\bconst\s+(?:int\s+)?{word}\s*=\s*(\d+)""",
        text=text,
    )


def assigned(text: str, name: str) -> str:
    """The text that ``$name = '...'`` gives; empty if none."""
    return _first(rf"""\${re.escape(name)}\s*=\s*['"]([^'"]*)['"]""", text=text)


def keyed(text: str, name: str) -> str:
    """The text that ``'name' => '...'`` gives; empty if none."""
    return _first(rf"""['"]{re.escape(name)}['"]\s*=>\s*['"]([^'"]*)['"]""", text=text)


def _first(*patterns: str, text: str) -> str:
    for pattern in patterns:
        if found := re.search(pattern, text):
            return found[1].strip()
    return ""
