"""Orders the versions of PHP packages as Composer does, Magento's patches included.

Composer writes every version in full and compares by PHP's ``version_compare``: numbers first, then
``dev < alpha < beta < RC < plain < patch``. So 2.4.6 < 2.4.6-p5 < 2.4.7-beta1 < 2.4.7.
"""

import re
from typing import Final

_VERSION: Final = re.compile(
    r"v?(?P<numbers>\d+(?:\.\d+)*)"
    r"(?:[._-]?(?P<word>stable|beta|b|rc|alpha|a|patch|pl|p)(?P<count>(?:[.-]?\d+)*))?"
    r"(?P<dev>[._-]?dev)?(?:\+\S*)?",
    re.IGNORECASE | re.ASCII,
)
_BRANCH: Final = re.compile(r"v?(\d+(?:\.\d+)*)\.[x*](?:-dev)?", re.IGNORECASE | re.ASCII)
_RANK: Final = {
    "alpha": 1,
    "a": 1,
    "beta": 2,
    "b": 2,
    "rc": 3,
    "stable": 4,
    "": 4,
    "patch": 5,
    "pl": 5,
    "p": 5,
}
_DEV: Final = 0
_TIP: Final = 9_999_999
_PARTS: Final = 4
ComposerKey = tuple[tuple[int, ...], int, tuple[int, ...], bool]


def key(version: str) -> ComposerKey:
    """Return a value that sorts as Composer sorts.

    Raises `ValueError` for the name of a branch (``dev-main``), which has no place in the order.
    """
    text = version.strip()
    if branch := _BRANCH.fullmatch(text):
        numbers = _numbers(branch[1])
        return (numbers + (_TIP,) * (_PARTS - len(numbers)), _DEV, (), False)
    found = _VERSION.fullmatch(text)
    if found is None:
        raise ValueError("is not a version of Composer")
    word, dev = (found["word"] or "").lower(), found["dev"] is not None
    rank = _DEV if dev and word in {"", "stable"} else _RANK[word]
    return (_trimmed(_numbers(found["numbers"])), rank, _numbers(found["count"] or ""), not dev)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text, re.ASCII))


def _trimmed(numbers: tuple[int, ...]) -> tuple[int, ...]:
    """Drop zeros at the end: 1.0 and 1.0.0.0 are the same version."""
    length = len(numbers)
    while length and not numbers[length - 1]:
        length -= 1
    return numbers[:length]
