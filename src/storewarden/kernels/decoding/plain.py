r"""Undoes encodings: percent, entities, escapes, overlong UTF-8, letters that only look alike."""

import re
from typing import Final
from unicodedata import normalize
from urllib.parse import unquote_to_bytes

LONGEST: Final = 16_384
"""Characters of one value that are decoded; the rest is looked at as it stands."""

_ROUNDS: Final = 3
_NOT_A_LETTER: Final = "\ufffd"
_HIGHEST: Final = 0x10FFFF
_SURROGATES: Final = range(0xD800, 0xE000)
_ASCII: Final = 0x80
_WIDE: Final = re.compile(r"%u([0-9a-fA-F]{4})")
_ENTITY: Final = re.compile(r"&(?:#[xX]([0-9a-fA-F]{1,8})|#(\d{1,9})|([A-Za-z]{2,8})(?=;));?")
_NAMES: Final = (
    "lt gt quot amp apos nbsp colon tab newline lpar rpar sol bsol semi comma period excl num"
    " dollar percnt lsqb lbrack rsqb rbrack lcub lbrace rcub rbrace verbar vert grave equals"
    " quest commat hat lowbar plus"
)
_SIGNS: Final = "<>\"&' :\t\n()/\\;,.!#$%[[]]{{}}||`=?@^_+"
_NAMED: Final = dict(zip(_NAMES.split(), _SIGNS, strict=True))
_ESCAPE: Final = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-3][0-7]{2}))"
)
_OVERLONG: Final = re.compile(
    rb"([\xc0\xc1])([\x00-\xbf])|\xe0([\x80-\x9f])([\x80-\xbf])|\xf0\x80([\x80-\x9f])([\x80-\xbf])"
)
_LOOK_ALIKES: Final = str.maketrans(
    "\u02b9\u02bc\u2032\u2018\u2019\u2044\u2215\u2216\u3002",
    "'''''//\\.",
)


def plain(text: str, *, plus: bool) -> str:
    r"""Return what a server, a browser or an interpreter would read in the end.

    Three times over: percent encoding (``%27``, ``%u0027``), HTML entities, ``\u0027``, ``\x27``,
    ``\047``; overlong UTF-8 and full-width letters become the ASCII that they stand for.

    Args:
        text: as logged; only its first `LONGEST` characters are taken.
        plus: whether ``+`` is a space, as it is in a query.

    Returns:
        At most `LONGEST` characters.
    """
    known = text[:LONGEST]
    if plus:
        known = known.replace("+", " ")
    for _ in range(_ROUNDS):
        before = known
        known = _unescaped(_unnamed(_unpercented(known)))
        if known == before:
            break
    return known if known.isascii() else _in_ascii(known)


def _in_ascii(text: str) -> str:
    """Write full-width, circled and other fanciful letters as the ones that they stand for."""
    return normalize("NFKC", text).translate(_LOOK_ALIKES)[:LONGEST]


def _unpercented(text: str) -> str:
    if "%" not in text:
        return text
    if "%u" in text:
        text = _WIDE.sub(lambda found: _letter(int(found[1], 16)), text)
    octets = unquote_to_bytes(text)
    return octets.decode() if octets.isascii() else _shortest(octets).decode("utf-8", "replace")


def _shortest(octets: bytes) -> bytes:
    """Spell overlong UTF-8 in the one way that is allowed."""
    return _OVERLONG.sub(_short, octets)


def _short(found: re.Match[bytes]) -> bytes:
    lead, last, high, low, top, end = found.groups()
    if lead is not None:
        one = last[0]
        code = one if one < _ASCII else (lead[0] & 1) << 6 | one & 0x3F
    else:
        first, second = (high, low) if high is not None else (top, end)
        code = (first[0] & 0x1F) << 6 | second[0] & 0x3F
    return chr(code).encode()


def _unnamed(text: str) -> str:
    return _ENTITY.sub(_entity, text) if "&" in text else text


def _entity(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name is not None:
        return _NAMED.get(name.lower(), found[0])
    return _letter(int(hexadecimal, 16) if hexadecimal is not None else int(decimal))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_escaped, text) if "\\" in text else text


def _escaped(found: re.Match[str]) -> str:
    *hexadecimal, octal = found.groups()
    if octal is not None:
        return chr(int(octal, 8))
    return _letter(int(next(filter(None, hexadecimal)), 16))


def _letter(code: int) -> str:
    return _NOT_A_LETTER if code in _SURROGATES or code > _HIGHEST else chr(code)
