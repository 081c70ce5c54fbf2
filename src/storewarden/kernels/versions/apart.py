"""Compares versions of Maven and Alpine, whose orders univers knows and no bytes express.

univers takes a tenth of a second to import, so it is imported when the first such version comes.
"""

from functools import lru_cache
from typing import Any

_REMEMBERED = 16_384


def maven(one: str, other: str) -> int:
    """Return -1, 0 or 1 as Maven's ComparableVersion orders them; any text is a version there."""
    left, right = _maven(one), _maven(other)
    return int(left > right) - int(left < right)


def alpine(one: str, other: str) -> int:
    """Return -1, 0 or 1 as apk orders them; raises `ValueError` for what is none of its versions.

    Alpine took its versions over from Gentoo, and univers compares them as such.
    """
    from univers import gentoo  # noqa: PLC0415 - see the top of this file

    if not (gentoo.is_valid(one) and gentoo.is_valid(other)):
        raise ValueError("is not a version of an Alpine package")
    return int(gentoo.vercmp(one, other))


@lru_cache(maxsize=_REMEMBERED)
def _maven(version: str) -> Any:  # noqa: ANN401 - univers comes without types
    from univers.maven import Version  # noqa: PLC0415 - see the top of this file

    return Version(version)
