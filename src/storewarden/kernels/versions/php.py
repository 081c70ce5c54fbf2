"""Orders versions as PHP's ``version_compare`` does; Composer and WordPress build on it.

A version is a row of numbers and words. Position by position: an unknown word comes first, then
``dev < alpha = a < beta = b < RC = rc``, then nothing more, then any number, then ``pl = p``.
Words count by their beginning and by case, so ``build`` is a beta and ``Beta`` is unknown.

Source: php.net/manual/en/function.version-compare.php.
"""

import re
from collections.abc import Iterable
from typing import Final

from storewarden.kernels.versions.marks import number

END: Final = b"\x06"
_NUMBER: Final = b"\x07"
_UNKNOWN: Final = b"\x01"
_WORDS: Final = (
    ("dev", b"\x02"),
    ("a", b"\x03"),
    ("b", b"\x04"),
    ("RC", b"\x05"),
    ("rc", b"\x05"),
    ("p", b"\x08"),
)
_VERSION: Final = re.compile(r"[vV]?(\d++(?:[-._+]?[0-9A-Za-z]++)*+)", re.ASCII)
_PART: Final = re.compile(r"\d+|[A-Za-z]+", re.ASCII)


def key(version: str) -> bytes:
    """Return bytes that sort as PHP sorts; raises `ValueError` for what starts with no number."""
    found = _VERSION.fullmatch(version.strip())
    if found is None:
        raise ValueError("is not a version that PHP compares")
    return written(parts(found[1]))


def parts(text: str) -> list[int | str]:
    """Cut a version into its numbers and words; what stands between them does not count."""
    return [int(part) if part[0] <= "9" else part for part in _PART.findall(text)]


def written(row: Iterable[int | str]) -> bytes:
    """Write numbers and words as bytes that sort as PHP sorts them."""
    marks = (_NUMBER + number(part) if isinstance(part, int) else _rank(part) for part in row)
    return b"".join(marks) + END


def _rank(word: str) -> bytes:
    return next((mark for beginning, mark in _WORDS if word.startswith(beginning)), _UNKNOWN)
