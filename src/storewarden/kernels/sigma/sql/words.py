"""Literals and comparisons that every engine reads in the same way.

A backslash escapes in Spark and stands for itself in DuckDB; two quotes are one quote in some
versions and none in others: so both, and control characters, are written as ``chr(n)``.
"""

import re
from typing import Final

from storewarden.kernels.sigma.folding import SOURCES

_SPECIAL: Final = frozenset("'\\\x7f") | {chr(code) for code in range(32)}
_ASCII: Final = re.compile("[\\x00-\\x7f]+")
_ESCAPE: Final = "!"
_ENGINES_DIFFER: Final = frozenset("ki")
"""Small letters to which ``lower`` also brings a sign that is no capital of theirs here."""


def literal(text: str) -> str:
    """Write a text as an SQL expression."""
    pieces: list[str] = []
    plain = ""
    for sign in text:
        if sign in _SPECIAL:
            pieces.extend([f"'{plain}'"] if plain else [])
            pieces.append(f"chr({ord(sign)})")
            plain = ""
        else:
            plain += sign
    pieces.extend([f"'{plain}'"] if plain or not pieces else [])
    return pieces[0] if len(pieces) == 1 else f"concat({', '.join(pieces)})"


def like_literal(text: str) -> str:
    """Spell a literal part of a LIKE pattern; to be given to `like`."""
    return "".join(f"{_ESCAPE}{sign}" if sign in "%_!" else sign for sign in text)


def like(column: str, pattern: str) -> str:
    """Write a LIKE whose pattern was spelled with `like_literal`."""
    escape = f" ESCAPE '{_ESCAPE}'" if _ESCAPE in pattern or "\\" in pattern else ""
    return f"{column} LIKE {literal(pattern)}{escape}"


def folded_for(column: str, value: str) -> str:
    """Fold a column as far as a folded value can tell."""
    small = [sign for sign in dict.fromkeys(value) if ord(sign) in SOURCES]
    capitals = "".join(SOURCES[ord(sign)] for sign in small)
    if not capitals:
        return column
    letters = "".join(sign * len(SOURCES[ord(sign)]) for sign in small)
    return f"translate({column}, {literal(capitals)}, {literal(letters)})"


def lower_tells(value: str) -> bool:
    """Whether ``lower`` alone compares with this folded value as our folding does."""
    return value.isascii() and not _ENGINES_DIFFER & set(value)


def ascii_run(value: str) -> str:
    """Return the longest part of a value that ``lower`` of any engine leaves findable."""
    return max(_ASCII.findall(value), key=len, default="")
