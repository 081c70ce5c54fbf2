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
_MADE_SMALL: Final = {"k": "\u212a", "i": "\u0130"}
"""Small letters to which ``lower`` also brings a sign that is no capital of theirs here: the Kelvin
sign, and the dotted I, of which some engines make two signs."""
_GUARD: Final = "\ufffd"


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


def lowered(column: str, value: str, *, by_sign: bool = False) -> str:
    """Make a column small, so that it compares with a folded ASCII value as our folding does.

    All of these functions are such that an engine can judge each text of a dictionary once.
    ``by_sign`` says that single signs count (``_`` in LIKE), so no sign may become two.
    """
    for small, odd in _MADE_SMALL.items():
        if small in value or (by_sign and small == "i"):
            column = f"replace({column}, {literal(odd)}, {literal(_GUARD)})"
    return f"lower({column})"


def ascii_run(value: str) -> str:
    """Return the longest part of a value that ``lower`` of any engine leaves findable."""
    return max(_ASCII.findall(value), key=len, default="")
