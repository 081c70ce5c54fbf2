"""Looks into base64 that a parameter carries."""

import re
from base64 import b64decode
from string import ascii_letters, ascii_uppercase, digits
from typing import Final
from urllib.parse import unquote

GROUP: Final = (
    f"{ascii_uppercase}abcdef",
    "ABCDEFGHQRSTUVWXghijklmnwxyz0123",
    "AEIMQUYcgkosw048BFJNRVZdhlptx159",
    f"{ascii_letters}{digits}+/_-",
)
"""Letters that may stand in each place of a group of four that is base64 of ASCII text.

The top bit of every byte is 0, which one letter in 4,096 random groups of sixteen keeps to, so that
tokens are hardly ever taken for it.
"""

_GROUP: Final = "".join(f"[{re.escape(letters)}]" for letters in GROUP)
LIKELY: Final = rf"(?:^|[=,;:/ ])(?:{_GROUP}){{4}}"
"""Expression for values that are worth a look."""

_MOST: Final = 4
_CODED: Final = re.compile(rf"(?:^|[=,;:/ ])((?:{_GROUP}){{4,512}}[A-Za-z0-9+/_-]{{0,3}})={{0,2}}")
_TELLING: Final = re.compile(r"[<>(){};'\"|$`\\]|\.\./|://")
_WEB_SAFE: Final = str.maketrans("-_", "+/")


def wrapped(text: str) -> str:
    """Return what base64 in a value says, when it says something that a program might run.

    At most four pieces of 2,051 characters, joined by spaces; empty when there is none.
    """
    pieces = _CODED.finditer(unquote(text))
    read = [_read(piece[1]) for piece, _ in zip(pieces, range(_MOST), strict=False)]
    return " ".join(filter(None, read))


def _read(coded: str) -> str:
    whole = coded[: len(coded) - (len(coded) % 4 == 1)].translate(_WEB_SAFE)
    said = b64decode(whole + "=" * (-len(whole) % 4)).decode("ascii", "ignore")
    return said if _TELLING.search(said) and _can_be_read(said) else ""


def _can_be_read(said: str) -> bool:
    return all(sign.isprintable() or sign.isspace() for sign in said)
