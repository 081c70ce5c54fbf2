"""Orders the versions of npm packages, by Semantic Versioning 2.0.0, section 11."""

import re
from typing import Final

_VERSION: Final = re.compile(
    r"[v=\s]*(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9a-z.-]+))?(?:\+[0-9a-z.-]+)?",
    re.IGNORECASE | re.ASCII,
)
_PLAIN: Final = 1
_BEFORE: Final = 0
Part = tuple[int, int, str]
NpmKey = tuple[int, int, int, int, tuple[Part, ...]]


def key(version: str) -> NpmKey:
    """Return a value that sorts as npm sorts; missing parts count as zero, build words not at all.

    Raises `ValueError` for anything else, an address or a range for instance.
    """
    found = _VERSION.fullmatch(version.strip())
    if found is None:
        raise ValueError("is not a version of npm")
    major, minor, patch = (int(part or 0) for part in found.group(1, 2, 3))
    before = found[4]
    if before is None:
        return (major, minor, patch, _PLAIN, ())
    return (major, minor, patch, _BEFORE, tuple(_part(word) for word in before.split(".")))


def _part(word: str) -> Part:
    if word.isdecimal():
        return (0, int(word), "")
    return (1, 0, word)
