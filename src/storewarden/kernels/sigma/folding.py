"""How texts are compared without case: the same in the live matcher and in SQL, on every row.

Folded are the letters A to Z, and beyond ASCII the Latin, Greek and Cyrillic capitals up to U+052F
that have exactly one small letter, itself two bytes long in UTF-8. All else compares as it is:
``lower`` of the engines differs (Kelvin sign, dotted I, final sigma) and is a filter at the most.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

_FIRST: Final = 0x80
_LAST: Final = 0x7FF
_SCRIPTS_END: Final = 0x530


def _pairs() -> dict[int, int]:
    """Capital -> small letter, as code points."""
    folded = {ord(letter): ord(letter.lower()) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    for code in range(0xC0, _SCRIPTS_END):
        small = chr(code).lower()
        if len(small) == 1 and _FIRST <= ord(small) <= _LAST and ord(small) != code:
            folded[code] = ord(small)
    return folded


PAIRS: Final = _pairs()
"""Code point of a capital -> code point of its small letter."""

SOURCES: Final = {
    small: "".join(chr(a) for a, b in PAIRS.items() if b == small) for small in set(PAIRS.values())
}
"""Code point of a small letter -> all capitals that fold to it."""

_BYTES: Final = np.arange(256, dtype=np.uint8)
_BYTES[65:91] += 32
_CODES: Final = np.arange(_LAST + 1, dtype=np.uint16)
for _capital, _small in PAIRS.items():
    _CODES[_capital] = _small


def fold(text: str) -> str:
    """Return the text with every capital made small, character by character."""
    return text.translate(PAIRS)


def folded_bytes(joined: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Fold valid UTF-8; every character keeps its place and its length in bytes."""
    folded = _BYTES[joined]
    leads = np.flatnonzero((joined >= 0xC3) & (joined <= 0xDF))  # noqa: PLR2004 - of two bytes
    if not leads.size:
        return folded
    leads = leads[leads + 1 < joined.size]
    codes = ((joined[leads] & 0x1F).astype(np.uint16) << 6) | (joined[leads + 1] & 0x3F)
    small = _CODES[codes]
    folded[leads] = 0xC0 | (small >> 6)
    folded[leads + 1] = 0x80 | (small & 0x3F)
    return folded
