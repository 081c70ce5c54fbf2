# ruff: noqa: PLR2004 - the width of a group of base64
"""Tells in one pass over its bytes what a value needs: decoding, squeezing, or nothing at all."""

from typing import Final

import numpy as np
import numpy.typing as npt

from storewarden.kernels.decoding.wrapped import GROUP
from storewarden.kernels.machine.compiling import compiled, part
from storewarden.kernels.machine.strings import Strings, start_of
from storewarden.kernels.machine.words import byte, whole

ODD: Final = 1
"""A kind of value: it may say something else once it is decoded, squeezed or unwrapped."""
PLUS: Final = 2
"""A kind of value: it holds a ``+`` that stands for a space."""
LOUD: Final = 4
"""A kind of value: it holds one of `SIGNS`, or a line break."""

SIGNS: Final = "\t\r!\"#$%'()*,;<>@[\\]^`{|}~" + "".join(
    map(chr, (*range(9), 11, 12, *range(14, 32)))
)
"""Signs that an everyday address does not hold. Readings with one of them are called loud."""

_SIGN: Final = 1
_CODE: Final = 2
_QUOTE: Final = 4
_STAR: Final = 8
_SLASH: Final = 16
_AND: Final = 32
_SPACE: Final = 64
_PLUS: Final = 128
_BREAK: Final = 256
_SAYS: Final = (
    (_SIGN, SIGNS + "\n"),
    (_CODE, "%\\$\x7f" + "".join(map(chr, (*range(32), *range(128, 256))))),
    (_QUOTE, "'\"^`"),
    (_STAR, "*"),
    (_SLASH, "/"),
    (_AND, "&"),
    (_SPACE, " "),
    (_PLUS, "+"),
    (_BREAK, "=,;:/ "),
)
_SORTS: Final = np.array(
    [sum(sort for sort, signs in _SAYS if chr(code) in signs) for code in range(256)], np.uint16
)
_WORD: Final = np.array([chr(code).isalnum() or code == 0x5F for code in range(128)], np.uint8)
_LETTERS: Final = np.array(
    [
        sum(1 << place for place, letters in enumerate(GROUP) if chr(code) in letters)
        for code in range(256)
    ],
    np.uint8,
)
_WRAPPED: Final = 16
_HASH: Final = 0x23
_DOT: Final = 0x2E
_SLASH_SIGN: Final = 0x2F
_COLON: Final = 0x3A
_SEMICOLON: Final = 0x3B
_PLUS_SIGN: Final = 0x2B
_BLANK: Final = 0x20
_A: Final = 0x61
_Z: Final = 0x7A
_CASE: Final = 0x20
_LONGEST_NAME: Final = 8
_ASCII: Final = 0x80


@part
def _entity(at: int, left: int) -> bool:
    """Whether ``&#`` or a name and ``;`` stand at ``&``."""
    if left > 1 and byte(at + 1) == _HASH:
        return True
    place = 1
    while place < left and place <= _LONGEST_NAME and _A <= byte(at + place) | _CASE <= _Z:
        place += 1
    return place > 2 and place < left and byte(at + place) == _SEMICOLON


@part
def _wrapped(at: int, left: int) -> bool:
    """Whether sixteen letters stand here that may be base64 of ASCII text."""
    if left < _WRAPPED:
        return False
    place = 0
    while place < _WRAPPED and _LETTERS[byte(at + place)] & (1 << (place & 3)) != 0:
        place += 1
    return place == _WRAPPED


@part
def _slashes(at: int, left: int, before: int) -> bool:
    """Whether ``//`` or ``/./`` stands here, and not the ``//`` of ``https://``."""
    if left < 2 or before == _COLON:
        return False
    after = byte(at + 1)
    return after == _SLASH_SIGN or (after == _DOT and left > 2 and byte(at + 2) == _SLASH_SIGN)


@part
def _odd(sort: int, at: int, left: int, before: int, plus: int) -> bool:  # noqa: PLR0911 - a list of reasons
    """Whether a sign at an address may mean something else; ``before`` is the one before it."""
    if sort & _CODE:
        return True
    if sort & _QUOTE:
        here = whole(byte(at))
        return before in (here, _SLASH_SIGN) or (before < _ASCII and _WORD[before] != 0)
    if sort & _SLASH and _slashes(at, left, before):
        return True
    if sort & _AND and _entity(at, left):
        return True
    if sort & _STAR:
        return left > 1 and byte(at + 1) == _SLASH_SIGN
    if sort & _SPACE and (before == _BLANK or (plus != 0 and before == _PLUS_SIGN)):
        return True
    if sort & _PLUS and plus != 0 and before in (_BLANK, _PLUS_SIGN):
        return True
    return plus != 0 and sort & _BREAK != 0 and _wrapped(at + 1, left - 1)


@part
def _kinds(at: int, length: int, plus: int) -> int:
    """Return the kinds that a value is of."""
    kinds = ODD if plus != 0 and _wrapped(at, length) else 0
    before = 0
    for place in range(length):
        here = whole(byte(at + place))
        sort = whole(_SORTS[here])
        if sort != 0:
            kinds |= (LOUD if sort & _SIGN else 0) | (PLUS if sort & _PLUS and plus != 0 else 0)
            if kinds & ODD == 0 and _odd(sort, at + place, length - place, before, plus):
                kinds |= ODD
        before = here
    return kinds


@compiled
def weigh(
    texts: Strings,
    wanted: npt.NDArray[np.int32],
    plus: int,
    longest: int,
    kinds: npt.NDArray[np.uint8],
) -> int:
    """Tell the kinds of some values; returns the most bytes that their readings can take here.

    Args:
        texts: the values.
        wanted: the numbers of those that are asked for.
        plus: unless 0, ``+`` is a space.
        longest: what has more bytes is odd whatever it says.
        kinds: receives the kinds of each that is asked for.
    """
    room = 0
    for place in range(wanted.size):
        start = start_of(texts, wanted[place])
        length = start_of(texts, wanted[place] + 1) - start
        found = _kinds(texts.base + start, length, plus)
        if length > longest:
            found |= ODD
        kinds[place] = found
        room += (length + 1) * (2 if found & (PLUS | ODD) == PLUS else 1)
    return room
