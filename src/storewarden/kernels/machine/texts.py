# ruff: noqa: PLR2004 - the widths of words
"""Hashes and compares texts."""

from typing import Final

from storewarden.kernels.machine.compiling import part
from storewarden.kernels.machine.words import byte, folded, word, word4, word8

_PRIME: Final = word(0xA0761D6478BD642F)
_OTHER_PRIME: Final = word(0xE7037ED1A0B428DB)


@part
def _short(at: int, length: int) -> tuple[int, int]:
    if length >= 8:
        return word8(at), word8(at + length - 8)
    if length >= 4:
        return word(word4(at)), word(word4(at + length - 4))
    if length > 0:
        middle = word(byte(at + (length >> 1))) << word(8)
        last = word(byte(at + length - 1)) << word(16)
        return word(byte(at)) | middle | last, word(0)
    return word(0), word(0)


@part
def hash_of(at: int, length: int, key: int) -> int:
    """Hash a text with a key, as wyhash does: who lacks the key cannot make two hashes equal."""
    state = key ^ _PRIME
    left = length
    while left > 16:
        state = folded(word8(at) ^ _OTHER_PRIME ^ key, word8(at + 8) ^ state)
        at += 16
        left -= 16
    if length > 16:
        one, other = word8(at + left - 16), word8(at + left - 8)
    else:
        one, other = _short(at, length)
    state = folded(one ^ _OTHER_PRIME ^ key, other ^ state)
    return folded(state ^ _PRIME, word(length) ^ key)


@part
def same(one: int, other: int, length: int) -> bool:
    """Compare the texts at two addresses."""
    left = length
    while left >= 8:
        if word8(one) != word8(other):
            return False
        one, other, left = one + 8, other + 8, left - 8
    if length >= 8:
        return left == 0 or word8(one + left - 8) == word8(other + left - 8)
    while left > 0:
        if byte(one) != byte(other):
            return False
        one, other, left = one + 1, other + 1, left - 1
    return True
